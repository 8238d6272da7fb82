import { basename, join } from 'node:path'
import { problem } from '../../../../src-shared/errors.ts'
import type { ModelDescription } from '../../../../src-shared/onnx-models.ts'
import {
  answeringPort,
  givesProbabilities,
  type Given,
  normalizeRows,
  pooled,
  softmax,
  toProbabilities,
} from './answers.ts'
import { type Batch, batchesByLength, halved } from './batches.ts'
import { checkInputs, feedOf, type Row, rowOf } from './feeds.ts'
import { describeModel, isEntailment, type ModelFolder, readModelFolder } from './model-folder.ts'
import type { Answers, ModelItem, Opened, OpenRequest, Port, RunRequest } from './protocol.ts'
import { isOutOfMemory, isUnknownToken, modelProblem } from './runtime-words.ts'
import { type CreateSession, ModelSession } from './session.ts'
import { TextEncoder } from './text-encoder.ts'

/** Tokens of a batch where memory is to be saved. */
const SAVING_TOKENS = 1_024

/** An ONNX model that is loaded and has been tried out. */
export class OnnxModel {
  readonly #session: ModelSession
  readonly #title: string
  readonly #inputs: Port[]
  readonly #outputs: Port[]
  readonly #answer: Port
  readonly #encoder: TextEncoder | undefined
  readonly #mostTokens: number | undefined
  #description: ModelDescription
  #width = 0
  /** Larger batches did not fit into memory. */
  #mostRows = Infinity

