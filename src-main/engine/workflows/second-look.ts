import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'

const known = new WeakMap<Project, { lastLine: number; rows: ReadonlySet<number> }>()

/** Rows whose class two decisions or more stand for, or that someone has settled: nobody needs to look again. */
export function lookedAtTwice(project: Project): ReadonlySet<number> {
  const { reviews, records } = project.store
  const lastLine = reviews.lastLine()
  const last = known.get(project)
  if (last?.lastLine === lastLine) return last.rows
  const rows = new Set<number>()
  for (const id of reviews.recordIds()) {
    const labels = standing(reviews.ofRecord(id)).filter(({ kind }) => kind === 'label')
    const row = records.rowOf(id)
    if (row !== undefined && (labels.length > 1 || labels.some(({ asked }) => asked === 'recheck'))) rows.add(row)
  }
  known.set(project, { lastLine, rows })
  return rows
}
