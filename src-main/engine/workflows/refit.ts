import { sameBalance } from '../../../src-shared/label-models.ts'
import type { Effect } from '../../../src-shared/review.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import type { Project } from '../project.ts'
import { putTraining, trainAgain, trainFirst } from './trainings.ts'
import { keepChanged } from './changed-records.ts'
import { noteMoment } from './history.ts'
import { type Fitted, fitNow, modelState, putFit } from './label-models.ts'
import { hasVotes, labelOf, stateOf, type View, viewOf } from './view.ts'

/** After this many decisions the label model is fitted again without being asked, */
const REFIT_AFTER = 5
/** and after fewer once nobody has decided for so long. */
const REST_MS = 3_000
/** A learned accuracy that moves by less is the same. */
const REWEIGHTED = 0.005

const NOTHING: Effect = { lfsReweighted: 0, labelsChanged: 0, othersChanged: 0, lfs: [] }

interface Pending {
  decisions: number
  /** How things stood before the first decision since the last `settle`, */
  before: Snapshot | undefined
  /** and the records that were decided on since. */
  decided: Set<string>
  running: Promise<void> | undefined
  resting: NodeJS.Timeout | undefined
  /** What a refit reads of all records has been read, see `expectDecisions`. */
  ahead: Promise<void> | undefined
}

interface Snapshot {
  /** What the model thinks of each LF, by name. */
  accuracy: ReadonlyMap<string, number>
  labels: Int16Array
}

const pendings = new WeakMap<Project, Pending>()

/**
 * To be called when somebody begins to review. Decisions that the model has not learned from, because the project was closed
 * before, are learned from now. Else what the label model reads of every record is read ahead, by a fit that is thrown away,
 * so that in a project that was just opened the first decisions teach as soon as all others.
 */
export function expectDecisions(project: Project): void {
  const state = pending(project)
  if (state.ahead) return
  const isBehind = hasUnlearned(project)
  state.ahead = isBehind ? Promise.resolve() : project.inBackground(rehearsal(project), 'the rehearsal of a refit')
  if (isBehind) refitInBackground(project)
}

function hasUnlearned(project: Project): boolean {
  if (project.store.readOnly || project.store.reviews.lastLine() === 0) return false
  return modelState(project)?.staleBecause.includes('gold') ?? true
}

async function rehearsal(project: Project): Promise<void> {
  const current = project.store.models.current()
  if (current) await fitAgain(project, current)
}

/** To be called before a decision on these records changes anything. */
export function beforeDecision(project: Project, recordIds: readonly string[] = []): void {
  const state = pending(project)
  state.before ??= snapshot(viewOf(project))
  for (const id of recordIds) state.decided.add(id)
}

/** To be called once decisions are stored: after a few of them, or a rest, the model learns from them in the background. */
export function afterDecision(project: Project, count = 1): void {
  const state = pending(project)
  state.decisions += count
  clearTimeout(state.resting)
  if (state.decisions >= REFIT_AFTER && !state.running) return refitInBackground(project)
  state.resting = setTimeout(() => {
    if (state.decisions > 0 && !state.running) refitInBackground(project)
  }, REST_MS).unref()
}

/** There are decisions that the model has not learned from, and it will without being asked. */
export function isLearning(project: Project): boolean {
  const { decisions, running } = pending(project)
  return decisions > 0 || running !== undefined
}

/** Waits until the model has learned from every decision; says what the decisions since the last call changed. */
export async function settle(project: Project): Promise<Effect> {
  const state = pending(project)
  while (state.running || state.decisions > 0) await (state.running ?? refit(project))
  const { before, decided } = state
  state.before = undefined
  state.decided = new Set()
  return before ? difference(project, before, snapshot(viewOf(project)), decided) : NOTHING
}

/** When something else has changed what the model is made from. */
export function refitInBackground(project: Project): void {
  void project.inBackground(refit(project), 'the background refit')
}

