import type { LabelMatrix } from '../../core/label-matrix.ts'
import type { ArrangedPairs } from '../../core/analysis/lf-pairs/arranged-pairs.ts'
import type { LearnedEvidence } from '../../core/analysis/learned-evidence.ts'
import type { LabelSource } from '../../core/end-models/labels-without.ts'
import type { LearnInput } from '../../core/end-models/learn.ts'
import type { AreaUnderCurve } from '../../core/analysis/area-under-curve.ts'
import type { TopFeature } from '../../core/end-models/top-features.ts'
import type { ColumnName, Embedding, FeatureSpace } from '../../core/features/feature-space.ts'
import type { RecordContent } from '../../core/features/record-content.ts'
import type { Dependence } from '../../core/label-models/dependence/dependence.ts'
import type { CrossFit } from '../../core/label-models/cross-fit.ts'
import type { FitInput, LabelModelFit } from '../../core/label-models/label-model.ts'
import type { Corpus } from '../../core/suggestions/corpus.ts'
import type { ReadGoldInput } from '../../core/label-errors/read-gold.ts'
import type { Contradiction, ContradictionInput } from '../../core/near-duplicates/contradictions.ts'
import type { Near, Pair, Vectors } from '../../core/embeddings/nearest.ts'
import type { Projection } from '../../core/projection/projection.ts'
import type { Landscape } from '../../core/query-strategies/landscape.ts'
import type { Ended, Round } from '../../core/semi-supervised/round.ts'
import type { TellingColumn } from '../../core/semi-supervised/distribution-check.ts'
import type { FoundSlice, SliceSearch } from '../../core/slices/find-slices.ts'
import type { EndModelInput } from '../../core/simulation/learners.ts'
import type { Point, SimulationInput } from '../../core/simulation/simulate.ts'
import type { Group, GroupInput } from '../../core/suggestions/groups.ts'
import type { Suggestion, SuggestInput } from '../../core/suggestions/suggest-input.ts'

interface FitTask {
  model: string
  /** Lies on shared memory: it is lent to the worker, not copied. */
  L: LabelMatrix
  input: Omit<FitInput, 'onProgress' | 'features' | 'kept'>
  /** For a model that reads them. */
  texts?: Texts | undefined
}

/** What the records say; the same key means the same texts. A worker keeps the features of those that it saw last. */
export interface Texts {
  key: string
  /** [n] */
  read(): Promise<string[]>
}

/** Fits of one series are of the same model with the same options and seed to the same votes and texts; what differs is the gold. */
export interface Series {
  key: string
  /** Build on what the last fit of the series kept. */
  resume: boolean
}

export type ModelTask =
  (FitTask & { kind: 'fit'; series?: Series | undefined }) | (FitTask & { kind: 'cross-fit'; folds: number })

/** How the records lie to each other by what they say. */
export interface LandscapeTask {
  kind: 'landscape'
  /** [n] the texts, or the records where there are none. */
  said: { lines: string[] } | { records: RecordContent[] }
  /** By what texts are about, not by their words alone. */
  readsTopics: boolean
  seed: number
}
/** Vectors that lie near to each other. */
export interface ClosePairsTask {
  kind: 'close-pairs'
  /** Best on shared memory: then they are lent, not copied. */
  vectors: Vectors
  least: number
  most: number
}
/** Lays the records out in two dimensions, by what they say or by vectors of length 1. */
export interface ProjectTask {
  kind: 'project'
  /** [n] */
  records?: RecordContent[]
  vectors?: Vectors
  seed: number
}
/** Plays annotators who answer from a reference, with the models that a project has. */
export interface SimulateTask extends Pick<FitTask, 'L' | 'texts'> {
  kind: 'simulate'
  labelModel?: { model: string; input: Omit<FitTask['input'], 'gold' | 'seed'> } | undefined
  /** With the contents of the records. */
  endModel?: (Pick<EndModelInput, 'options' | 'onlyGold'> & Pick<TrainTask, 'model' | 'base' | 'readsText'>) | undefined
  contents?: KeyedContents | undefined
  simulation: Omit<SimulationInput, 'L' | 'learner' | 'seed'>
  reviews: number
  runs: { strategy: string; seed: number }[]
}

