import type { Coverage } from '../../../src-shared/coverage.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { binVotes, coverageByGroup } from '../core/analysis/coverage.ts'
import type { Project } from '../project.ts'
import { type Part, rowsOf } from './analysis.ts'
import { sliceMasks } from './record-filter.ts'
import { isLive, labelOf, type View, viewOf } from './view.ts'

type FieldCoverage = NonNullable<Coverage['field']>

const MOST_VALUES = 16
const MOST_TIMES = 36
/** As ISO 8601 begins: "2015-05-28…" */
const DATE = /^\d{4}-\d\d-\d\d/

/** On which records LFs vote: how many vote on each, and by class, slice and the values of a field. */
export async function coverage(project: Project, input: Part & { field?: string | undefined }): Promise<Coverage> {
  const view = viewOf(project)
  const rows = rowsOf(project, view, input)
  const { votesPerRecord, classNames, rowCount } = view
  const counted = (groupOf: Int32Array, count: number) => coverageByGroup(groupOf, count, votesPerRecord, rows)
  const [total] = counted(new Int32Array(rowCount), 1)
  const none = classNames.length
  const classOf = new Int32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const c = labelOf(view, row)
    classOf[row] = c === NONE ? none : c
  }
  const byClass = counted(classOf, none + 1).map((group, c) => ({ label: classNames[c], ...group }))
  const slices = [...sliceMasks(project, view)].map(([name, mask]) => ({
    name,
    ...counted(
      Int32Array.from(mask, member => member - 1),
      1,
    )[0]!,
  }))
  return {
    ...total!,
    votes: binVotes(votesPerRecord, rows),
    classes: byClass.filter(({ label, records }) => label !== undefined || records > 0),
    slices,
    field: input.field === undefined ? undefined : await byField(project, view, rows, input.field),
  }
}

async function byField(project: Project, view: View, rows: Uint8Array, name: string): Promise<FieldCoverage> {
  const values = await valuesOf(project, view, rows, name)
  const present = values.filter(value => value !== undefined)
  const filled = present.filter(value => value !== '')
  const isTime = filled.length > 0 && filled.every(value => DATE.test(value))
  const by = !isTime ? 'value' : new Set(filled.map(value => value.slice(0, 7))).size > MOST_TIMES ? 'year' : 'month'
  const keyOf = (value: string) => (by === 'value' ? value : value.slice(0, by === 'year' ? 4 : 7))
  const counts = new Map<string, number>()
  // Without a time a record stands with the others.
  for (const value of isTime ? filled : present) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  const frequent = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value)
  const shown = by === 'value' ? frequent.slice(0, MOST_VALUES) : frequent.sort()
  const groups = new Map(shown.map((value, group) => [value, group]))
  const groupOf = Int32Array.from(values, value => (value === undefined ? -1 : (groups.get(keyOf(value)) ?? -1)))
  const covered = coverageByGroup(groupOf, shown.length, view.votesPerRecord, rows)
  const told = shown.map((value, group) => ({ value, ...covered[group]! }))
  return { name, by, values: told, others: present.length - told.reduce((sum, { records }) => sum + records, 0) }
}

/** [n] the value of a field as the filter by it reads it; undefined where there is none, and outside of the mask. */
async function valuesOf({ store }: Project, view: View, rows: Uint8Array, name: string) {
  const values: (string | undefined)[] = Array.from({ length: view.rowCount })
  for (const batch of store.records.batches(0, view.rowCount)) {
    for (const { row, fields } of batch) {
      if (rows[row] === 0 || !isLive(view, row)) continue
      const all = JSON.parse(fields) as Record<string, unknown>
      const value = Object.hasOwn(all, name) ? all[name] : undefined
      if (value !== undefined && value !== null) values[row] = typeof value === 'string' ? value : JSON.stringify(value)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  return values
}
