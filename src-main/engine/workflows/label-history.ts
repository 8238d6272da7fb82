import { problem } from '../../../src-shared/errors.ts'
import type { LabelHistory } from '../../../src-shared/review.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { viewOf } from './view.ts'

/** How the label of a record came about: what an import said, and every line of the log about it. */
export function labelHistory(project: Project, { id }: { id: string }): LabelHistory {
  const { store } = project
  const row = store.records.rowOf(id)
  if (row === undefined) throw problem('RECORD_UNKNOWN', { recordId: id })
  const { classNames, rowCount } = viewOf(project)
  const log = store.reviews.ofRecord(id)
  const stands = new Set(standing(log).map(({ uid }) => uid))
  const decisions = new Map(log.map(entry => [entry.uid, entry]))
  const changedAfter = store.records.textChangedAfter(row) ?? 0
  return {
    imported: classNames[store.columns.get('importedGold', rowCount)[row]!],
    lines: log.map(({ uid, annotator, kind, comment, asked, at, merged, target, seq, ...entry }) => {
      const isAboutOther = kind === 'undo' || kind === 'redo'
      const decided = isAboutOther ? decisions.get(target!)?.class : entry.class
      return {
        uid,
        annotator,
        kind,
        label: classNames[decided ?? -1],
        comment: comment ?? undefined,
        asked: asked ?? undefined,
        at,
        isMerged: merged === 1,
        stands: stands.has(uid),
        isOfOtherText: seq <= changedAfter,
      }
    }),
  }
}
