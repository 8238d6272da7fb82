import type { ModelJudgement, ModelQuality } from './model-quality.ts'
import { formatCount, formatCounted, formatProbability, formatShare } from './numbers.ts'

/** "0.95 (0.90–0.98)", or n/a where nothing was there to score. */
export function withRange(value: number | undefined, interval?: readonly [number, number]): string {
  if (value === undefined) return 'n/a'
  const range = interval ? ` (${formatProbability(interval[0])}–${formatProbability(interval[1])})` : ''
  return `${formatProbability(value)}${range}`
}

/** Which records: "103 records with gold of test". */
export const scoredWords = ({ n, against, split, slice }: ModelQuality): string =>
  `${formatCounted(n, 'record')} with ${against}${split ? ` of ${split}` : ''}${slice === undefined ? '' : ` in the slice ${slice}`}`

export function qualitySentence(quality: ModelQuality): string {
  const [first, ...others] = quality.models
  if (!first) return `Nothing was judged on ${scoredWords(quality)}.`
  const { accuracy, accuracyInterval } = first.scores
  const rest = others.map(({ title, scores }) => `${title} on ${withRange(scores.accuracy)}`)
  return (
    `${first.title} is right on ${withRange(accuracy, accuracyInterval)} of ${scoredWords(quality)}` +
    `${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.`
  )
}

/** Steps of the threshold are hundredths. */
export const stepOf = (threshold: number): number => Math.round(threshold * 100)

/** What an export at a threshold would hold, and how right what was scored of it is. */
export function thresholdSentence(quality: ModelQuality, model: ModelJudgement, threshold: number): string {
  const { gold, pseudo } = quality.exported
  const step = stepOf(threshold)
  const { kept, right } = model.kept[step]!
  const scored =
    kept === 0
      ? 'None of the scored records reaches it.'
      : `Of the scored records it keeps ${formatCount(kept)} of ${formatCount(quality.n)}, and ${formatProbability(right / kept)} of them are right.`
  return (
    `An export at ${threshold.toFixed(2)} holds ${formatCount(gold)} gold and ${formatCount(pseudo[step]!)} of ` +
    `${formatCounted(pseudo[0]!, 'pseudo-label')}${pseudo[0]! > 0 ? ` (${formatShare(pseudo[step]! / pseudo[0]!)})` : ''}. ${scored}`
  )
}
