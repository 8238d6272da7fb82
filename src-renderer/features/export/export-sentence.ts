import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import { STATES } from '../../../src-shared/vocabulary.ts'

/** "1,430 of 1,956 records will be written: 120 gold and 1,310 pseudo." */
export function exportSentence(
  preview: { rows: number; states: Record<string, number> } | undefined,
  total: number | undefined,
): string {
  if (!preview) return 'Counting what will be written…'
  const of = total === undefined ? '' : ` of ${formatCounted(total, 'record')}`
  if (preview.rows === 0) return `None${of} would be written.`
  const parts = STATES.filter(state => preview.states[state]).map(
    state => `${formatCount(preview.states[state] ?? 0)} ${state}`,
  )
  const last = parts.pop() ?? ''
  const list = parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
  return `${formatCount(preview.rows)}${of} will be written: ${list}.`
}
