import type { TrainRequest, TrainingSummary } from '../../../src-shared/end-models.ts'
import { problem } from '../../../src-shared/errors.ts'
import type { FitSummary } from '../../../src-shared/label-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { KeptTraining, Predicted, Watching } from '../adapters/compute/compute.ts'
import type { EndModel } from '../core/end-models/end-model.ts'
import { endModels } from '../core/end-models/registry.ts'
import type { TopFeature } from '../core/end-models/top-features.ts'
import { learnerNamed } from '../core/semi-supervised/learner.ts'
import { semiSupervisedMethod, semiSupervisedMethods } from '../core/semi-supervised/registry.ts'
import { type ColumnName, describeFeatures } from '../core/features/feature-space.ts'
import type { JobHandle, Project } from '../project.ts'
import { contentsOf, hashOfContent } from './record-contents.ts'
import { judge, reasonOf } from './training-judgement.ts'
import { labelOf, stateOf, type View, viewOf } from './view.ts'
import { optionsOf, type Fitted } from './label-models.ts'
import { type Labels, labelsFor } from './training-labels.ts'

const DEFAULT_END_MODEL = 'softmax-regression'

/** Trains on gold and pseudo-labels; the model becomes current unless the label model predicts gold that neither has seen better. */
export function train(project: Project, request: TrainRequest): Promise<TrainingSummary> {
  const model = endModelNamed(request.model ?? DEFAULT_END_MODEL, request.base)
  return project.job(`Train ${model.title}`, job =>
    project.exclusive(async () => {
      const view = viewOf(project)
      const labels = labelsFor(project, view, { onlyGold: learnsFromGold(model.id) })
      const training = await trainOn(project, view, labels, { ...request, model: model.id }, job)
      const judgement = await judge(project, view, labels, training.posterior, job)
      const summary = { ...training.summary, ...judgement, reason: reasonOf(model, labels, judgement) }
      project.store.transaction(() => {
        if (summary.current) putTraining(project, view, labels, { ...training, summary })
        else project.store.trainings.note(summary)
      })
      project.changed('model', 'queue')
      return summary
    }),
  )
}

/** After a decision: the end model that is current stays so, trained anew on what the label model says now. */
export async function trainAgain(
  project: Project,
  fitted: Fitted | undefined,
  last: TrainingSummary,
): Promise<Trained & { labels: Labels; view: View }> {
  const view = viewOf(project)
  const labels = labelsFor(project, view, { fitted, onlyGold: learnsFromGold(last.model) })
  const training = await trainOn(project, view, labels, last)
  const { current, metrics, reason } = last
  return { ...training, summary: { ...training.summary, current, metrics, reason }, labels, view }
}

interface Trained extends Predicted {
  kept: KeptTraining
  summary: TrainingSummary
}

/** Trains; nothing is stored, and nobody has judged it. */
export async function trainOn(
  project: Project,
  view: View,
  labels: Labels,
  { model: id = DEFAULT_END_MODEL, base, options, seed = 0 }: TrainRequest,
  job?: JobHandle,
): Promise<Trained> {
  const started = performance.now()
  const model = endModelNamed(id, base)
  const input = {
    labels: labels.labels,
    importance: labels.importance,
    classCount: view.classes.length,
    gold: labels.known,
    options: optionsOf(model, options ?? {}),
    seed,
  }
  const watching: Watching = {
    signal: job?.signal,
    onProgress: share => job?.progress(share, `${labels.usedGold + labels.usedPseudo} records`),
  }
  const { posterior, silent, kept, topFeatures } = await project.services.compute.train(
    { contents: contentsOf(project, view), model: id, base, input },
    watching,
  )
  const summary: TrainingSummary = {
    model: id,
    title: model.title,
    base,
    options: input.options,
    seed,
    trainedAt: new Date().toISOString(),
    features: describeFeatures(kept.space),
    usedGold: labels.usedGold,
    usedPseudo: labels.usedPseudo,
    trainedOn: labels.source && { model: labels.source.summary.model, title: labels.source.summary.title },
    current: true,
    reason: '',
    topFeatures: topFeatures ? namedFeatures(view, topFeatures) : [],
    seconds: (performance.now() - started) / 1000,
  }
  return { posterior: spoken({ posterior, silent }, labels), silent, kept, summary }
}

/** A record that says nothing keeps what the votes say of it. */
function spoken({ posterior, silent }: Predicted, { fallback, classBalance }: Labels): Float64Array {
  const k = classBalance.length
  for (let row = 0; row < silent.length; row++) {
    if (silent[row] === 0) continue
    posterior.set(fallback ? fallback.subarray(row * k, (row + 1) * k) : classBalance, row * k)
  }
  return posterior
}

