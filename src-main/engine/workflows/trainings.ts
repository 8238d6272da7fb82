import type { OutOfSample, TrainRequest, TrainingRound, TrainingSummary } from '../../../src-shared/end-models.ts'
import { problem } from '../../../src-shared/errors.ts'
import { type FitSummary, sameBalance } from '../../../src-shared/label-models.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Watching } from '../adapters/compute/compute.ts'
import type { KeptTraining, LabelSourceTask, Predicted } from '../adapters/compute/tasks.ts'
import type { EndModel } from '../core/end-models/end-model.ts'
import { leaveSilent } from '../core/end-models/silent-records.ts'
import { ENOUGH_ANSWERS } from '../core/end-models/training-labels.ts'
import { endModels } from '../core/end-models/registry.ts'
import type { TopFeature } from '../core/end-models/top-features.ts'
import { columnTitle, describeFeatures } from '../core/features/feature-space.ts'
import { learnerNamed } from '../core/semi-supervised/learner.ts'
import { semiSupervisedMethod, semiSupervisedMethods } from '../core/semi-supervised/registry.ts'
import type { Round } from '../core/semi-supervised/round.ts'
import { mergedCounts } from '../core/merged-classes.ts'
import type { Project } from '../project.ts'
import { type Fitted, fitTask, modelNamed, optionsOf } from './label-models.ts'
import { hashOfContent, recordContents } from './record-contents.ts'
import { contentsWith } from './embedded-contents.ts'
import { embeddingModel } from './similar-records.ts'
import { inputsOf } from './model-candidates.ts'
import { measured, yardstickOf } from './training-judgement.ts'
import { type Labels, labelsNow } from './training-labels.ts'
import { hasVotes, isLive, type View, viewOf } from './view.ts'

export const DEFAULT_END_MODEL = 'softmax-regression'

/** Which end model or method, and how. */
export type Learner = Omit<TrainRequest, 'makeCurrent'>

interface TrainingWatch extends Pick<Watching, 'signal' | 'onProgress'> {
  onRounds?: (rounds: TrainingRound[]) => void
}

export interface Trained extends Predicted {
  kept: KeptTraining
  /** [n] of a semi-supervised method: the round in which each record got its pseudo-label; see `Ended`. */
  labeledIn: Int16Array | undefined
  summary: TrainingSummary
}

/** Trains; nothing is stored, and nobody has judged it. */
export async function trainOn(
  project: Project,
  view: View,
  labels: Labels,
  { model: id = DEFAULT_END_MODEL, base, options, embedding, seed = 0 }: Learner,
  { onRounds, ...watching }: TrainingWatch = {},
): Promise<Trained> {
  const started = performance.now()
  const model = endModelNamed(id, base)
  const input = {
    labels: labels.labels,
    importance: labels.importance,
    unlabeled: labels.unlabeled,
    classCount: view.classes.length,
    gold: labels.known,
    options: optionsOf(model, options ?? {}),
    seed,
  }
  const { posterior, silent, kept, topFeatures, rounds, ended } = await project.services.compute.train(
    {
      contents: contentsWith(project, view, { embedding }),
      model: id,
      base,
      readsText: embedding?.readsText ?? true,
      input,
      source: goldBehind(project, view, labels),
    },
    { ...watching, onRounds: known => onRounds?.(known.map(roundOf)) },
  )
  const summary: TrainingSummary = {
    model: id,
    title: model.title,
    base,
    options: input.options,
    seed,
    trainedAt: new Date().toISOString(),
    features: describeFeatures(kept.space, embedding?.model),
    embedding: embedding && { ...embedding, hash: embeddingModel(project, embedding.model).hash },
    usedGold: labels.usedGold,
    usedPseudo: labels.usedPseudo,
    trainedOn:
      labels.source && labels.usedPseudo > 0
        ? { model: labels.source.summary.model, title: labels.source.summary.title }
        : undefined,
    current: true,
    reason: '',
    topFeatures: topFeatures ? namedFeatures(view, topFeatures) : [],
    rounds: rounds?.map(roundOf),
    stopped: ended?.stopped,
    seconds: (performance.now() - started) / 1000,
  }
  return { posterior: leaveSilent(posterior, silent, labels), silent, kept, labeledIn: ended?.labeledIn, summary }
}

/** The label model that pseudo-labels come from, where gold has taught it. */
function goldBehind(project: Project, view: View, { source, usedPseudo }: Labels): LabelSourceTask | undefined {
  if (!source || usedPseudo === 0 || !source.taught.some(gold => gold !== NONE)) return undefined
  const { model, options, seed, useGold } = source.summary
  const task = fitTask(project, view, modelNamed(model), {
    options,
    seed,
    useGold,
    givenBalance: sameBalance(source.summary),
  })
  return {
    ...task,
    splits: view.split,
    live: Uint8Array.from({ length: view.rowCount }, (_, row) => (isLive(view, row) ? 1 : 0)),
    key: JSON.stringify([project.id, inputsOf(project), model, options, seed, task.input.classBalance]),
  }
}

const roundOf = (round: Round): TrainingRound => ({ ...round, addedPerClass: [...round.addedPerClass] })

