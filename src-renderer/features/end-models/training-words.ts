import type { OutOfSample, TrainingSummary } from '../../../src-shared/end-models.ts'
import type { FitSummary } from '../../../src-shared/label-models.ts'
import { formatCounted, formatShare } from '../../../src-shared/numbers.ts'

/** Of scores: decisions teach the current model, and do not score it. */
export const SCORED_BEFORE = 'it was scored before votes, gold or records changed; training again scores it'

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
    const when = current.stale ? 'was, when it was scored,' : 'is'
    const own = `${current.title} ${when} right on ${formatShare(current.metrics.accuracy)} of ${formatCounted(n, 'gold record')} it had not seen`
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

type Trained = Pick<TrainingSummary, 'metrics' | 'stale'>

/** The newest figures of this label model alone, from a training that was judged on what is there now. */
export function figuresAlone(
  trainings: readonly Trained[],
  labelModel: Pick<FitSummary, 'model' | 'options'> | undefined,
): (OutOfSample & { stale: boolean }) | undefined {
  const isSame = (scored: { model?: string | undefined; options?: Record<string, number> | undefined }) =>
    scored.model === labelModel?.model && JSON.stringify(scored.options) === JSON.stringify(labelModel?.options)
  const judged = trainings.filter(({ metrics }) => metrics?.labelModel && isSame(metrics.labelModel))
  const one = judged.find(({ stale }) => !stale) ?? judged[0]
  return one?.metrics?.labelModel && { ...one.metrics.labelModel, stale: one.stale ?? true }
}
