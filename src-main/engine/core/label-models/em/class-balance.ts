import { NONE } from '../../../../../src-shared/vocabulary.ts'

/** No class is ruled out by a class balance alone. */
const LEAST_SHARE = 1e-6

/** A sum this far from 1 is a rounding error. */
const ROUNDING = 1e-6

/** The class balance as the user gave it, without rounding errors; RangeError for what cannot be one. */
export function checkedBalance(given: Float64Array, k: number): Float64Array {
  if (given.length !== k) throw new RangeError(`the class balance has ${given.length} entries for ${k} classes`)
  if (!given.every(share => share >= 0 && share < Infinity) || given.every(share => share === 0)) {
    throw new RangeError(`the class balance (${given.join(', ')}) must be shares of at least 0, one of them above`)
  }
  const total = given.reduce((sum, share) => sum + share, 0)
  if (Math.abs(total - 1) > ROUNDING) {
    throw new RangeError(`the class balance (${given.join(', ')}) sums up to ${Number(total.toPrecision(6))}, not to 1`)
  }
  const lifted = given.map(share => Math.max(share / total, LEAST_SHARE))
  const liftedTotal = lifted.reduce((sum, share) => sum + share, 0)
  return lifted.map(share => share / liftedTotal)
}

/** [k] The share of each class among the gold, with half an imagined record of each; undefined without gold. */
export function sharesOfGold(gold: Int8Array, k: number): Float64Array | undefined {
  const counts = new Float64Array(k).fill(0.5)
  let total = 0.5 * k
  for (const c of gold) {
    if (c === NONE) continue
    counts[c]!++
    total++
  }
  return total === 0.5 * k ? undefined : counts.map(count => count / total)
}

/** Gold records of each class that are imagined before any is seen, so that a first few do not decide. */
const IMAGINED = 30

/** [k] What gold says of the class balance; uniform without gold. */
export function balanceOfGold(gold: Int8Array, k: number): Float64Array {
  const counts = new Float64Array(k).fill(IMAGINED)
  let total = k * IMAGINED
  for (const c of gold) {
    if (c === NONE) continue
    counts[c]!++
    total++
  }
  return counts.map(count => count / total)
}

/**
 * [k] The class balance from expected records of each class. One imagined record keeps a class that nobody votes for
 * possible, and a record that a fit has not seen apart from one that it is sure of.
 */
export function estimatedBalance(records: Float64Array, imagined = 1): Float64Array {
  const k = records.length
  const total = records.reduce((sum, count) => sum + count, imagined)
  return records.map(count => (total === 0 ? 1 / k : (count + imagined / k) / total))
}
