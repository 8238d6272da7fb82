import { NONE } from '../../../src-shared/vocabulary.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { isLive, type View } from './view.ts'

/** A decision that stands, on a record that is there with the text that it was made on. */
export interface StandingDecision extends LogEntry {
  row: number
}

/** What people decided, oldest first; decisions on texts that have changed since are no opinions of these. */
export function standingDecisions({ store }: Project, view: View): StandingDecision[] {
  const decisions: StandingDecision[] = []
  const changedAfter = new Map<number, number>()
  for (const line of standing(store.reviews.all())) {
    const row = store.records.rowOf(line.recordId)
    if (row === undefined || !isLive(view, row)) continue
    if (!changedAfter.has(row)) changedAfter.set(row, store.records.textChangedAfter(row) ?? 0)
    if (line.seq > changedAfter.get(row)!) decisions.push({ ...line, row })
  }
  return decisions
}

/** Records with a class that does not come from a model. */
export interface Classified {
  /** [n] the gold, or where it is disputed, what was decided last; NONE elsewhere. */
  given: Int8Array
  /** Rows that were asked by chance, and those of them with a class. */
  audited: Set<number>
  answered: Set<number>
  /** Rows at which someone looked again, because they might be wrong. */
  rechecked: Set<number>
  sourceOf(row: number): { source: 'review' | 'import'; annotator: string | undefined }
}

export function classifiedRecords(project: Project, view: View): Classified {
  const given = view.gold.map((c, row) => (isLive(view, row) ? c : NONE))
  const [audited, answered, rechecked] = [new Set<number>(), new Set<number>(), new Set<number>()]
  const deciders = new Map<number, string>()
  for (const { row, asked, kind, annotator, class: c } of standingDecisions(project, view)) {
    if (asked === 'audit') audited.add(row)
    if (kind !== 'label') continue
    if (asked === 'audit') answered.add(row)
    if (asked === 'recheck') rechecked.add(row)
    if (view.gold[row] === NONE) given[row] = c!
    deciders.set(row, annotator)
  }
  const sourceOf = (row: number) => {
    const annotator = deciders.get(row)
    return { source: annotator === undefined ? ('import' as const) : ('review' as const), annotator }
  }
  return { given, audited, answered, rechecked, sourceOf }
}
