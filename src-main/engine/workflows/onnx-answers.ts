import { problem } from '../../../src-shared/errors.ts'
import type { OnnxRun } from '../../../src-shared/onnx-models.ts'
import { digestOf } from '../adapters/files/digest.ts'
import type { Answers, ModelItem } from '../adapters/onnx/onnx.ts'
import type { StoredOnnxModel } from '../adapters/store/onnx-models.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import type { JobHandle, Project } from '../project.ts'
import { labelsOf, modelNamed, usable } from './onnx-models.ts'
import { isLive, viewOf } from './view.ts'

/** Contents that are sent at once, and stored when they are answered: what a cancelled run has done stays. */
const TEXTS_AT_ONCE = 1_024
const PICTURES_AT_ONCE = 64
const FAULTS_TOLD = 100
const DEFAULT_HYPOTHESIS = 'This text is about {}.'

/** Asks a model about every record whose content it has not seen. */
export function run(project: Project, { name }: { name: string }): Promise<OnnxRun> {
  const model = modelNamed(project, name)
  const verb = model.description.task === 'embedding' ? 'Embed with' : 'Predict with'
  return project.job(`${verb} ${name}`, job => answerRecords(project, model, job))
}

/** One run: what was known, what was asked, and where it was computed. */
export async function answerRecords(project: Project, model: StoredOnnxModel, job: JobHandle): Promise<OnnxRun> {
  const started = performance.now()
  const view = viewOf(project)
  if (view.rowCount === 0) throw problem('NO_RECORDS')
  const asking = new Asking(project, model, job)
  const live = countLive(view)
  let seen = 0
  for (const batch of project.store.records.batches(0, view.rowCount)) {
    for (const record of batch) {
      if (!isLive(view, record.row)) continue
      await asking.add(record)
      seen++
    }
    job.progress(seen / live, `${seen.toLocaleString('en')} of ${live.toLocaleString('en')} records`)
    await new Promise(resolve => setImmediate(resolve))
    job.signal.throwIfAborted()
  }
  await asking.finish()
  const seconds = (performance.now() - started) / 1000
  project.changed('onnx-models')
  const { asked, last } = asking
  return {
    model: model.name,
    ...tally(project, model),
    asked,
    ...(last && { provider: last.provider, fallback: last.fallback }),
    seconds,
    ...(asked > 0 && { recordsPerSecond: asked / seconds }),
    faults: asking.faults,
  }
}

function countLive(view: ReturnType<typeof viewOf>): number {
  let live = 0
  for (let row = 0; row < view.rowCount; row++) if (isLive(view, row)) live++
  return live
}

/** Asks about these records only, as far as they are not known. */
export async function answerSome(
  project: Project,
  model: StoredOnnxModel,
  records: readonly StoredRecord[],
  signal: AbortSignal,
): Promise<void> {
  const asking = new Asking(project, model, { signal })
  for (const record of records) await asking.add(record)
  await asking.finish()
}

/** Collects what is not known, sends it by the thousand, and stores one answer while the model works on the next. */
class Asking {
  readonly #project: Project
  readonly #model: StoredOnnxModel
  readonly #job: Pick<JobHandle, 'signal'>
  #opened: ReturnType<typeof usable> | undefined
  #waiting = new Map<string, { item: ModelItem; recordId: string }>()
  #running: { contents: Map<string, { recordId: string }>; answers: Promise<Answers> } | undefined
  asked = 0
  last: Answers | undefined
  readonly faults: { recordId: string; message: string }[] = []

  constructor(project: Project, model: StoredOnnxModel, job: Pick<JobHandle, 'signal'>) {
    this.#project = project
    this.#model = model
    this.#job = job
  }

