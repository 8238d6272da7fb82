import { problem } from '../../../src-shared/errors.ts'
import { type ClassIndex, FAULT, NONE, SPLITS, type Split, STATES, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { DELETED } from '../adapters/store/columns.ts'
import type { StoredLf } from '../adapters/store/labeling-functions.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import type { StoredClass } from '../adapters/store/settings.ts'
import { columnOf, type LabelMatrix, missingVotes, votesOf, votesPerRecord } from '../core/label-matrix.ts'
import { recordStates } from '../core/states.ts'
import type { Project } from '../project.ts'
import { readsGold } from '../adapters/sandbox/lists-read.ts'
import { listsSeenBy } from './lists.ts'

/** The project as arrays: what states, queue, analysis and export are read from. */
export interface View {
  /** n, deleted rows included */
  rowCount: number
  classes: StoredClass[]
  classNames: string[]
  /** The LFs that are on, in the order of L's columns. */
  lfs: StoredLf[]
  /** Those that are off: their votes are in none of these arrays. */
  off: { lf: StoredLf; counts: VoteCounts; hasOtherLists: boolean }[]
  L: LabelMatrix
  /** Of each LF, over the records that are there. */
  counts: VoteCounts[]
  /** Of each LF, whether it was run with other lists, models or gold than the project has now; the last changes with a decision. */
  hasOtherLists: boolean[]
  /** [n] LFs that vote a class */
  votesPerRecord: Uint16Array
  fit: StoredFit | undefined
  /** [n × k] of the current model; rows that it has not seen hold its class balance. Empty without a model. */
  posterior: Float64Array
  /** [n] state by votes and model alone; gold comes on top, see `stateOf`. */
  modelStates: Uint8Array
  /** [n] these three change with every decision: the store's own columns. */
  gold: Int8Array
  marks: Int8Array
  split: Int8Array
  reference: Int8Array
}

export interface VoteCounts {
  votes: number
  abstains: number
  faults: number
  unseen: number
}

const GOLD = STATES.indexOf('gold')
export const PSEUDO = STATES.indexOf('pseudo')
const TIED = STATES.indexOf('tied')
const UNCOVERED = STATES.indexOf('uncovered')
const TRAIN = SPLITS.indexOf('train')

const views = new WeakMap<Project, { key: string; view: View }>()

/** The current view, put together anew only when votes, records, classes or the model have changed. */
export const viewOf = (project: Project): View => project.store.reading(() => currentView(project))

function currentView(project: Project): View {
  const { store } = project
  const revisions = store.settings.revisions()
  const fit = store.models.current()
  const key = JSON.stringify([revisions.records, revisions.lfs, revisions.votes, revisions.classes, fit?.fit])
  const known = views.get(project)
  if (known?.key === key) return withColumns(project, known.view)
  const view = buildView(project, revisions.votes, fit)
  views.set(project, { key, view })
  return view
}

/** The view as it is at this moment, for work that takes longer than until the next decision. */
export interface Snapshot extends View {
  /** The last line of the log of annotations that counts. */
  lastLine: number
}

export function snapshotOf(project: Project): Snapshot {
  const view = viewOf(project)
  const copies = { gold: view.gold.slice(), marks: view.marks.slice() }
  return { ...view, ...copies, lastLine: project.store.reviews.lastLine() }
}

function buildView(project: Project, votesRevision: number, fit: StoredFit | undefined): View {
  const { store } = project
  const rowCount = store.records.rowCount()
  const classes = store.settings.classes()
  const everyLf = store.lfs.list()
  const lfs = everyLf.filter(lf => !lf.isDisabled)
  const marks = store.columns.get('marks', rowCount)
  const versions = lfs.map(lf => lf.used?.versionId)
  const L = store.votes.labelMatrix(versions, rowCount, classes.length, votesRevision)
  forgetDeleted(L, marks)
  const voters = votesPerRecord(L)
  const posterior = fit ? posteriorFor(fit, store.models.posterior(fit), rowCount, classes.length) : new Float64Array(0)
  const view = {
    rowCount,
    classes,
    classNames: classes.map(c => c.name),
    lfs,
    off: everyLf
      .filter(lf => lf.isDisabled)
      .map(lf => ({
        lf,
        counts: countVotes(storedColumn(project, lf, rowCount, classes.length), 0, marks),
        hasOtherLists: hasOtherLists(project, lf),
      })),
    L,
    counts: lfs.map((_, j) => countVotes(L, j, marks)),
    hasOtherLists: lfs.map(lf => hasOtherLists(project, lf)),
    votesPerRecord: voters,
    fit,
    posterior,
    modelStates: fit
      ? statesOf(L, voters, fit, posterior, fitBalance(fit, classes.length))
      : statesWithoutModel(voters),
  }
  return withColumns(project, { ...view, gold: marks, marks, split: marks, reference: marks })
}

const hasOtherLists = (project: Project, { used }: StoredLf): boolean =>
  used !== undefined && used.lists !== listsSeenBy(project, used.source)

/** The column of an LF that L leaves out. */
function storedColumn({ store }: Project, { used }: StoredLf, rowCount: number, classCount: number): LabelMatrix {
  const votes = used ? store.votes.column(used.versionId, rowCount) : new Int8Array(rowCount).fill(UNSEEN)
  return { votes, recordCount: rowCount, lfCount: 1, classCount }
}

function countVotes(L: LabelMatrix, j: number, marks: Int8Array): VoteCounts {
  const column = columnOf(L, j)
  const votes = votesOf(column)
  const missing = missingVotes(column)
  const abstains = column.length - votes - missing
  if (missing === 0) return { votes, abstains, faults: 0, unseen: 0 }
  let faults = 0
  let unseen = 0
  for (let row = 0; row < column.length; row++) {
    if (column[row] === FAULT) faults++
    else if (column[row] === UNSEEN && (marks[row]! & DELETED) === 0) unseen++
  }
  return { votes, abstains, faults, unseen }
}

/** Votes on deleted records count nowhere. */
function forgetDeleted({ votes, lfCount, recordCount }: LabelMatrix, marks: Int8Array): void {
  for (let row = 0; row < recordCount; row++) {
    if ((marks[row]! & DELETED) === 0) continue
    for (let j = 0; j < lfCount; j++) votes[j * recordCount + row] = UNSEEN
  }
}

function withColumns(project: Project, view: View): View {
  const { columns } = project.store
  view.gold = columns.get('gold', view.rowCount)
  view.marks = columns.get('marks', view.rowCount)
  view.split = columns.get('split', view.rowCount)
  view.reference = columns.get('reference', view.rowCount)
  view.lfs.forEach((lf, j) => {
    if (lf.used && readsGold(lf.used.source)) view.hasOtherLists[j] = hasOtherLists(project, lf)
  })
  return view
}

/** [k] of the fit; classes added since have probability 0. */
function fitBalance(fit: StoredFit, k: number): Float64Array {
  const balance = new Float64Array(k)
  balance.set(fit.classBalance.subarray(0, k))
  return balance
}

/** [n × k] The fit's posterior, widened where records or classes came after it. */
export function posteriorFor(fit: StoredFit, stored: Float64Array, n: number, k: number): Float64Array {
  const seenK = fit.classBalance.length
  if (fit.rowCount === n && seenK === k) return stored
  const posterior = new Float64Array(n * k)
  const balance = fitBalance(fit, k)
  for (let i = 0; i < n; i++) {
    if (i < fit.rowCount) posterior.set(stored.subarray(i * seenK, (i + 1) * seenK), i * k)
    else posterior.set(balance, i * k)
  }
  return posterior
}

/** What the model was told of a record is no proposal of its own, should the gold be taken back. */
function statesOf(
  L: LabelMatrix,
  voters: Uint16Array,
  fit: StoredFit,
  posterior: Float64Array,
  classBalance: Float64Array,
): Uint8Array {
  const states = recordStates(L, posterior, classBalance, voters)
  for (let row = 0; row < fit.rowCount; row++) if (fit.taught[row]! >= 0 && states[row] === PSEUDO) states[row] = TIED
  return states
}

/** Without a model no vote moves anything: a covered record has no class ahead. */
const statesWithoutModel = (voters: Uint16Array): Uint8Array =>
  Uint8Array.from(voters, count => (count > 0 ? TIED : UNCOVERED))

export const isLive = (view: View, row: number): boolean => (view.marks[row]! & DELETED) === 0

/** A labeling function that is on votes a class somewhere. */
export const hasVotes = ({ counts }: View): boolean => counts.some(({ votes }) => votes > 0)

/** Index into STATES. */
export const stateOf = (view: View, row: number): number => (view.gold[row]! >= 0 ? GOLD : view.modelStates[row]!)

/** Neither a vote nor the model reaches it: its row of the posterior is only the class balance. */
export const isUncovered = (view: View, row: number): boolean => view.modelStates[row] === UNCOVERED

/** The class of a record: its gold, or what the model proposes; NONE where it is tied or uncovered. */
export function labelOf(view: View, row: number): ClassIndex {
  if (view.gold[row]! >= 0) return view.gold[row]!
  return view.modelStates[row] === PSEUDO ? bestClass(view, row) : NONE
}

/** The class with the largest probability, leaving one out on request. */
export function bestClass({ posterior, classes }: View, row: number, except: ClassIndex = NONE): ClassIndex {
  const k = classes.length
  let best = except === 0 ? 1 : 0
  for (let c = best + 1; c < k; c++) {
    if (c !== except && posterior[row * k + c]! > posterior[row * k + best]!) best = c
  }
  return best
}

/** The model's probability of a class for a record; undefined without a model, and where it was told a class that is gold no more. */
export function probabilityOf(view: View, row: number, c: ClassIndex): number | undefined {
  const { fit, posterior, gold, classes } = view
  if (!fit || (fit.taught[row]! >= 0 && gold[row] !== fit.taught[row])) return undefined
  return posterior[row * classes.length + c]
}

export const splitOf = (view: View, row: number): Split | undefined => SPLITS[view.split[row]!]

/** [n] gold that may teach. */
export function teachingGold(view: View): Int8Array {
  const gold = view.gold.slice()
  for (let row = 0; row < gold.length; row++) if (!mayTeach(view, row)) gold[row] = NONE
  return gold
}

/** Gold of `train` and of no split teaches. */
export const mayTeach = ({ split }: View, row: number): boolean => split[row] === NONE || split[row] === TRAIN

/** How many records are in each state; of the rows of a mask, or of all. */
export function countStates(
  view: View,
  mask?: Uint8Array,
): { gold: number; pseudo: number; tied: number; uncovered: number } {
  const counts = [0, 0, 0, 0]
  for (let row = 0; row < view.rowCount; row++) if (mask ? mask[row] : isLive(view, row)) counts[stateOf(view, row)]!++
  return { gold: counts[GOLD]!, pseudo: counts[PSEUDO]!, tied: counts[TIED]!, uncovered: counts[UNCOVERED]! }
}

/** Index of a class by its name. */
export function classIndex(view: { classNames: string[] }, label: string): ClassIndex {
  const index = view.classNames.indexOf(label)
  if (index < 0) throw problem('CLASS_UNKNOWN', { label, classes: view.classNames.join(', ') })
  return index
}
