import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { arrangePairs } from '../../core/analysis/lf-pairs/arranged-pairs.ts'
import { type CountedPairs, countPairs } from '../../core/analysis/lf-pairs/lf-pairs.ts'
import { learnedEvidence } from '../../core/analysis/learned-evidence.ts'
import { findDependence } from '../../core/label-models/dependence/opinions.ts'
import { crossFit } from '../../core/label-models/cross-fit.ts'
import { closePairs } from '../../core/embeddings/nearest.ts'
import type { EndModel } from '../../core/end-models/end-model.ts'
import { labelsWithoutGoldOf } from '../../core/end-models/labels-without.ts'
import { type GoldBehind, learn, predictWith } from '../../core/end-models/learn.ts'
import { silentRecords } from '../../core/end-models/silent-records.ts'
import { topFeatures } from '../../core/end-models/top-features.ts'
import type { TrainingLabels } from '../../core/end-models/training-labels.ts'
import {
  columnNames,
  describeFeatures,
  embeddingMatrix,
  featuresOf as featuresIn,
  type FeatureSpace,
  learnAndRead,
} from '../../core/features/feature-space.ts'
import type { RecordContent } from '../../core/features/record-content.ts'
import type { Kept, LabelModel } from '../../core/label-models/label-model.ts'
import { labelModel } from '../../core/label-models/registry.ts'
import { readGold } from '../../core/label-errors/read-gold.ts'
import { distributionCheck, leastInDomain } from '../../core/semi-supervised/distribution-check.ts'
import { learnerNamed } from '../../core/semi-supervised/learner.ts'
import { findContradictions } from '../../core/near-duplicates/contradictions.ts'
import type { SparseMatrix } from '../../core/numeric/sparse.ts'
import { type Landscape, landscapeOf } from '../../core/query-strategies/landscape.ts'
import type { Ended, Round } from '../../core/semi-supervised/round.ts'
import { type Projection, project } from '../../core/projection/projection.ts'
import { queryStrategy } from '../../core/query-strategies/registry.ts'
import { findSlices } from '../../core/slices/find-slices.ts'
import { endModelLearner, labelModelLearner, type Learner } from '../../core/simulation/learners.ts'
import { type Point, simulate } from '../../core/simulation/simulate.ts'
import { nearestRows } from '../../core/text/nearest-texts.ts'
import { type TextFeatures, textFeatures } from '../../core/text/text-features.ts'
import { tfidf } from '../../core/text/tfidf.ts'
import type { Corpus } from '../../core/suggestions/corpus.ts'
import { groupUncovered } from '../../core/suggestions/groups.ts'
import { prepare, type Prepared, suggestFrom } from '../../core/suggestions/suggest.ts'
import type { Suggestion } from '../../core/suggestions/suggest-input.ts'
import { umap } from './umap.ts'
import type {
  Answer,
  Contents,
  ContentsMessage,
  Distribution,
  LabelSourceMessage,
  LandscapeTask,
  Message,
  ModelMessage,
  ModelTask,
  Predicted,
  ProjectTask,
  RecordsMessage,
  SentTexts,
  Series,
  SimulateMessage,
  Training,
  TrainMessage,
} from './tasks.ts'

let features: { key: string; X: TextFeatures } | undefined
/** What the last fit of a series left for the next. */
let last: { key: string; kept: Kept } | undefined
let prepared: { key: string; found: Prepared } | undefined
let read: { key: string; content: Contents } | undefined
let spaces: { key: string; readsText: boolean; space: FeatureSpace; X: SparseMatrix } | undefined
let records: { key: string; corpus: Corpus } | undefined
let counted: CountedPairs | undefined
let withoutGold:
  | {
      key: string
      ask: (rows: Uint32Array) => TrainingLabels | undefined
      known: Map<string, TrainingLabels | undefined>
    }
  | undefined

/**
 * Where the processors are short, what a person waits for goes first: the engine's own thread and the screen. Only Linux
 * gives a thread a priority of its own.
 */
const GIVES_WAY = 3
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + GIVES_WAY))