/** Within a transaction: makes the proposals of a training the current ones. */
export function putTraining(
  project: Project,
  view: View,
  labels: Labels,
  { posterior, summary, kept, labeledIn }: Trained,
  trainedOn = labels.source?.fit,
): void {
  const { models, trainings } = project.store
  const fit = models.put(
    {
      ...(labels.source ?? withoutVotes(view)),
      summary: { ...(labels.source?.summary ?? emptySummary(view, labels, summary)), endModel: summary },
      seen: labels.seen,
      lfVersions: labels.source?.lfVersions ?? view.lfs.map(lf => lf.used?.versionId ?? 0),
      rowCount: view.rowCount,
      classBalance: labels.classBalance,
      // It was predicted without its own gold: its proposal is its own, should the gold be taken back.
      taught: new Int8Array(view.rowCount).fill(NONE),
      trainedOn,
    },
    posterior,
  )
  trainings.put(fit, summary, { ...kept, labeledIn, learnedFrom: learnedFrom(project, view, labels) })
}

export interface StoredTraining extends KeptTraining {
  labeledIn?: Int16Array
  /** [n] hash of what the record said when it was learned from, 0 where it was not. */
  learnedFrom: Uint32Array
}

function learnedFrom(project: Project, view: View, { importance }: Labels): Uint32Array {
  const hashes = new Uint32Array(view.rowCount)
  recordContents(project, view).forEach((content, row) => {
    if (importance[row]! > 0) hashes[row] = hashOfContent(content)
  })
  return hashes
}

/** Beside what it learned from. */
type TrainedNow = Trained & { labels: Labels; view: View }

/** After a decision: the end model that is current stays so, trained anew on what the label model says now; nothing once too little is left to learn from. */
export async function trainAgain(
  project: Project,
  fitted: Fitted | undefined,
  last: TrainingSummary,
): Promise<TrainedNow | undefined> {
  const view = viewOf(project)
  const labels = labelsNow(project, view, { fitted, onlyGoldFor: methodTitle(last.model) })
  if (!labels.canTeach) return undefined
  const training = await trainOn(project, view, labels, last)
  const { current, metrics, judgedOn, reason } = last
  return { ...training, summary: { ...training.summary, current, metrics, judgedOn, reason }, labels, view }
}

/**
 * The first model of a project in which no labeling function votes; nothing as long as there are too few answers, or of one
 * class, or where records say nothing.
 */
export async function trainFirst(project: Project): Promise<TrainedNow | undefined> {
  const view = viewOf(project)
  if (hasVotes(view)) return undefined
  const labels = labelsNow(project, view)
  if (!labels.canTeach || labels.usedGold < ENOUGH_ANSWERS) return undefined
  const training = await trainOn(project, view, labels, { model: DEFAULT_END_MODEL })
  if (training.summary.features === '') return undefined
  const { against, gold } = yardstickOf(view, labels)
  const metrics = { against, ...measured(view, training.posterior, labels, gold) }
  const reason = 'No labeling function votes, so it learned from the first answers, and learns from each that follows.'
  return { ...training, summary: { ...training.summary, metrics, judgedOn: inputsOf(project), reason }, labels, view }
}

/** Of a semi-supervised method, which brings its own pseudo-labels and learns from gold alone; undefined of all else. */
export const methodTitle = (id: string): string | undefined => semiSupervisedMethod(id)?.title

/** Once a class went into another: what was told class by class cannot be told of the two together, except for counts. */
export function withoutClass(summary: TrainingSummary, numbers: readonly (number | undefined)[]): TrainingSummary {
  const { metrics, rounds } = summary
  const overall = <Scores extends OutOfSample>(scores: Scores): Scores => ({
    ...scores,
    confusion: undefined,
    f1: undefined,
  })
  return {
    ...summary,
    topFeatures: [],
    metrics: metrics && { ...overall(metrics), labelModel: metrics.labelModel && overall(metrics.labelModel) },
    rounds: rounds?.map(round => ({ ...round, addedPerClass: mergedCounts(round.addedPerClass, numbers) })),
  }
}

/** By the names that the classes have today. */
export const renamedFeatures = (view: View, { topFeatures }: TrainingSummary): TrainingSummary['topFeatures'] =>
  topFeatures.map((each, c) => ({ ...each, label: view.classNames[c] ?? each.label }))

export function endModelNamed(id: string, base?: string): EndModel {
  const model = learnerNamed(id, base)
  if (model) return model
  const isBase = semiSupervisedMethod(id) !== undefined
  const known = isBase ? endModels : [...endModels, ...semiSupervisedMethods]
  throw problem('MODEL_UNKNOWN', { model: isBase ? base! : id, known: known.map(each => each.id).join(', ') })
}

const withoutVotes = (view: View) => ({
  lfAccuracy: new Float64Array(view.lfs.length).fill(NaN),
  logWeights: undefined,
  logPrior: undefined,
  follows: undefined,
})

/** Of a project in which only people have given classes. */
const emptySummary = (
  view: View,
  { classBalance, usedGold }: Labels,
  { seed, trainedAt, title }: TrainingSummary,
): FitSummary => ({
  model: 'auto',
  title,
  options: {},
  useGold: true,
  usedGold,
  seed,
  fittedAt: trainedAt,
  classBalance: Object.fromEntries(view.classNames.map((name, c) => [name, classBalance[c]!])),
  lfs: [],
  states: { gold: 0, pseudo: 0, tied: 0, uncovered: 0 },
  history: [],
  stopped: 'closed-form',
  seconds: 0,
})

const namedFeatures = (view: View, top: TopFeature[][]): TrainingSummary['topFeatures'] =>
  top.map((features, c) => ({
    label: view.classNames[c]!,
    features: features.map(({ name, weight }) => ({ name: columnTitle(name), weight })),
  }))