/** Over the records as patterns read them. */
interface OverRecords {
  /** The same key, the same records: a worker keeps those that it saw last. */
  corpus: { key: string; read(): Promise<Corpus> }
}

export interface SuggestTask extends OverRecords {
  kind: 'suggest'
  /** Of all of the input but what was rejected. Two classes are known in it. */
  key: string
  input: Omit<SuggestInput, 'corpus'>
}
export type GroupTask = OverRecords & { kind: 'group'; input: Omit<GroupInput, 'corpus'> }
export type FindSlicesTask = OverRecords & { kind: 'find-slices'; input: Omit<SliceSearch, 'corpus'> }
/** What the texts say of records with gold, by models that did not see it. */
export interface ReadGoldTask {
  kind: 'read-gold'
  texts: Texts
  input: Omit<ReadGoldInput, 'features' | 'onProgress'>
}
/** The texts nearest to one of them, by their words. */
export interface NearestTextsTask {
  kind: 'nearest-texts'
  texts: Texts
  row: number
  count: number
}
/** Records as end models read them. */
export interface Contents {
  /** [n] */
  records: RecordContent[]
  /** [n × width] rows of length 1, of 0 for records without a vector. */
  embedding?: Embedding | undefined
}
/** The same key means the same records. A worker keeps the features of those that it saw last. */
export interface KeyedContents {
  key: string
  read(): Contents
}
interface OverContents {
  contents: KeyedContents
}
/** Trains an end model and predicts every record. */
export type TrainTask = OverContents & {
  kind: 'train'
  model: string
  base?: string | undefined
  /** Words are features. */
  readsText: boolean
  input: Omit<LearnInput, 'X' | 'onProgress' | 'onRounds' | 'behind'>
  /** Where pseudo-labels rest on gold: with what the label model gave them. */
  source?: LabelSourceTask | undefined
}
export interface LabelSourceTask extends FitTask, Pick<LabelSource, 'splits' | 'live'> {
  /** The same key, the same fits: a worker keeps what models learn from that must not see some gold. */
  key: string
}
/** What a training has learned, with how it reads a record. */
export interface KeptTraining {
  space: FeatureSpace
  trained: unknown
  temperature: number
}
/** Predicts every record with what was trained before. */
export type PredictTask = OverContents & { kind: 'predict'; model: string; kept: KeptTraining }
/** Whether labeled records can be told from the others by what they say. */
export type DistributionTask = OverContents & {
  kind: 'distribution'
  /** Those that are on one side or the other, ascending, and on which. */
  rows: Uint32Array
  isLabeled: Uint8Array
  /** Of the labeled ones that may lie out of their own domain. */
  share: number
  seed: number
}
export interface ContradictionsTask {
  kind: 'contradictions'
  input: ContradictionInput
}
/** How each two LFs vote together. The worker goes on from what it counted last. */
export interface LfPairsTask {
  kind: 'lf-pairs'
  L: LabelMatrix
  /** [n] see `countPairs` */
  given: Int8Array
  rows: Uint8Array
}
/** Which LFs follow each other. */
export interface DependenceTask {
  kind: 'dependence'
  L: LabelMatrix
  /** [n] */
  gold: Int8Array
}
export type Task =
  | ModelTask
  | SuggestTask
  | GroupTask
  | FindSlicesTask
  | ReadGoldTask
  | NearestTextsTask
  | ContradictionsTask
  | LandscapeTask
  | ClosePairsTask
  | ProjectTask
  | SimulateTask
  | TrainTask
  | PredictTask
  | DistributionTask
  | LfPairsTask
  | DependenceTask

