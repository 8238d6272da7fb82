import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import {
  type InferenceStatus,
  type OnnxModelInfo,
  type OnnxRun,
  providerTitles,
} from '../../../src-shared/onnx-models.ts'

/** The screen's one sentence. */
export function modelsSentence(models: readonly OnnxModelInfo[]): string {
  if (models.length === 0) return 'This project has no ONNX model yet.'
  const embeddings = models.filter(({ task }) => task === 'embedding').length
  const classifiers = models.length - embeddings
  const parts = [
    ...(classifiers > 0 ? [formatCounted(classifiers, 'classifier')] : []),
    ...(embeddings > 0 ? [formatCounted(embeddings, 'embedding')] : []),
  ]
  const answers = models.reduce((sum, { answered }) => sum + answered, 0)
  return `${parts.join(' and ')}, ${answers === 0 ? 'and nothing has been asked yet' : `with ${formatCounted(answers, 'answer')} kept`}.`
}

/** What a model is, in words. */
export function modelWords({ task, input, width, labels, maxTokens, fields, pooling }: OnnxModelInfo): string {
  const reads = {
    text: `reads texts, up to ${formatCounted(maxTokens, 'token')}`,
    image: 'reads pictures',
    numbers: fields.length > 0 ? `reads ${fields.join(', ')}` : `reads ${formatCounted(width, 'number')}`,
  }[input]
  if (task === 'embedding') {
    const how = input === 'text' ? ` (${pooling === 'cls' ? 'of the first token' : 'the mean of its tokens'})` : ''
    return `${reads}; gives a vector of ${formatCounted(width, 'number')}${how}`
  }
  const what = task === 'zero-shot' ? 'asks which of the classes a text is about' : `tells apart ${labels.join(', ')}`
  return `${reads}; ${what}`
}

export function ranWords({
  model,
  records,
  asked,
  provider,
  recordsPerSecond,
  fallback,
  faults,
  faultCount,
}: OnnxRun): string {
  if (asked === 0) return `${model} knows all ${formatCounted(records, 'record')} already.`
  const speed = `${formatCount(Math.round(recordsPerSecond ?? 0))} records a second`
  const where = provider ? ` on ${providerTitles[provider]}` : ''
  const why = fallback ? ` (${fallback})` : ''
  const bad =
    faultCount > 0
      ? ` ${formatCounted(faultCount, 'record')} could not be answered: ${faults[0]?.message ?? 'see below'}.`
      : ''
  return `${model} read ${formatCounted(asked, 'record')}${where}${why}, ${speed}.${bad}`
}

/** Where models are computed, and how fast: "CPU · 1,250 records/s". */
export function placeWords(last: NonNullable<InferenceStatus['last']>): string {
  return `${providerTitles[last.provider]} · ${formatCount(Math.round(last.recordsPerSecond))} records/s`
}