function refit(project: Project): Promise<void> {
  const state = pending(project)
  state.decisions = 0
  state.running = project
    .exclusive(async () => {
      await state.ahead
      await learnAgain(project)
    })
    .finally(() => {
      state.running = undefined
      project.changed('project')
    })
  return state.running
}

/**
 * As the model was made that is current when its turn comes, on what is known now; both models of an end model change at once.
 */
async function learnAgain(project: Project): Promise<void> {
  const current = project.store.models.current()
  const canLearn = current?.summary.endModel !== undefined || hasVotes(viewOf(project))
  if (current && canLearn) await learnAgainAs(project, current)
  else await learnFirst(project)
  noteMoment(project, 'review')
}

async function learnAgainAs(project: Project, current: StoredFit): Promise<void> {
  const fitted = await fitAgain(project, current)
  const { endModel } = current.summary
  const training = endModel && (await trainAgain(project, fitted, endModel))
  // It stays as it is, and is stale, until there is something to learn from again.
  if (endModel && !training) return
  project.store.transaction(() => {
    const fit = fitted && putFit(project, fitted)
    if (!training) return
    putTraining(project, training.view, training.labels, training, fit)
    project.store.trainings.drop(current.fit)
  })
  project.changed('model', 'queue')
}

/** The label model as it was fitted, if there is one and votes that it can learn from; nothing is stored. */
async function fitAgain(project: Project, { summary, trainedOn }: StoredFit): Promise<Fitted | undefined> {
  const { model, options, seed, useGold, endModel } = summary
  const isAlone = endModel !== undefined && trainedOn === undefined
  if (isAlone || !hasVotes(viewOf(project))) return undefined
  return fitNow(project, { resume: true, model, options, seed, useGold, givenBalance: sameBalance(summary) })
}

/** Where no labeling function votes, or none any more, the answers alone make a model, once there are enough of them. */
async function learnFirst(project: Project): Promise<void> {
  const training = await trainFirst(project)
  if (!training) return
  project.store.transaction(() => putTraining(project, training.view, training.labels, training))
  project.changed('model', 'queue', 'training')
}

function pending(project: Project): Pending {
  const state = pendings.get(project) ?? {
    decisions: 0,
    before: undefined,
    decided: new Set(),
    running: undefined,
    resting: undefined,
    ahead: undefined,
  }
  pendings.set(project, state)
  return state
}

/** State and class in one number per record, and what the model thinks of each LF. */
function snapshot(view: View): Snapshot {
  const { fit, lfs, rowCount } = view
  const labels = new Int16Array(rowCount)
  for (let row = 0; row < rowCount; row++) labels[row] = stateOf(view, row) * 128 + labelOf(view, row) + 1
  const accuracy = new Map<string, number>()
  for (const { name, used } of lfs) {
    const learned = fit?.lfAccuracy[fit.lfVersions.indexOf(used?.versionId ?? 0)]
    if (learned !== undefined && !Number.isNaN(learned)) accuracy.set(name, learned)
  }
  return { accuracy, labels }
}

function difference(project: Project, before: Snapshot, after: Snapshot, decided: ReadonlySet<string>): Effect {
  const rows: number[] = []
  // Records that came meanwhile were changed by no decision.
  before.labels.forEach((label, row) => label !== after.labels[row] && rows.push(row))
  const lfs = [...after.accuracy]
    .map(([name, learned]) => ({ name, before: before.accuracy.get(name) ?? learned, after: learned }))
    .filter(lf => movedBy(lf) >= REWEIGHTED)
    .sort((a, b) => movedBy(b) - movedBy(a))
  const own = new Set([...decided].map(id => project.store.records.rowOf(id)))
  const others = rows.filter(row => !own.has(row))
  return {
    lfsReweighted: lfs.length,
    labelsChanged: rows.length,
    othersChanged: others.length,
    lfs,
    changes: others.length > 0 ? keepChanged(project, Int32Array.from(others)) : undefined,
  }
}

const movedBy = (lf: { before: number; after: number }): number => Math.abs(lf.after - lf.before)