/** Within a transaction: makes the proposals of a training the current ones. */
export function putTraining(
  project: Project,
  view: View,
  labels: Labels,
  { posterior, summary, kept }: Trained,
  trainedOn = labels.source?.fit,
): void {
  const { models, trainings, settings } = project.store
  const fit = models.put(
    {
      ...(labels.source ?? withoutVotes(view)),
      summary: { ...(labels.source?.summary ?? emptySummary(view, labels, summary)), endModel: summary },
      seen: settings.revisions(),
      lfVersions: labels.source?.lfVersions ?? view.lfs.map(lf => lf.used?.versionId ?? 0),
      rowCount: view.rowCount,
      classBalance: labels.classBalance,
      // It was predicted without its own gold: its proposal is its own, should the gold be taken back.
      taught: new Int8Array(view.rowCount).fill(NONE),
      trainedOn,
    },
    posterior,
  )
  trainings.put(fit, summary, { ...kept, learnedFrom: learnedFrom(project, view, labels) })
}

interface StoredTraining extends KeptTraining {
  /** [n] hash of what the record said when it was learned from, 0 where it was not. */
  learnedFrom: Uint32Array
}

function learnedFrom(project: Project, view: View, { importance }: Labels): Uint32Array {
  const hashes = new Uint32Array(view.rowCount)
  contentsOf(project, view)
    .read()
    .forEach((content, row) => {
      if (importance[row]! > 0) hashes[row] = hashOfContent(content)
    })
  return hashes
}

/** Refreshes the proposals of the current end model. A record that it learned from keeps what a model said that had not seen it. */
export function predict(project: Project) {
  return project.job('Predict', job =>
    project.exclusive(async () => {
      const started = performance.now()
      const { store, services } = project
      const view = viewOf(project)
      const current = store.models.current()
      const last = current?.summary.endModel
      if (!current || !last) throw problem('NO_END_MODEL')
      const { learnedFrom: known, ...kept } = store.trainings.learned(current.fit) as StoredTraining
      const contents = contentsOf(project, view)
      const predicted = await services.compute.predict(
        { contents, model: last.model, kept },
        { signal: job.signal, onProgress: share => job.progress(share, last.title) },
      )
      const labels = labelsFor(project, view)
      const posterior = spoken(predicted, labels)
      const k = view.classes.length
      contents.read().forEach((content, row) => {
        if (row >= known.length || known[row] === 0 || known[row] !== hashOfContent(content)) return
        posterior.set(view.posterior.subarray(row * k, (row + 1) * k), row * k)
      })
      const before = labelsOf(view)
      store.transaction(() => {
        const seen = { ...current.seen, records: store.settings.revisions().records }
        const taught = new Int8Array(view.rowCount).fill(NONE)
        const { classBalance } = labels
        const fit = store.models.put({ ...current, seen, rowCount: view.rowCount, classBalance, taught }, posterior)
        store.trainings.move(current.fit, fit)
      })
      project.changed('model', 'queue')
      const after = labelsOf(viewOf(project))
      const labelsChanged = after.reduce((count, label, row) => count + (label === before[row] ? 0 : 1), 0)
      return {
        model: last.model,
        predicted: view.rowCount,
        labelsChanged,
        seconds: (performance.now() - started) / 1000,
      }
    }),
  )
}

const labelsOf = (view: View): Int16Array =>
  Int16Array.from({ length: view.rowCount }, (_, row) => stateOf(view, row) * 128 + labelOf(view, row) + 1)

/** Newest first; the one whose proposals stand now is current, whatever came of it on the day. */
export function listTrainings(project: Project): TrainingSummary[] {
  const current = project.store.models.current()?.fit
  return project.store.trainings
    .list()
    .map(({ summary, fit }) => ({ ...summary, current: fit !== undefined && fit === current }))
}

export const listEndModels = (): ModelInfo[] => [
  ...endModels.map(model => infoOf(model, 'end-model')),
  ...semiSupervisedMethods.map(method => infoOf(method, 'semi-supervised')),
]

const infoOf = (
  { id, title, summary, paper, options }: Omit<ModelInfo, 'kind' | 'options'> & Pick<EndModel, 'options'>,
  kind: ModelInfo['kind'],
): ModelInfo => ({ id, kind, title, summary, paper, options: options.map(option => ({ ...option })) })

/** A semi-supervised method brings its own pseudo-labels. */
export const learnsFromGold = (id: string): boolean => semiSupervisedMethod(id) !== undefined

function endModelNamed(id: string, base?: string): EndModel {
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
    features: features.map(({ name, weight }) => ({ name: nameOf(name), weight })),
  }))

function nameOf(name: ColumnName): string {
  if (name.of === 'embedding') return `embedding ${name.dimension}`
  if (name.of !== 'field') return name.term
  return name.value === undefined || name.value === null ? name.field : `${name.field}: ${name.value}`
}