/** One worker computes one task at a time; a task is cancelled by ending its worker. */
parentPort!.on('message', (message: Message) => {
  try {
    if (message.kind === 'suggest') {
      post({ kind: 'suggest', suggestions: suggestions(message) })
    } else if (message.kind === 'group') {
      post({ kind: 'group', groups: groupUncovered({ ...message.input, corpus: corpusOf(message) }) })
    } else if (message.kind === 'find-slices') {
      post({ kind: 'find-slices', slices: findSlices({ ...message.input, corpus: corpusOf(message) }) })
    } else if (message.kind === 'contradictions') {
      post({ kind: 'contradictions', contradictions: findContradictions(message.input) })
    } else if (message.kind === 'read-gold') {
      const { features: X } = featuresOf(message)
      post({ kind: 'read-gold', posterior: readGold({ ...message.input, features: X!, onProgress: tellProgress }) })
    } else if (message.kind === 'nearest-texts') {
      post({ kind: 'nearest-texts', near: nearestRows(featuresOf(message).features!, message.row, message.count) })
    } else if (message.kind === 'landscape') {
      post({ kind: 'landscape', landscape: landscape(message) })
    } else if (message.kind === 'close-pairs') {
      const { vectors, least, most } = message
      post({ kind: 'close-pairs', pairs: closePairs(vectors, least, most, tellProgress) })
    } else if (message.kind === 'project') {
      post({ kind: 'project', projection: projection(message) })
    } else if (message.kind === 'simulate') {
      post({ kind: 'simulate', curves: simulations(message) })
    } else if (message.kind === 'lf-pairs') {
      counted = countPairs(message.L, message.given, message.rows, counted)
      post({ kind: 'lf-pairs', arranged: arrangePairs(counted.pairs, message.L.lfCount) })
    } else if (message.kind === 'dependence') {
      post({ kind: 'dependence', dependence: findDependence(message.L, message.gold) })
    } else if (message.kind === 'train') {
      post({ kind: 'train', training: training(message) })
    } else if (message.kind === 'predict') {
      post({ kind: 'predict', predicted: predicted(message) })
    } else if (message.kind === 'distribution') {
      post({ kind: 'distribution', distribution: distribution(message) })
    } else runModel(message)
  } catch (error) {
    post({ kind: 'failed', error })
  }
})

const tellProgress = (share: number): void => post({ kind: 'progress', share })

/** Named by those who know the registry. */
function modelOf({ model: id }: { model: string }): LabelModel {
  const model = labelModel(id)
  if (!model) throw new RangeError(`no label model "${id}"`)
  return model
}

function projection({ records = [], vectors, seed }: ProjectTask): Projection {
  return project(vectors ? embeddingMatrix(vectors) : wordsOrFields(records), {
    seed,
    layOut: umap,
    onProgress: tellProgress,
  })
}

function landscape({ said, readsTopics, seed }: LandscapeTask): Landscape {
  const records = 'records' in said ? said.records : said.lines.map(text => ({ text, fields: {} }))
  const { X } = learnAndRead(records, { subwords: false, ...(readsTopics ? {} : { topics: 0 }) })
  return landscapeOf(X, seed)
}

/** What the texts say; where there are none, the fields. */
const wordsOrFields = (records: RecordContent[]): SparseMatrix =>
  records.every(({ text }) => text === '')
    ? learnAndRead(records).X
    : tfidf(
        records.map(({ text }) => text),
        { subwords: false },
      )

/** One after the other, over the same features. */
function simulations(message: SimulateMessage): Point[][] {
  const { L, labelModel, endModel, contents, simulation, reviews, runs } = message
  const read = featuresOf(message)
  const space = endModel && contents && spaceOf(contents, endModel.readsText)
  const learnerFor = (seed: number): Learner => {
    const byVotes = labelModel && labelModelLearner(L, modelOf(labelModel), { ...labelModel.input, ...read, seed })
    if (!space) return byVotes!
    const model = endModelOf(endModel!.model, endModel!.base)
    const { splits, live } = simulation
    return endModelLearner({ ...endModel!, L, X: space.X, model, splits, live, seed }, byVotes)
  }
  return runs.map(({ strategy: id, seed }, at) => {
    const strategy = queryStrategy(id)
    if (!strategy) throw new RangeError(`no query strategy "${id}"`)
    const played = { ...simulation, L, learner: learnerFor(seed), seed }
    return simulate(played, strategy, reviews, share => tellProgress((at + share) / runs.length))
  })
}

function training(message: TrainMessage): Training {
  const { contents, model: id, base, readsText, input } = message
  const model = endModelOf(id, base)
  const { space, X } = spaceOf(contents, readsText)
  let rounds: readonly Round[] | undefined
  let ended: Ended | undefined
  const onRounds = (known: readonly Round[], end?: Ended): void => {
    rounds = known
    ended = end && { labeledIn: end.labeledIn, stopped: end.stopped }
    if (!end) post({ kind: 'rounds', rounds })
  }
  const behind = message.source && goldBehind(message.source)
  const { posterior, ...learned } = learn(model, { ...input, X, behind, onProgress: tellProgress, onRounds })
  const weights = model.weights?.(learned.trained)
  return {
    posterior,
    silent: silentRecords(X),
    kept: { space, ...learned },
    topFeatures: weights && topFeatures(weights, columnNames(space), input.classCount),
    rounds,
    ended,
  }
}

/** Of the models that are trained one after the other each asks for the same. */
function goldBehind(source: LabelSourceMessage): GoldBehind {
  const { key, L, input, splits, live } = source
  if (withoutGold?.key !== key) {
    const ask = labelsWithoutGoldOf({
      L,
      model: modelOf(source),
      input: { ...input, ...featuresOf(source) },
      splits,
      live,
    })
    withoutGold = { key, ask, known: new Map() }
  }
  const { ask, known } = withoutGold
  return {
    gold: input.gold,
    labelsWithout(rows) {
      const asked = rows.filter(i => input.gold[i] !== NONE).join()
      if (!known.has(asked)) known.set(asked, ask(rows))
      return known.get(asked)
    },
  }
}

