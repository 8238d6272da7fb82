import { problem, WorkbenchError } from '../../../src-shared/errors.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { ABSTAIN, FAULT, SPLITS, STATES, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { YES } from '../adapters/sandbox/sandbox.ts'
import { DISPUTED, FLAGGED, RECHECK } from '../adapters/store/columns.ts'
import { againstAllVotes } from '../core/analysis/against-all-votes.ts'
import type { Project } from '../project.ts'
import type { StoredSlice } from '../adapters/store/slices.ts'
import { changedTest } from './changed-records.ts'
import { domainTest } from './distribution.ts'
import { lfNamed } from './labeling-functions.ts'
import { labeledInNow } from './pseudo-labels.ts'
import { judgedNumber, judgedTest } from './judged-records.ts'
import { scoredNumber, scoredTest } from './scored-records.ts'
import { classIndex, isLive, labelOf, probabilityOf, PSEUDO, stateOf, type View, viewOf } from './view.ts'

type Test = (row: number) => boolean

const selections = new WeakMap<Project, { key: string; rows: Int32Array }>()

/** Rows that hold everything the filter names, in import order. Kept, so that paging does not search again. */
export function selectRows(project: Project, filter: RecordFilter): Int32Array {
  const view = viewOf(project)
  const scorings = [filter.scored && scoredNumber(project), filter.judged && judgedNumber(project)]
  const key = JSON.stringify([filter, scorings, project.store.settings.revisions(), view.fit?.fit])
  const known = selections.get(project)
  if (known?.key === key) return known.rows
  const tests = testsOf(project, view, filter)
  const rows = new Int32Array(view.rowCount)
  let count = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (isLive(view, row) && tests.every(test => test(row))) rows[count++] = row
  }
  const selection = { key, rows: rows.slice(0, count) }
  selections.set(project, selection)
  return selection.rows
}

function testsOf(project: Project, view: View, filter: RecordFilter): Test[] {
  const tests: Test[] = []
  const { search, field } = filter
  if (search?.trim())
    tests.push(among(project, view, ['search', search.trim()], () => searchRows(project, search.trim())))
  if (filter.states) tests.push(row => filter.states!.includes(STATES[stateOf(view, row)]!))
  if (filter.label !== undefined) {
    const wanted = classIndex(view, filter.label)
    tests.push(row => labelOf(view, row) === wanted)
  }
  if (filter.splits) tests.push(row => filter.splits!.includes(SPLITS[view.split[row]!] ?? 'none'))
  if (field) {
    const { name, equals, isStart = false } = field
    const find = () => project.store.records.whereField(name, equals, isStart)
    tests.push(among(project, view, ['field', name, equals, String(isStart)], find))
  }
  for (const name of filter.slices ?? []) {
    const mask = sliceMask(project, view, sliceNamed(project, name))
    tests.push(row => mask[row] === 1)
  }
  if (filter.judged) tests.push(judgedTest(project, view, filter.judged))
  if (filter.atLeast !== undefined) {
    const least = filter.atLeast
    tests.push(row => stateOf(view, row) !== PSEUDO || probabilityOf(view, row, labelOf(view, row))! >= least)
  }
  if (filter.scored) tests.push(scoredTest(project, filter.scored))
  if (filter.ids) tests.push(among(project, view, ['ids', ...filter.ids], () => rowsOf(project, filter.ids!)))
  if (filter.round !== undefined) {
    const labeledIn = labeledInNow(project)
    tests.push(row => labeledIn?.[row] === filter.round)
  }
  if (filter.domain) tests.push(domainTest(project, view, filter.domain))
  if (filter.changedBy !== undefined) tests.push(changedTest(project, filter.changedBy))
  for (const each of filter.votes ?? []) tests.push(voteTest(view, each.lf, each.vote))
  for (const each of filter.pairs ?? []) tests.push(pairTest(view, each))
  if (filter.voteCount) {
    const { from, to } = filter.voteCount
    tests.push(row => view.votesPerRecord[row]! >= from && view.votesPerRecord[row]! <= to)
  }
  for (const mark of filter.marks ?? []) tests.push(markTest(view, mark))
  return tests
}

/** Ids that are gone meanwhile are left out. */
const rowsOf = ({ store }: Project, ids: readonly string[]): number[] =>
  ids.flatMap(id => store.records.rowOf(id) ?? [])

/** Words of the text, or the exact id. */
function searchRows(project: Project, words: string): number[] {
  const { records } = project.store
  const own = records.rowOf(words)
  return own === undefined ? records.search(words) : [...records.search(words), own]
}

const members = new WeakMap<Project, { records: number; masks: Map<string, Uint8Array> }>()
const MOST_MEMBERS = 50

/** What is found by reading records is kept until records change, however often votes and gold do. */
function among(project: Project, view: View, key: string[], find: () => number[]): Test {
  const { records } = project.store.settings.revisions()
  let known = members.get(project)
  if (known?.records !== records || known.masks.size > MOST_MEMBERS)
    members.set(project, (known = { records, masks: new Map() }))
  const name = JSON.stringify(key)
  let mask = known.masks.get(name)
  if (!mask) {
    mask = new Uint8Array(view.rowCount)
    for (const row of find()) mask[row] = 1
    known.masks.set(name, mask)
  }
  const found = mask
  return row => found[row] === 1
}

export function sliceNamed(project: Project, name: string): StoredSlice {
  const slice = project.store.slices.list().find(each => each.name === name)
  if (!slice) throw problem('SLICE_UNKNOWN', { slice: name })
  return slice
}

const masks = new WeakMap<Project, Map<number, { key: string; mask: Uint8Array }>>()

