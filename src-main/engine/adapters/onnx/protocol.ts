import type { ModelDescription, Provider } from '../../../../src-shared/onnx-models.ts'
import type { ProblemCode } from '../../../../src-shared/errors.ts'

/** What a model is asked about one record. A model reads what it is made for. */
export interface ModelItem {
  text?: string
  /** The second text of a pair. */
  pair?: string
  /** A picture as a data URL. */
  image?: string
  /** NaN where there is none. */
  numbers?: number[]
}

export interface RunSettings {
  provider: Provider | 'auto'
  /** Of the processor; 0: as many as the runtime likes. */
  threads: number
  /** Smaller batches, and nothing kept for the next one. */
  saveMemory: boolean
  /** Not to be tried by `auto`, and why. */
  skip?: FailedProvider[] | undefined
}

export interface FailedProvider {
  provider: Provider
  reason: string
}

export interface OpenRequest {
  do: 'open'
  /** Holds the ONNX file and what is beside it. */
  folder: string
  /** What messages call it. */
  title?: string | undefined
  /** As it was found when the model was added; without it the folder is read. */
  description?: ModelDescription | undefined
  settings: RunSettings
}

export interface RunRequest {
  do: 'run'
  items: ModelItem[]
  /** Of zero-shot: one sentence for each class, which the text may imply. */
  hypotheses: string[]
  /** No batch is larger. */
  mostRows: number
}

export type Request = (OpenRequest | RunRequest | { do: 'cancel' }) & { id: number }

/** A tensor that a model takes or gives; a dimension that may vary is a name. */
export interface Port {
  name: string
  type: string
  shape: (number | string)[]
}

export interface Opened {
  description: ModelDescription
  inputs: Port[]
  outputs: Port[]
  /** Where it is really computed. */
  provider: Provider
  /** Why not where it was to be computed first. */
  fallback?: string | undefined
  /** What was tried in vain. */
  failed: FailedProvider[]
  /** Numbers in an answer. */
  width: number
}

export interface Answers {
  /** [n × width], row by row. Rows of items that failed are NaN. */
  values: Float32Array
  width: number
  /** Items that the model could not answer. */
  faults: { index: number; message: string }[]
  provider: Provider
  fallback?: string | undefined
  /** Rows of the largest batch that went well. */
  rowsAtOnce: number
  /** In the process, with reading texts and pictures. */
  seconds: number
}

export interface Failure {
  code: ProblemCode
  data: Record<string, unknown>
}

export type Reply = { id: number } & (
  | { say: 'opened'; opened: Opened }
  | { say: 'answers'; answers: Answers }
  | { say: 'cancelled' }
  | { say: 'failed'; failure: Failure }
  | { say: 'defect'; stack: string }
)