  private constructor(folder: ModelFolder, session: ModelSession, { description, settings }: Omit<OpenRequest, 'do'>) {
    this.#session = session
    this.#title = session.title
    this.#inputs = session.inputs
    this.#outputs = session.outputs
    this.#description = description ?? describeModel(folder, this.#inputs, this.#outputs)
    this.#mostTokens = settings.saveMemory ? SAVING_TOKENS : undefined
    checkInputs(this.#title, this.#inputs, this.#description)
    const answer = answeringPort(this.#outputs, this.#description)
    if (!answer) throw problem('MODEL_FAILED', { model: this.#title, reason: 'none of its outputs holds numbers' })
    this.#answer = answer
    this.#encoder = this.#encoderOf(folder)
  }

  static async open(request: Omit<OpenRequest, 'do'>, create?: CreateSession): Promise<OnnxModel> {
    const folder = readModelFolder(request.folder)
    const title = request.title ?? basename(request.folder)
    const session = await ModelSession.start(join(folder.path, folder.onnxFile), title, request.settings, create)
    const model = new OnnxModel(folder, session, request)
    await model.#tryOut()
    return model
  }

  get opened(): Opened {
    const { provider, fallback, failed } = this.#session
    const [inputs, outputs] = [this.#inputs, this.#outputs]
    return { description: this.#description, inputs, outputs, provider, fallback, failed, width: this.#width }
  }

  /** Answers all items, or nothing once it is cancelled. What does not fit into memory is tried by halves. */
  async run(request: Omit<RunRequest, 'do'>, isCancelled: () => boolean): Promise<Answers | undefined> {
    const { items, hypotheses } = request
    const started = performance.now()
    const faults = new Map<number, string>()
    const rows = items.flatMap((item, index) => this.#rowsOf(item, hypotheses, reason => faults.set(index, reason)))
    const raw = new Float32Array(rows.length * this.#width).fill(Number.NaN)
    let rowsAtOnce = 0
    const queue = this.#batches(rows, request.mostRows)
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      if (isCancelled()) return undefined
      const answered = await this.#attempt(batch, rows)
      if (!answered) {
        queue.unshift(...halved(batch))
        continue
      }
      batch.rows.forEach((row, at) => raw.set(this.#part(answered.data, at), row * this.#width))
      rowsAtOnce = Math.max(rowsAtOnce, batch.rows.length)
    }
    const width = hypotheses.length || this.#width
    const values = hypotheses.length > 0 ? this.#entailments(raw, width) : this.#finished(raw)
    for (let index = 0; index < items.length; index++)
      if (!faults.has(index) && !isFiniteRow(values, index * width, width))
        faults.set(index, 'the model answered with what is no number (NaN)')
    const { provider, fallback } = this.#session
    return {
      values,
      width,
      faults: [...faults].map(([index, message]) => ({ index, message })),
      provider,
      fallback,
      rowsAtOnce,
      seconds: (performance.now() - started) / 1000,
    }
  }

  dispose(): Promise<void> {
    return this.#session.dispose()
  }

  #encoderOf({ tokenizer, tokenizerConfig, config }: ModelFolder): TextEncoder | undefined {
    if (this.#description.input !== 'text') return undefined
    if (!tokenizer) throw problem('MODEL_FILE_MISSING', { model: this.#title, file: 'tokenizer.json' })
    const maxTokens = Math.min(this.#description.maxTokens, this.#fixed(1) ?? Infinity)
    const encoder = new TextEncoder(this.#title, tokenizer, tokenizerConfig, maxTokens)
    const known = config['vocab_size']
    if (typeof known === 'number' && encoder.largestId >= known) throw this.#tokenizerMismatch(encoder, known)
    return encoder
  }

  #tokenizerMismatch(encoder: TextEncoder, known?: number) {
    const most = known === undefined ? 'fewer' : `only ${known.toLocaleString('en')}`
    const reason = `it numbers its tokens up to ${encoder.largestId.toLocaleString('en')}, and the model knows ${most}`
    return problem('MODEL_TOKENIZER_MISMATCH', { model: this.#title, reason })
  }

  /** Where a model takes this number at once and no other. */
  #fixed(dimension: number): number | undefined {
    const size = this.#inputs[0]?.shape[dimension]
    return typeof size === 'number' ? size : undefined
  }

  /** Runs it once on the longest text with the rarest token, or on an empty picture: what cannot work is told before any work is done. */
  async #tryOut(): Promise<void> {
    const encoder = this.#encoder
    const row: Row = encoder ? { text: encoder.longest() } : { values: new Float32Array(this.#valueCount()) }
    const length = row.text?.ids.length ?? 1
    try {
      this.#width = (await this.#runOnce([row], length, true)).dims.at(-1)!
    } catch (error) {
      if (encoder && isUnknownToken(error)) throw this.#tokenizerMismatch(encoder)
      throw modelProblem(error, this.#title)
    }
    const { labels, task } = this.#description
    if (task !== 'embedding' && labels.length === 0)
      this.#description = { ...this.#description, labels: Array.from({ length: this.#width }, (_, i) => `label ${i}`) }
    else if (task !== 'embedding' && labels.length !== this.#width)
      throw problem('MODEL_LABELS_MISMATCH', { model: this.#title, labels: labels.length, outputs: this.#width })
  }

  /** Numbers in one picture or one record. */
  #valueCount(): number {
    const { image, fields } = this.#description
    const channels = this.#fixed(1)
    if (image)
      return (typeof channels === 'number' ? channels : image.mean.length === 3 ? 3 : 1) * image.width * image.height
    return this.#inputs.length > 1 ? this.#inputs.length : (this.#fixed(1) ?? fields.length)
  }

  #rowsOf(item: ModelItem, hypotheses: string[], fail: (reason: string) => void): (Row | undefined)[] {
    const asked = hypotheses.length > 0 ? hypotheses.map(pair => ({ ...item, pair })) : [item]
    return asked.map(each => {
      try {
        return rowOf(each, this.#description, this.#encoder)
      } catch (error) {
        fail((error as Error).message)
        return undefined
      }
    })
  }

  #batches(rows: (Row | undefined)[], mostRows: number): Batch[] {
    const places = rows.flatMap((row, place) => (row ? [place] : []))
    const lengths = places.map(place => rows[place]!.text?.ids.length ?? 1)
    const most = Math.min(mostRows, this.#fixed(0) ?? Infinity, this.#mostRows)
    return batchesByLength(lengths, most, this.#mostTokens).map(batch => ({
      ...batch,
      rows: batch.rows.map(at => places[at]!),
    }))
  }

  /** Nothing where the batch did not fit into memory and halves of it may. */
  async #attempt({ rows: places, length }: Batch, rows: (Row | undefined)[]): Promise<Given | undefined> {
    const isLast = places.length === 1
    try {
      return await this.#runOnce(
        places.map(place => rows[place]!),
        length,
        isLast,
      )
    } catch (error) {
      if (isLast || !isOutOfMemory(error)) throw modelProblem(error, this.#title)
      this.#mostRows = Math.ceil(places.length / 2)
      return undefined
    }
  }

  async #runOnce(rows: Row[], longest: number, isLast: boolean): Promise<Given> {
    const length = this.#fixed(1) ?? longest
    const height = this.#fixed(0) ?? rows.length
    const feed = feedOf(rows, length, height, this.#inputs, this.#description, this.#encoder?.padId ?? 0)
    const answered = (await this.#session.run(feed.tensors, isLast))[this.#answer.name]!
    const { dims, data } = answered as unknown as Given
    return pooled(
      { dims, data: data instanceof Float32Array ? data : Float32Array.from(data) },
      feed.mask,
      this.#description,
    )
  }

  #part(data: Float32Array, at: number): Float32Array {
    return data.subarray(at * this.#width, (at + 1) * this.#width)
  }

  #finished(raw: Float32Array): Float32Array {
    const { task, normalize, isMultiLabel } = this.#description
    if (task === 'embedding' && normalize) normalizeRows(raw, this.#width)
    if (task !== 'embedding' && !givesProbabilities(this.#answer)) toProbabilities(raw, this.#width, isMultiLabel)
    return raw
  }

  /** How far the text implies each hypothesis, compared with the others. */
  #entailments(raw: Float32Array, asked: number): Float32Array {
    const entailment = Math.max(0, this.#description.labels.findIndex(isEntailment))
    const values = new Float32Array(raw.length / this.#width)
    for (let i = 0; i < values.length; i++) values[i] = raw[i * this.#width + entailment]!
    for (let from = 0; from < values.length; from += asked) softmax(values.subarray(from, from + asked))
    return values
  }
}

function isFiniteRow(values: Float32Array, from: number, width: number): boolean {
  for (let d = 0; d < width; d++) if (!Number.isFinite(values[from + d]!)) return false
  return true
}
