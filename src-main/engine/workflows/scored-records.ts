import { NONE } from '../../../src-shared/vocabulary.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { problem } from '../../../src-shared/errors.ts'
import type { Project } from '../project.ts'

/** The records that slices were scored on, so that each number opens exactly those it counts. */
export interface ScoredRecords {
  /** [n] 1 where the model was right, 0 where it was wrong, NONE where nothing was scored. */
  outcomes: Int8Array
  /** [n] 1 for the records of a slice at that time, by its name. */
  slices: ReadonlyMap<string, Uint8Array>
  /** Rows of a slice that was found, by its key. */
  found: ReadonlyMap<string, Int32Array>
}

const kept = new WeakMap<Project, ScoredRecords & { number: number }>()

export const keepScored = (project: Project, scored: ScoredRecords): void =>
  void kept.set(project, { ...scored, number: scoredNumber(project) + 1 })

/** Grows whenever slices are scored: what was found by older scores is to be found anew. */
export const scoredNumber = (project: Project): number => kept.get(project)?.number ?? 0

/** Whether a record is among those scored that the filter names. */
export function scoredTest(project: Project, filter: NonNullable<RecordFilter['scored']>): (row: number) => boolean {
  const scored = kept.get(project)
  if (!scored) throw problem('SCORES_GONE')
  const { outcomes } = scored
  const member = membersOf(scored, filter)
  const wanted = { any: undefined, right: 1, wrong: 0 }[filter.outcome]
  // Records that came later have no outcome.
  const fits = (outcome = NONE) => (wanted === undefined ? outcome !== NONE : outcome === wanted)
  return row => fits(outcomes[row]) && member(row)
}

function membersOf(
  { slices, found, outcomes }: ScoredRecords,
  { slice, found: key }: NonNullable<RecordFilter['scored']>,
): (row: number) => boolean {
  if (slice !== undefined) {
    const mask = slices.get(slice)
    if (!mask) throw problem('SCORES_GONE')
    return row => mask[row] === 1
  }
  if (key === undefined) return () => true
  const rows = found.get(key)
  if (!rows) throw problem('SCORES_GONE')
  const mask = new Uint8Array(outcomes.length)
  for (const row of rows) mask[row] = 1
  return row => mask[row] === 1
}
