import type { Cause, History, Moment, Standing } from '../../../src-shared/history.ts'
import { proposerOf } from '../../../src-shared/label-models.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { AuditEstimate } from '../core/analysis/audit.ts'
import type { Project } from '../project.ts'
import { countStates, isLive, labelOf, type View, viewOf } from './view.ts'

/** As many are told. */
const MOST = 200

/**
 * Notes how the project stands after what has just changed its numbers. Reviews come by the hundred, so that of those in a row
 * only the last of a day is kept.
 */
export function noteMoment(project: Project, cause: Cause, audit?: AuditEstimate): void {
  const { store } = project
  // A check can be made of a project that is only read, but nothing is written into it.
  if (store.readOnly) return
  const view = viewOf(project)
  const at = new Date().toISOString()
  const standing = { ...standingOf(view), ...auditIn(audit) }
  const lfVersions = view.lfs.flatMap(({ used }) => used?.versionId ?? [])
  const [last] = store.moments.newest(1)
  const isSameDay = cause === 'review' && last?.cause === 'review' && last.at.slice(0, 10) === at.slice(0, 10)
  store.transaction(() => store.moments.put({ at, cause, standing, lfVersions }, isSameDay ? last.moment : undefined))
  project.changed('history')
}

function standingOf(view: View): Standing {
  const { fit, classNames, votesPerRecord } = view
  const gold = classNames.map(() => 0)
  const pseudo = classNames.map(() => 0)
  let records = 0
  let covered = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    records++
    if (votesPerRecord[row]! > 0) covered++
    const c = labelOf(view, row)
    if (c !== NONE) (view.gold[row]! >= 0 ? gold : pseudo)[c]!++
  }
  return {
    records,
    covered,
    states: countStates(view),
    classes: classNames,
    gold,
    pseudo,
    estimated: fit?.classBalance.length === classNames.length ? [...fit.classBalance] : undefined,
    model: fit && proposerOf(fit.summary),
  }
}

function auditIn(audit: AuditEstimate | undefined): Pick<Standing, 'audit'> {
  if (audit?.accuracy === undefined || !audit.interval) return {}
  const { n, right, accuracy, interval } = audit
  return { audit: { n, right, accuracy, interval } }
}

/** How the project stood at each moment, the newest last, and which versions of LFs made the difference. */
export function history({ store }: Project): History {
  const found = store.moments.newest(MOST + 1)
  const names = new Map(
    store.moments
      .lfsOf([...new Set(found.flatMap(({ lfVersions }) => lfVersions))])
      .map(({ versionId, name, version }) => [versionId, { name, version }]),
  )
  const lfsOf = (versions: readonly number[]) => versions.flatMap(id => names.get(id) ?? [])
  const isCut = found.length > MOST
  const moments = found.map(({ moment, at, cause, standing, lfVersions }, index): Moment => {
    const before = found[index - 1]?.lfVersions ?? []
    return {
      moment,
      at,
      cause,
      ...standing,
      added: lfsOf(lfVersions.filter(id => !before.includes(id))),
      gone: lfsOf(before.filter(id => !lfVersions.includes(id))),
    }
  })
  return { moments: isCut ? moments.slice(1) : moments, isCut }
}