/** [n] 1 for the records of a slice. What its function has not run on, or failed on, is not in it. */
export function sliceMask(project: Project, view: View, slice: StoredSlice): Uint8Array {
  const { versionId, kind, definition } = slice
  const key = JSON.stringify([definition, project.store.settings.revisions(), view.fit?.fit])
  const known = masks.get(project) ?? new Map<number, { key: string; mask: Uint8Array }>()
  masks.set(project, known)
  const old = known.get(versionId)
  if (old?.key === key) return old.mask
  const test = kind === 'filter' ? filterTest(project, view, definition) : functionTest(project, view, versionId)
  const mask = new Uint8Array(view.rowCount)
  for (let row = 0; row < view.rowCount; row++) if (isLive(view, row) && test(row)) mask[row] = 1
  known.set(versionId, { key, mask })
  return mask
}

/** By name, without those whose filter names what is not there any more. */
export function sliceMasks(project: Project, view: View): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  for (const slice of project.store.slices.list()) {
    try {
      found.set(slice.name, sliceMask(project, view, slice))
    } catch (error) {
      if (!(error instanceof WorkbenchError)) throw error
    }
  }
  return found
}

/** The records of the slice of that name; of all where none is named. */
export const maskNamed = (project: Project, view: View, name: string | undefined): Uint8Array | undefined =>
  name === undefined ? undefined : sliceMask(project, view, sliceNamed(project, name))

function filterTest(project: Project, view: View, definition: string): Test {
  // A filter is kept without slices, so this comes to an end; one that was written by other hands is cut short.
  const { slices: _slices, scored: _scored, judged: _judged, ...filter } = JSON.parse(definition) as RecordFilter
  const tests = testsOf(project, view, filter)
  return row => tests.every(test => test(row))
}

function functionTest({ store }: Project, view: View, versionId: number): Test {
  const votes = store.slices.votes(versionId, view.rowCount)
  return row => votes[row] === YES
}

type VoteFilter = NonNullable<RecordFilter['votes']>[number]['vote']

/** What an LF that is on votes on a record. */
function votesOf(view: View, name: string): (row: number) => number {
  const lf = lfNamed(view, name)
  if (lf.isDisabled) throw problem('LF_DISABLED', { lf: name })
  const { votes } = view.L
  const column = view.lfs.indexOf(lf) * view.rowCount
  return row => votes[column + row]!
}

function pairTest(view: View, { lfs, vote: wanted }: NonNullable<RecordFilter['pairs']>[number]): Test {
  const [one, other] = lfs.map(name => votesOf(view, name)) as [(row: number) => number, (row: number) => number]
  const isSame = wanted === 'same'
  return row => one(row) >= 0 && other(row) >= 0 && (one(row) === other(row)) === isSame
}

function voteTest(view: View, name: string, wanted: VoteFilter): Test {
  const { votesPerRecord, gold } = view
  const vote = votesOf(view, name)
  if (typeof wanted === 'object') {
    const c = classIndex(view, wanted.class)
    return row => vote(row) === c
  }
  switch (wanted) {
    case 'class':
      return row => vote(row) >= 0
    case 'abstain':
      return row => vote(row) === ABSTAIN
    case 'unseen':
      return row => vote(row) === UNSEEN
    case 'fault':
      return row => vote(row) === FAULT
    case 'overlap':
      return row => vote(row) >= 0 && votesPerRecord[row]! > 1
    case 'conflict':
      return row => vote(row) >= 0 && isContradicted(view, row, vote(row))
    case 'correct':
      return row => vote(row) >= 0 && gold[row]! >= 0 && vote(row) === gold[row]
    case 'incorrect':
      return row => vote(row) >= 0 && gold[row]! >= 0 && vote(row) !== gold[row]
  }
}

/** Whether an LF votes another class. */
export function isContradicted({ L, rowCount }: View, row: number, vote: number): boolean {
  for (let j = 0; j < L.lfCount; j++) {
    const other = L.votes[j * rowCount + row]!
    if (other >= 0 && other !== vote) return true
  }
  return false
}

function markTest(view: View, mark: NonNullable<RecordFilter['marks']>[number]): Test {
  const { marks, votesPerRecord, reference } = view
  switch (mark) {
    case 'disputed':
      return row => (marks[row]! & DISPUTED) !== 0
    case 'flagged':
      return row => (marks[row]! & FLAGGED) !== 0
    case 'recheck':
      return row => (marks[row]! & RECHECK) !== 0
    case 'covered':
      return row => votesPerRecord[row]! > 0
    case 'no-vote':
      return row => votesPerRecord[row] === 0
    case 'conflict':
      return row => hasConflict(view, row)
    case 'against-votes': {
      const found = againstAllVotesOf(view)
      return row => found[row] === 1
    }
    case 'reference':
      return row => reference[row]! >= 0
  }
}

/** [n] 1 where all voting LFs agree and the current model holds another class for more probable; nowhere without a model. */
export const againstAllVotesOf = ({ fit, L, posterior, gold, rowCount }: View): Uint8Array =>
  fit ? againstAllVotes(L, posterior, gold) : new Uint8Array(rowCount)

export function hasConflict(view: View, row: number): boolean {
  const { L, rowCount } = view
  for (let j = 0; j < L.lfCount; j++) {
    const vote = L.votes[j * rowCount + row]!
    if (vote >= 0) return isContradicted(view, row, vote)
  }
  return false
}

/** Refuses a filter that would hold for everything, where that would be dangerous. */
export function refuseEmpty(filter: RecordFilter): void {
  if (isEmpty(filter)) throw problem('FILTER_EMPTY')
}

/** It holds for every record. */
export const isEmpty = ({ search, ...rest }: RecordFilter): boolean =>
  !search?.trim() &&
  Object.values(rest).every(value => value === undefined || (Array.isArray(value) && value.length === 0))