  async add(record: StoredRecord): Promise<void> {
    const item = itemOf(this.#model, record)
    const content = contentOf(this.#project, this.#model, item)
    if (this.#waiting.has(content) || this.#running?.contents.has(content)) return
    if (this.#project.store.onnxModels.answer(this.#model.model, content)) return
    this.#waiting.set(content, { item, recordId: record.id })
    if (this.#waiting.size >= (item.image === undefined ? TEXTS_AT_ONCE : PICTURES_AT_ONCE)) await this.#send()
  }

  async finish(): Promise<void> {
    if (this.#waiting.size > 0) await this.#send()
    await this.#store()
  }

  async #send(): Promise<void> {
    const contents = this.#waiting
    this.#waiting = new Map()
    const opened = await (this.#opened ??= usable(this.#project, this.#model))
    const items = [...contents.values()].map(({ item }) => item)
    const answers = this.#project.services.onnx.run(opened, items, {
      hypotheses: hypothesesOf(this.#project, this.#model),
      signal: this.#job.signal,
    })
    // It is awaited when the next one has been sent.
    answers.catch(() => {})
    await this.#store()
    this.#running = { contents, answers }
  }

  async #store(): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#running = undefined
    const answers = await running.answers
    const { values, width, faults } = answers
    const { store } = this.#project
    await this.#project.writable()
    const failed = new Set(faults.map(({ index }) => index))
    store.transaction(() => {
      let at = 0
      for (const content of running.contents.keys()) {
        const numbers = failed.has(at) ? none : values.subarray(at * width, (at + 1) * width)
        store.onnxModels.putAnswer(this.#model.model, content, numbers)
        at++
      }
    })
    const ids = [...running.contents.values()]
    for (const { index, message } of faults)
      if (this.faults.length < FAULTS_TOLD) this.faults.push({ recordId: ids[index]!.recordId, message })
    this.asked += running.contents.size
    this.last = answers
  }
}

const none = new Float32Array(0)

/** What the records' answers are now: counted from what is stored, so that a known answer counts like a new one. */
function tally(project: Project, model: StoredOnnxModel): Pick<OnnxRun, 'records' | 'faultCount' | 'labels'> {
  const names = labelsOf(project, model)
  const labels: Record<string, number> = Object.fromEntries(names.map(name => [name, 0]))
  let records = 0
  let faultCount = 0
  for (const { numbers } of answersOf(project, model)) {
    if (!numbers) continue
    if (numbers.length === 0) faultCount++
    else {
      records++
      if (names.length > 0) labels[names[largest(numbers)]!]!++
    }
  }
  return { records, faultCount, labels }
}

const largest = (numbers: Float32Array): number =>
  numbers.reduce((best, value, at) => (value > numbers[best]! ? at : best), 0)

/** Of each live record, what the model said of it: no numbers where it could not, nothing where it was not asked. */
export function* answersOf(
  project: Project,
  model: StoredOnnxModel,
): Generator<{ record: StoredRecord; numbers: Float32Array | undefined }> {
  const view = viewOf(project)
  for (const batch of project.store.records.batches(0, view.rowCount))
    for (const record of batch)
      if (isLive(view, record.row)) yield { record, numbers: answerOf(project, model, record) }
}

export const answerOf = (project: Project, model: StoredOnnxModel, record: StoredRecord): Float32Array | undefined =>
  project.store.onnxModels.answer(model.model, contentOf(project, model, itemOf(model, record)))

/** What a model is given of a record. */
function itemOf({ description }: StoredOnnxModel, { text, fields, image }: StoredRecord): ModelItem {
  const { input, pairField, fields: wanted } = description
  if (input === 'image') return image === null ? {} : { image }
  if (input === 'text' && pairField === undefined) return { text }
  const values = JSON.parse(fields) as Record<string, unknown>
  if (input === 'text') return { text, pair: String(values[pairField!] ?? '') }
  return { numbers: wanted.flatMap(name => numbersIn(values[name])) }
}

/** A list of numbers counts as many fields. */
const numbersIn = (value: unknown): number[] =>
  Array.isArray(value) ? value.map(Number) : [value === null || value === '' ? Number.NaN : Number(value)]

/** Under this an answer is kept: it holds for every record of the same content. */
const contentOf = (project: Project, model: StoredOnnxModel, item: ModelItem): string =>
  digestOf(JSON.stringify([item.text, item.pair, item.image, item.numbers, hypothesesOf(project, model)])).slice(0, 32)

export function hypothesesOf({ store }: Project, { description }: StoredOnnxModel): string[] {
  if (description.task !== 'zero-shot') return []
  const template = description.hypothesis ?? DEFAULT_HYPOTHESIS
  return store.settings.classes().map(({ name }) => template.replace('{}', name))
}

/** What it says to a text; nothing is stored. */
export async function tryOut(project: Project, { name, text }: { name: string; text: string }) {
  const model = modelNamed(project, name)
  if (model.description.input !== 'text') throw problem('MODEL_READS_NO_TEXT', { model: name })
  const opened = await usable(project, model)
  const started = performance.now()
  const { values, provider, fallback } = await project.services.onnx.run(opened, [{ text }], {
    hypotheses: hypothesesOf(project, model),
  })
  const milliseconds = performance.now() - started
  const labels = labelsOf(project, model)
    .map((label, at) => ({ label, probability: values[at]! }))
    .sort((a, b) => b.probability - a.probability)
  return { labels, vector: labels.length > 0 ? [] : [...values.subarray(0, 8)], provider, fallback, milliseconds }
}
