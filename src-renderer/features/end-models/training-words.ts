import type { TrainingSummary } from '../../../src-shared/end-models.ts'
import { formatCounted, formatShare } from '../../../src-shared/numbers.ts'

interface Standing {
  trainings: readonly TrainingSummary[]
  /** The label model, where there is one. */
  labelModel: string | undefined
  /** There is something to learn from. */
  hasLabels: boolean
}

/** The screen's one sentence. */
export function standingSentence({ trainings, labelModel, hasLabels }: Standing): string {
  const current = trainings.find(each => each.current)
  if (current?.metrics) {
    const { n, labelModel: other } = current.metrics
    const own = `${current.title} is right on ${formatShare(current.metrics.accuracy)} of ${formatCounted(n, 'gold record')} it had not seen`
    return other ? `${own}, ${labelModel ?? 'the label model'} alone on ${formatShare(other.accuracy)}.` : `${own}.`
  }
  if (current) return `${current.title} proposes the classes, and no gold tells yet how right it is.`
  const judged = trainings.filter(({ metrics }) => metrics?.labelModel)
  if (labelModel && judged.length > 0)
    return `${labelModel} alone proposes the classes: of ${formatCounted(judged.length, 'model')} trained here none is current.`
  if (labelModel)
    return `${labelModel} proposes the classes; an end model learns from that and from gold, and reads all that records say.`
  return hasLabels
    ? 'There is gold to learn from, and no end model has been trained yet.'
    : 'There is nothing to learn from yet.'
}

/** What was learned from: "1,310 pseudo-labels and 120 gold records". */
export function lessonWords({ usedGold, usedPseudo }: Pick<TrainingSummary, 'usedGold' | 'usedPseudo'>): string {
  const parts = [
    ...(usedPseudo > 0 ? [formatCounted(usedPseudo, 'pseudo-label')] : []),
    ...(usedGold > 0 ? [formatCounted(usedGold, 'gold record')] : []),
  ]
  return parts.join(' and ')
}
