import type { RunningTraining, TrainRequest, TrainingSummary } from '../../../src-shared/end-models.ts'
import { problem } from '../../../src-shared/errors.ts'
import { proposerOf } from '../../../src-shared/label-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { EndModel } from '../core/end-models/end-model.ts'
import { leaveSilent } from '../core/end-models/silent-records.ts'
import { endModels } from '../core/end-models/registry.ts'
import { widened } from '../core/merged-classes.ts'
import { semiSupervisedMethods } from '../core/semi-supervised/registry.ts'
import type { JobHandle, Project } from '../project.ts'
import { contentsWith, embedMissing, refuseOtherEmbedding } from './embedded-contents.ts'
import { noteMoment } from './history.ts'
import { hashOfContent, recordContents } from './record-contents.ts'
import { inputsOf } from './model-candidates.ts'
import { judge, type Judgement, reasonOf } from './training-judgement.ts'
import { type Labels, labelsFor } from './training-labels.ts'
import {
  DEFAULT_END_MODEL,
  endModelNamed,
  type Learner,
  methodTitle,
  putTraining,
  renamedFeatures,
  type StoredTraining,
  type Trained,
  trainOn,
} from './trainings.ts'
import { labelOf, stateOf, type View, viewOf } from './view.ts'

/** Trains on gold and pseudo-labels; the model becomes current unless the label model predicts gold that neither has seen better. */
export function train(project: Project, { makeCurrent, ...learner }: TrainRequest): Promise<TrainingSummary> {
  const model = endModelNamed(learner.model ?? DEFAULT_END_MODEL, learner.base)
  return project.job(`Train ${model.title}`, job =>
    project.exclusive(async () => {
      const view = viewOf(project)
      const judged = await trainAndJudge(project, view, { ...learner, model: model.id }, job)
      const { labels, training, judgement } = judged
      const isChosen = makeCurrent === 'always'
      const current = isChosen || judgement.isBetter
      const reason = reasonOf(training.summary.title, labels, judgement, { isChosen, stays: proposerNow(project) })
      const summary = { ...training.summary, current, reason }
      keep(project, view, labels, [{ ...training, summary }])
      return summary
    }),
  )
}

/** Trains one after the other; the best of them becomes current unless the label model is better than all. */
export function compare(project: Project, { models }: { models?: Learner[] | undefined }): Promise<TrainingSummary[]> {
  const learners: Learner[] = models ?? endModels.map(({ id }) => ({ model: id }))
  const chosen = learners.map(({ model, base }) => endModelNamed(model ?? DEFAULT_END_MODEL, base))
  return project.job('Train and compare models', job =>
    project.exclusive(async () => {
      const view = viewOf(project)
      let best: Judged | undefined
      const all: Pick<Judged, 'judgement' | 'labels'>[] = []
      const summaries: TrainingSummary[] = []
      for (const [done, learner] of learners.entries()) {
        const one = await trainAndJudge(
          project,
          view,
          { ...learner, model: chosen[done]!.id },
          { ...job, progress: (share, detail) => job.progress((done + (share ?? 0)) / learners.length, detail) },
          chosen.slice(done + 1).map(({ title }) => title),
        )
        // What a model has learned takes memory: of all but the best only the figures are kept.
        if (!best || surpriseOf(one) < surpriseOf(best)) best = one
        all.push({ judgement: one.judgement, labels: one.labels })
        summaries.push(one.training.summary)
      }
      const winner = best!
      const stays = winner.judgement.isBetter ? winner.training.summary.title : proposerNow(project)
      const told = summaries.map((summary, at): TrainingSummary => {
        const isBest = summary === winner.training.summary
        const better = isBest ? undefined : winner.training.summary
        const { judgement, labels } = all[at]!
        return {
          ...summary,
          current: isBest && judgement.isBetter,
          reason: reasonOf(summary.title, labels, judgement, { isChosen: false, stays, better }),
        }
      })
      const summary = told[summaries.indexOf(winner.training.summary)]!
      keep(project, view, winner.labels, [
        ...told.filter(each => each !== summary).map(each => ({ summary: each })),
        { ...winner.training, summary },
      ])
      return told
    }),
  )
}

interface Judged {
  labels: Labels
  training: Trained
  judgement: Judgement
}

const surpriseOf = ({ judgement }: Judged): number => judgement.metrics?.logLoss ?? Infinity