function predicted({ contents, model, kept }: Extract<ContentsMessage, { kind: 'predict' }>): Predicted {
  const { records, embedding } = contentOf(contents)
  const X = featuresIn(kept.space, records, embedding)
  return { posterior: predictWith(endModelOf(model), X, kept), silent: silentRecords(X) }
}

/** By words and fields: pieces of words and topics would tell a person nothing. */
function distribution(message: Extract<ContentsMessage, { kind: 'distribution' }>): Distribution {
  const { rows, isLabeled, share, seed } = message
  const { records: all } = contentOf(message.contents)
  const records = Array.from(rows, row => all[row]!)
  const { space, X } = learnAndRead(records, { subwords: false, topics: 0 })
  const names = columnNames(space)
  const found = distributionCheck(X, isLabeled, { seed, onProgress: tellProgress })
  const least = leastInDomain(found, isLabeled, share)
  return {
    area: found.area,
    isOut: Uint8Array.from(found.probability, (p, i) => (isLabeled[i] === 0 && p < least ? 1 : 0)),
    columns: found.columns.map(({ column, ...telling }) => ({ ...telling, name: names[column]! })),
    reads: describeFeatures(space),
  }
}

function endModelOf(id: string, base?: string): EndModel {
  const model = learnerNamed(id, base)
  if (!model) throw new RangeError(`no end model "${id}"`)
  return model
}

/** How the records are read, learned of all of them, and what they say. */
function spaceOf(contents: ContentsMessage['contents'], readsText: boolean): { space: FeatureSpace; X: SparseMatrix } {
  const { key } = contents
  const { records, embedding } = contentOf(contents)
  if (spaces?.key !== key || spaces.readsText !== readsText) {
    spaces = { key, readsText, ...learnAndRead(records, { readsText, embedding }) }
  }
  return spaces
}

function contentOf({ key, content }: ContentsMessage['contents']): Contents {
  if (content) read = { key, content }
  if (read?.key !== key) throw new Error(`the records of "${key}" were not sent`)
  return read.content
}

function runModel(message: ModelMessage): void {
  const task = message as ModelTask
  const model = modelOf(task)
  const input = { ...task.input, ...featuresOf(message), onProgress: tellProgress }
  if (task.kind === 'fit') {
    const { kept, ...fit } = model.fit(task.L, { ...input, kept: keptFor(task.series) })
    last = task.series && kept && { key: task.series.key, kept }
    post({ kind: 'fit', fit: { ...fit, evidence: learnedEvidence(task.L, fit.posterior, fit.lfAccuracy) } })
  } else {
    const timed = stopwatchFor(model)
    const fit = crossFit(timed.model, task.L, input, task.folds)
    post({ kind: 'cross-fit', fit: { ...fit, seconds: timed.seconds() } })
  }
}

/** What was found for the same records, votes and gold is kept: to reject one changes the choice only. */
function suggestions(message: Extract<Message, { kind: 'suggest' }>): Suggestion[] {
  const input = { ...message.input, corpus: corpusOf(message) }
  if (prepared?.key !== message.key) prepared = { key: message.key, found: prepare(input) }
  return suggestFrom(prepared.found, input)
}

function corpusOf({ corpus: { key, content } }: RecordsMessage): Corpus {
  if (content) records = { key, corpus: content }
  if (records?.key !== key) throw new Error(`the records of "${key}" were not sent`)
  return records.corpus
}

const keptFor = (series: Series | undefined): Kept | undefined =>
  series?.resume && last?.key === series.key ? last.kept : undefined

/** Takes the time of the model's first fit: core knows no clock. */
function stopwatchFor(model: LabelModel): { model: LabelModel; seconds: () => number } {
  let first: number | undefined
  const fit: LabelModel['fit'] = (L, input) => {
    const started = performance.now()
    const fitted = model.fit(L, input)
    first ??= (performance.now() - started) / 1000
    return fitted
  }
  return { model: { ...model, fit }, seconds: () => first ?? 0 }
}

function featuresOf({ texts }: { texts?: SentTexts | undefined }): { features?: TextFeatures } {
  if (!texts) return {}
  if (texts.lines) features = { key: texts.key, X: textFeatures(texts.lines) }
  if (features?.key !== texts.key) throw new Error(`the texts of "${texts.key}" were not sent`)
  return { features: features.X }
}

function post(answer: Answer): void {
  parentPort!.postMessage(answer, buffersOf(answer))
}

/** Long arrays are handed over, not copied. */
function buffersOf(answer: Answer): ArrayBuffer[] {
  if (answer.kind === 'read-gold') return [answer.posterior.buffer as ArrayBuffer]
  if (answer.kind === 'train') return [answer.training.posterior.buffer as ArrayBuffer]
  if (answer.kind === 'predict') return [answer.predicted.posterior.buffer as ArrayBuffer]
  return answer.kind === 'fit' || answer.kind === 'cross-fit' ? [answer.fit.posterior.buffer as ArrayBuffer] : []
}
