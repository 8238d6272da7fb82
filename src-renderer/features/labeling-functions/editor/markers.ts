import type { LfFault, LfPreview, LfProblem } from '../../../../src-shared/labeling-functions.ts'
import { formatCounted } from '../../../../src-shared/numbers.ts'

interface Marker {
  line: number
  column?: number
  message: string
  severity: 'error' | 'warning'
}

/** What to say at which line: why it does not compile, and where it failed on records. */
export function markersOf(
  preview: { shown?: LfPreview; refused?: LfProblem } | undefined,
  unsaved: LfProblem | undefined,
  faults: readonly LfFault[],
): Marker[] {
  const problem = unsaved ?? preview?.refused ?? preview?.shown?.problem
  if (problem) {
    const { line = 1, column, message } = problem
    return [{ line, column, message, severity: 'error' }]
  }
  return faultMarkers(faults.length > 0 ? faults : (preview?.shown?.faults ?? []))
}

/** One marker for all faults of a line that say the same. */
function faultMarkers(faults: readonly LfFault[]): Marker[] {
  const groups = Map.groupBy(faults, ({ line, message }) => `${line ?? 1} ${message}`)
  return [...groups.values()].map(([first, ...more]) => ({
    line: first!.line ?? 1,
    message: `${first!.message} (record ${first!.recordId}${more.length > 0 ? ` and ${formatCounted(more.length, 'other')}` : ''})`,
    severity: 'warning' as const,
  }))
}