/** While it runs, `running` tells how far it is. */
async function trainAndJudge(
  project: Project,
  view: View,
  learner: Learner & { model: string },
  job: JobHandle,
  waiting: string[] = [],
): Promise<Judged> {
  const { title } = endModelNamed(learner.model, learner.base)
  const tell = (training: RunningTraining | undefined): void => {
    if (training) runs.set(project, training)
    else runs.delete(project)
    project.changed('training')
  }
  tell({ model: learner.model, title, rounds: [], waiting })
  try {
    const labels = labelsFor(project, view, { onlyGoldFor: methodTitle(learner.model) })
    await embedMissing(project, learner, job)
    const training = await trainOn(project, view, labels, learner, {
      signal: job.signal,
      onProgress: share => job.progress(share, `${title}, ${labels.usedGold + labels.usedPseudo} records`),
      onRounds: rounds => tell({ model: learner.model, title, rounds, waiting }),
    })
    if (training.summary.features === '') throw problem('NOTHING_TO_READ')
    const judgement = await judge(project, view, labels, training.posterior, job)
    const summary = { ...training.summary, metrics: judgement.metrics, judgedOn: inputsOf(project) }
    return { labels, training: { ...training, summary }, judgement }
  } finally {
    tell(undefined)
  }
}

const runs = new WeakMap<Project, RunningTraining>()

/** What is trained at this moment. */
export const running = (project: Project): { training?: RunningTraining } => ({ training: runs.get(project) })

/** Stores trainings; the last may be current from now on. */
function keep(project: Project, view: View, labels: Labels, trainings: (Pick<Trained, 'summary'> | Trained)[]): void {
  project.store.transaction(() => {
    for (const training of trainings) {
      if (training.summary.current) putTraining(project, view, labels, training as Trained)
      else project.store.trainings.note(training.summary)
    }
  })
  project.changed('model', 'queue', 'training')
  if (trainings.some(({ summary }) => summary.current)) noteMoment(project, 'train')
}

/** What the proposals of the project come from now, as people call it. */
function proposerNow({ store }: Project): string | undefined {
  const current = store.models.current()
  return current && proposerOf(current.summary)
}

/** Makes the label model current again that the current end model was trained on. */
export function useLabelModel(project: Project): Promise<{ title: string }> {
  return project.exclusive(async () => {
    const { models } = project.store
    const current = models.current()
    const fit = models.labelFit()
    if (!fit) throw problem('NO_MODEL')
    if (current?.fit !== fit.fit) {
      const posterior = models.posterior(fit)
      project.store.transaction(() => models.put(fit, posterior))
      project.changed('model', 'queue', 'training')
      noteMoment(project, 'fit')
    }
    return { title: fit.summary.title }
  })
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
      const learned = store.trainings.learned(current.fit) as StoredTraining | undefined
      // It tells classes apart that are one now, and its refit has not come to its end.
      if (!learned) throw problem('END_MODEL_OUTDATED', { model: last.title })
      refuseOtherEmbedding(project, last)
      await embedMissing(project, last, job)
      const { learnedFrom: known, ...kept } = learned
      const contents = contentsWith(project, view, last)
      const predicted = await services.compute.predict(
        { contents, model: last.model, kept },
        { signal: job.signal, onProgress: share => job.progress(share, last.title) },
      )
      const labels = labelsFor(project, view)
      const k = view.classes.length
      const knownClasses = predicted.posterior.length / view.rowCount
      const posterior = leaveSilent(widened(predicted.posterior, knownClasses, k), predicted.silent, labels)
      recordContents(project, view).forEach((content, row) => {
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
      noteMoment(project, 'train')
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

/** The last of each model, newest first; the one whose proposals stand now is current, whatever came of it on the day. */
export function listTrainings(project: Project): TrainingSummary[] {
  const current = project.store.models.current()?.fit
  const inputs = inputsOf(project)
  const view = viewOf(project)
  const last = new Map<string, TrainingSummary>()
  for (const { summary, fit } of project.store.trainings.list()) {
    const key = `${summary.model} ${summary.base ?? ''}`
    const isCurrent = fit !== undefined && fit === current
    if (last.has(key) && !isCurrent) continue
    const topFeatures = renamedFeatures(view, summary)
    last.set(key, { ...summary, topFeatures, current: isCurrent, stale: summary.judgedOn !== inputs })
  }
  return [...last.values()]
}

export const listEndModels = (): ModelInfo[] => [
  ...endModels.map(model => infoOf(model, 'end-model')),
  ...semiSupervisedMethods.map(method => ({
    ...infoOf(method, 'semi-supervised'),
    trainsBase: method.trainsBase,
  })),
]

const infoOf = (
  { id, title, summary, paper, options }: Omit<ModelInfo, 'kind' | 'options'> & Pick<EndModel, 'options'>,
  kind: ModelInfo['kind'],
): ModelInfo => ({ id, kind, title, summary, paper, options: options.map(option => ({ ...option })) })
