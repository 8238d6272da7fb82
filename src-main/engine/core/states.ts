import { STATES } from '../../../src-shared/vocabulary.ts'
import { type LabelMatrix, votesPerRecord } from './label-matrix.ts'

const PSEUDO = STATES.indexOf('pseudo')
const TIED = STATES.indexOf('tied')
const UNCOVERED = STATES.indexOf('uncovered')

/** Two probabilities this close are equal. */
const EQUAL = 1e-9

/**
 * [n] what votes and model make of each record, as an index into STATES; gold comes on top. A record without a vote
 * is uncovered, unless the model reaches it by other means: it is never given the class balance as its class; a covered one is tied when no class is ahead, or when its votes move nothing
 * away from the class balance.
 */
export function recordStates(
  L: LabelMatrix,
  posterior: Float64Array,
  classBalance: Float64Array,
  voters = votesPerRecord(L),
): Uint8Array {
  const { recordCount: n, classCount: k } = L
  if (posterior.length !== n * k) throw new RangeError(`the posterior has ${posterior.length} entries for ${n} × ${k}`)
  const states = new Uint8Array(n).fill(UNCOVERED)
  for (let i = 0; i < n; i++) {
    if (isProposed(posterior, i * k, k, classBalance)) states[i] = PSEUDO
    else if (voters[i]! > 0) states[i] = TIED
  }
  return states
}

/** One class is ahead, and not because of the class balance alone. */
export const isProposed = (posterior: Float64Array, start: number, k: number, classBalance: Float64Array): boolean =>
  !isTied(posterior, start, k) && !isBalance(posterior, start, classBalance)

function isTied(posterior: Float64Array, start: number, k: number): boolean {
  let best = -Infinity
  let second = -Infinity
  for (let c = 0; c < k; c++) {
    const p = posterior[start + c]!
    if (p > best) {
      second = best
      best = p
    } else if (p > second) second = p
  }
  return best - second <= EQUAL
}

function isBalance(posterior: Float64Array, start: number, classBalance: Float64Array): boolean {
  for (let c = 0; c < classBalance.length; c++) {
    if (Math.abs(posterior[start + c]! - classBalance[c]!) > EQUAL) return false
  }
  return true
}
