import { parentPort } from 'node:worker_threads'
import { learnedEvidence } from '../../core/analysis/learned-evidence.ts'
import { crossFit } from '../../core/label-models/cross-fit.ts'
import type { LabelModel } from '../../core/label-models/label-model.ts'
import { labelModel } from '../../core/label-models/registry.ts'
import { readGold } from '../../core/label-errors/read-gold.ts'
import { findContradictions } from '../../core/near-duplicates/contradictions.ts'
import type { SparseMatrix } from '../../core/numeric/sparse.ts'
import { tfidf } from '../../core/text/tfidf.ts'
import type { Corpus } from '../../core/suggestions/corpus.ts'
import { groupUncovered } from '../../core/suggestions/groups.ts'
import { prepare, type Prepared, suggestFrom } from '../../core/suggestions/suggest.ts'
import type { Suggestion } from '../../core/suggestions/suggest-input.ts'
import type { Answer, Message, ModelMessage, ModelTask, RecordsMessage, SentTexts } from './compute.ts'

let features: { key: string; X: SparseMatrix } | undefined
let prepared: { key: string; found: Prepared } | undefined
let records: { key: string; corpus: Corpus } | undefined

/** One worker computes one task at a time; a task is cancelled by ending its worker. */
parentPort!.on('message', (message: Message) => {
  try {
    if (message.kind === 'suggest') {
      post({ kind: 'suggest', suggestions: suggestions(message) })
    } else if (message.kind === 'group') {
      post({ kind: 'group', groups: groupUncovered({ ...message.input, corpus: corpusOf(message) }) })
    } else if (message.kind === 'contradictions') {
      post({ kind: 'contradictions', contradictions: findContradictions(message.input) })
    } else if (message.kind === 'read-gold') {
      const { features: X } = featuresOf(message)
      post({ kind: 'read-gold', posterior: readGold({ ...message.input, features: X!, onProgress: tellProgress }) })
    } else runModel(message)
  } catch (error) {
    post({ kind: 'failed', error })
  }
})

const tellProgress = (share: number): void => post({ kind: 'progress', share })

function runModel(message: ModelMessage): void {
  const task = message as ModelTask
  const model = labelModel(task.model)
  if (!model) throw new RangeError(`no label model "${task.model}"`)
  const input = { ...task.input, ...featuresOf(message), onProgress: tellProgress }
  if (task.kind === 'fit') {
    const fit = model.fit(task.L, input)
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

function featuresOf({ texts }: { texts?: SentTexts | undefined }): { features?: SparseMatrix } {
  if (!texts) return {}
  if (texts.lines) features = { key: texts.key, X: tfidf(texts.lines) }
  if (features?.key !== texts.key) throw new Error(`the texts of "${texts.key}" were not sent`)
  return { features: features.X }
}

function post(answer: Answer): void {
  parentPort!.postMessage(answer, buffersOf(answer))
}

/** Long arrays are handed over, not copied. */
function buffersOf(answer: Answer): ArrayBuffer[] {
  if (answer.kind === 'read-gold') return [answer.posterior.buffer as ArrayBuffer]
  return answer.kind === 'fit' || answer.kind === 'cross-fit' ? [answer.fit.posterior.buffer as ArrayBuffer] : []
}
