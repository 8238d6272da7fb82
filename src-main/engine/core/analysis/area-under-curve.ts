import { Z95 } from './intervals.ts'

export interface AreaUnderCurve {
  /** P(a positive scores higher than a negative); a tie counts half. */
  area: number
  /** 95 % */
  interval: [low: number, high: number]
}

/**
 * The area under the ROC curve; undefined without both positives and negatives. The interval holds the areas whose own
 * standard error allows the one that was seen, so that it is of use at 0 and 1 as well.
 *
 * Hanley, McNeil (1982): The meaning and use of the area under a ROC curve. Radiology 143. The interval: Newcombe (2006),
 * Confidence intervals for an effect size measure based on the Mann–Whitney statistic, part 2. Statistics in Medicine 25.
 */
export function areaUnderCurve(scores: Float64Array, isPositive: Uint8Array): AreaUnderCurve | undefined {
  const positives = isPositive.reduce((sum, one) => sum + one, 0)
  const negatives = scores.length - positives
  if (positives === 0 || negatives === 0) return undefined
  const area = (rankSum(scores, isPositive) - (positives * (positives + 1)) / 2) / (positives * negatives)
  const isPossible = (other: number) => Math.abs(other - area) <= Z95 * standardError(other, positives, negatives)
  return { area, interval: [farthest(area, 0, isPossible), farthest(area, 1, isPossible)] }
}

/** Of the positives, from 1 for the lowest score on; equal scores share their ranks. */
function rankSum(scores: Float64Array, isPositive: Uint8Array): number {
  const order = Uint32Array.from(scores.keys()).sort((i, j) => scores[i]! - scores[j]!)
  let sum = 0
  for (let from = 0; from < order.length;) {
    let to = from
    let positives = 0
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) positives += isPositive[order[to]!]!
    sum += (positives * (from + 1 + to)) / 2
    from = to
  }
  return sum
}

function standardError(area: number, positives: number, negatives: number): number {
  const half = (positives + negatives) / 2 - 1
  const spread = 1 + (half * (1 - area)) / (2 - area) + (half * area) / (1 + area)
  return Math.sqrt((area * (1 - area) * spread) / (positives * negatives))
}

/** The last area on the way from one that is possible towards an end. */
function farthest(from: number, end: number, isPossible: (area: number) => boolean): number {
  if (from === end) return end
  let [near, far] = [from, end]
  for (let halving = 0; halving < 40; halving++) {
    const middle = (near + far) / 2
    if (isPossible(middle)) near = middle
    else far = middle
  }
  return near
}
