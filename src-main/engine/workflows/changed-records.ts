import { problem } from '../../../src-shared/errors.ts'
import type { Project } from '../project.ts'

/** So many lists are kept; older ones are forgotten. */
const KEPT = 20

const kept = new WeakMap<Project, Map<string, Int32Array>>()

/** Keeps the rows that decisions have changed, so that the number which tells of them opens exactly those; gives the name of the list. */
export function keepChanged(project: Project, rows: Int32Array): string {
  const lists = kept.get(project) ?? new Map<string, Int32Array>()
  kept.set(project, lists)
  const name = crypto.randomUUID()
  lists.set(name, rows)
  for (const oldest of lists.keys()) if (lists.size > KEPT) lists.delete(oldest)
  return name
}

/** Whether a record is on the list. */
export function changedTest(project: Project, name: string): (row: number) => boolean {
  const rows = kept.get(project)?.get(name)
  if (!rows) throw problem('CHANGES_GONE')
  const set = new Set(rows)
  return row => set.has(row)
}
