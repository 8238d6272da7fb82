import { formatCounted, formatShare } from '../../../src-shared/numbers.ts'
import type { Simulation } from '../../../src-shared/simulation.ts'

/** Which strategy would have been best here, and by how much. */
export function simulationSentence({ gain, strategies, model }: Simulation): string {
  if (!gain) {
    const [only] = strategies
    const end = only!.points.at(-1)!
    return `${only!.title}: ${formatShare(only!.points[0]!.mean, 1)} right before, ${formatShare(end.mean, 1)} after ${formatCounted(end.reviews, 'review')}. Play another strategy to compare.`
  }
  const { best, over, mean, interval, reviews } = gain
  const after = `after ${formatCounted(reviews, 'review')} with ${model}`
  const by = `${points(mean)} more right than ${over}${interval ? ` (95 % interval ${points(interval[0])} to ${points(interval[1])})` : ''}`
  if (!interval) return `${best} ended best ${after}: ${by}. That is one seed; play several to see whether it is luck.`
  if (interval[0] > 0) return `${best} would have been best here ${after}: ${by}.`
  return `No strategy was clearly best here ${after}: ${best} got ${by}, which may be luck.`
}

/** Before anything was played. */
export const invitation = (withReference: number): string =>
  withReference > 0
    ? `${formatCounted(withReference, 'record')} with a reference can play an annotator: see which order of the queue teaches the model fastest.`
    : 'Nothing can be simulated: no record has a reference.'

const MINUS = '−'

/** 0.0194 → "1.9 points" */
const points = (share: number): string => {
  const size = (100 * Math.abs(share)).toFixed(1)
  return `${share < 0 && Number(size) > 0 ? MINUS : ''}${size} ${size === '1.0' ? 'point' : 'points'}`
}
