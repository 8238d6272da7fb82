import { problem } from '../../../src-shared/errors.ts'
import type { RecordFilter, RecordRow } from '../../../src-shared/records.ts'
import { NONE, SPLITS, STATES } from '../../../src-shared/vocabulary.ts'
import { DELETED, DISPUTED, FLAGGED, RECHECK } from '../adapters/store/columns.ts'
import { makeSplit as split } from '../core/splits.ts'
import type { Project } from '../project.ts'
import { fieldCatalog } from './fields.ts'
import { noteMoment } from './history.ts'
import { refuseEmpty, selectRows } from './record-filter.ts'
import { isLive, labelOf, probabilityOf, splitOf, stateOf, type View, viewOf } from './view.ts'

/** A row of the table shows the beginning of its text. */
const SHOWN_TEXT = 300

export function list(
  project: Project,
  { filter, offset, limit }: { filter: RecordFilter; offset: number; limit: number },
) {
  const rows = selectRows(project, filter)
  const view = viewOf(project)
  return {
    total: rows.length,
    rows: [...rows.subarray(offset, offset + limit)].map(row => tableRow(project, view, row)),
  }
}

function tableRow(project: Project, view: View, row: number): RecordRow {
  const record = project.store.records.byRow(row)!
  const label = labelOf(view, row)
  const marks = view.marks[row]!
  const state = STATES[stateOf(view, row)]!
  return {
    row,
    id: record.id,
    text: record.text.slice(0, SHOWN_TEXT),
    split: splitOf(view, row),
    state,
    label: view.classNames[label],
    probability: state === 'pseudo' ? probabilityOf(view, row, label) : undefined,
    votes: view.votesPerRecord[row]!,
    disputed: (marks & DISPUTED) !== 0,
    flagged: (marks & FLAGGED) !== 0,
    recheck: (marks & RECHECK) !== 0,
  }
}

/** The fields that the records have, the most frequent first. */
export async function fields(project: Project) {
  const catalog = await fieldCatalog(project)
  return [...catalog.fields]
    .sort((a, b) => b.count - a.count)
    .map(({ name, type, examples }) => ({ name, type, examples }))
}

/** Takes records out of the project. What people decided about them stays in the log, and holds again if they come back. */
export function remove(
  project: Project,
  { ids, filter }: { ids?: string[] | undefined; filter?: RecordFilter | undefined },
): Promise<{ deleted: number }> {
  return project.exclusive(async () => {
    await project.writable()
    const rows = ids ? ids.map(id => knownRow(project, id)) : selectedRows(project, filter ?? {})
    const { store } = project
    const n = store.records.rowCount()
    store.transaction(() => {
      const marks = Int8Array.from(store.columns.get('marks', n))
      const gold = Int8Array.from(store.columns.get('gold', n))
      for (const row of rows) {
        store.records.remove(row, (marks[row]! & RECHECK) === 0)
        marks[row] = DELETED
        gold[row] = NONE
      }
      store.columns.putAll('marks', marks)
      store.columns.putAll('gold', gold)
      store.settings.bump('records', 'votes', 'gold')
    })
    project.changed('records', 'votes', 'gold', 'queue')
    noteMoment(project, 'delete')
    return { deleted: rows.length }
  })
}

function selectedRows(project: Project, filter: RecordFilter): number[] {
  refuseEmpty(filter)
  return [...selectRows(project, filter)]
}

function knownRow(project: Project, id: string): number {
  const row = project.store.records.rowOf(id)
  if (row === undefined) throw problem('RECORD_UNKNOWN', { recordId: id })
  return row
}

/** Deals the records out to train, valid and test, each class of gold by the same shares. */
export async function makeSplit(
  project: Project,
  input: { shares: { train: number; valid: number; test: number }; seed: number; onlyWithout?: boolean | undefined },
) {
  const shares = SPLITS.map(name => input.shares[name])
  const sum = shares.reduce((total, share) => total + share, 0)
  if (shares.some(share => !(share >= 0 && share <= 1)) || Math.abs(sum - 1) > 1e-9) {
    throw problem('SPLIT_INVALID', { reason: `the shares are ${shares.join(', ')}` })
  }
  await project.writable()
  const view = viewOf(project)
  const rows: number[] = []
  for (let row = 0; row < view.rowCount; row++) {
    if (isLive(view, row) && !(input.onlyWithout && view.split[row]! >= 0)) rows.push(row)
  }
  const dealt = split(
    shares,
    input.seed,
    Int8Array.from(rows, row => view.gold[row]!),
  )
  const column = Int8Array.from(view.split)
  rows.forEach((row, at) => (column[row] = dealt[at]!))
  project.store.transaction(() => {
    project.store.columns.putAll('split', column)
    project.store.settings.bump('records', 'gold')
  })
  project.changed('records', 'gold', 'queue')
  const count = (name: number) => dealt.reduce((total, each) => total + (each === name ? 1 : 0), 0)
  return { train: count(0), valid: count(1), test: count(2) }
}
