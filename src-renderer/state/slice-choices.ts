import type { Slice } from '../../src-shared/slices.ts'

interface Choice {
  /** Empty for all records. */
  value: string
  label: string
  disabled?: boolean
}

/** What one can choose among, with all records first; the one that is chosen stays, though it may be gone. */
export function sliceChoices(
  slices: readonly Slice[] | undefined,
  chosen: string | undefined,
  all = 'all records',
): Choice[] {
  const named = (slices ?? []).map(({ name, status }) => ({ value: name, label: name, disabled: status === 'broken' }))
  const isGone = chosen !== undefined && !named.some(({ value }) => value === chosen)
  return [{ value: '', label: all }, ...named, ...(isGone ? [{ value: chosen, label: chosen }] : [])]
}