/** A task as it is sent: texts and records travel once. */
export interface SentTexts {
  key: string
  lines?: string[]
}
type WithSentTexts<T> = Omit<T, 'texts'> & { texts?: SentTexts | undefined }
export type ModelMessage = WithSentTexts<ModelTask>
export type ReadGoldMessage = WithSentTexts<ReadGoldTask>
export type NearestTextsMessage = WithSentTexts<NearestTextsTask>
export interface SentContents {
  key: string
  content?: Contents
}
export type SimulateMessage = Omit<WithSentTexts<SimulateTask>, 'contents'> & { contents?: SentContents | undefined }
type Sent<T> = Omit<T, 'corpus'> & { corpus: { key: string; content?: Corpus } }
export type RecordsMessage = Sent<SuggestTask> | Sent<GroupTask> | Sent<FindSlicesTask>
type WithSentContents<T> = Omit<T, 'contents'> & { contents: SentContents }
export type LabelSourceMessage = WithSentTexts<LabelSourceTask>
export type TrainMessage = WithSentContents<Omit<TrainTask, 'source'>> & { source?: LabelSourceMessage | undefined }
export type ContentsMessage = TrainMessage | WithSentContents<PredictTask> | WithSentContents<DistributionTask>
export type Message =
  | ContentsMessage
  | ModelMessage
  | RecordsMessage
  | ReadGoldMessage
  | NearestTextsMessage
  | ContradictionsTask
  | LandscapeTask
  | ClosePairsTask
  | ProjectTask
  | SimulateMessage
  | LfPairsTask
  | DependenceTask

export interface TaskFit extends Omit<LabelModelFit, 'kept'> {
  /** [m] what the posterior tells of each LF. */
  evidence: LearnedEvidence[]
}

export interface TimedCrossFit extends CrossFit {
  /** That one fit to all gold took. */
  seconds: number
}

/** What a model says of each record. */
export interface Predicted {
  /** [n × k] */
  posterior: Float64Array
  /** [n] 1 where a record has none of the features: what the posterior says there is no more than the class balance. */
  silent: Uint8Array
}

export interface Training extends Predicted {
  kept: KeptTraining
  /** Of each class what speaks most for it, the strongest first; undefined where the model does not add up. */
  topFeatures: TopFeature[][] | undefined
  /** Of a semi-supervised method. */
  rounds: readonly Round[] | undefined
  ended: Ended | undefined
}

export interface Distribution {
  area: AreaUnderCurve | undefined
  /** [rows] 1: it looks less labeled than nearly all labeled ones. */
  isOut: Uint8Array
  columns: (Omit<TellingColumn, 'column'> & { name: ColumnName })[]
  /** What was read of a record, in words; '' where there is nothing. */
  reads: string
}

export type Answer =
  | { kind: 'progress'; share: number }
  | { kind: 'rounds'; rounds: readonly Round[] }
  | { kind: 'fit'; fit: TaskFit }
  | { kind: 'cross-fit'; fit: TimedCrossFit }
  | { kind: 'suggest'; suggestions: Suggestion[] }
  | { kind: 'group'; groups: Group[] }
  | { kind: 'find-slices'; slices: FoundSlice[] }
  | { kind: 'read-gold'; posterior: Float64Array }
  | { kind: 'nearest-texts'; near: Near[] }
  | { kind: 'contradictions'; contradictions: Contradiction[] }
  | { kind: 'landscape'; landscape: Landscape }
  | { kind: 'close-pairs'; pairs: Pair[] }
  | { kind: 'project'; projection: Projection }
  | { kind: 'simulate'; curves: Point[][] }
  | { kind: 'train'; training: Training }
  | { kind: 'predict'; predicted: Predicted }
  | { kind: 'distribution'; distribution: Distribution }
  | { kind: 'lf-pairs'; arranged: ArrangedPairs }
  | { kind: 'dependence'; dependence: Dependence }
  | { kind: 'failed'; error: unknown }
