import { createRandom, shuffle } from './numeric/random.ts'

/**
 * [n] the split of each record, an index into `shares`. Records with the same gold (NONE is a stratum too) are dealt out by
 * the same shares, to the nearest whole record (largest remainders). Same seed, same split.
 */
export function makeSplit(shares: readonly number[], seed: number, gold: Int8Array): Int8Array {
  const random = createRandom(seed)
  const split = new Int8Array(gold.length)
  for (const rows of strata(gold)) {
    shuffle(rows, random)
    let at = 0
    wholeShares(shares, rows.length).forEach((count, index) => {
      for (const end = at + count; at < end; at++) split[rows[at]!] = index
    })
  }
  return split
}

/** The rows of each class of gold, in the order of the classes. */
function strata(gold: Int8Array): Int32Array[] {
  const found = [...new Set(gold)].sort((a, b) => a - b)
  return found.map(c => {
    const rows = new Int32Array(gold.reduce((count, each) => count + (each === c ? 1 : 0), 0))
    let at = 0
    for (let row = 0; row < gold.length; row++) if (gold[row] === c) rows[at++] = row
    return rows
  })
}

/** Whole numbers in proportion to the shares that add up to the total. */
function wholeShares(shares: readonly number[], total: number): number[] {
  const exact = shares.map(share => share * total)
  const counts = exact.map(value => Math.floor(value + 1e-9))
  const byRemainder = [...exact.keys()].sort((a, b) => exact[b]! - counts[b]! - (exact[a]! - counts[a]!) || a - b)
  const missing = total - counts.reduce((sum, count) => sum + count, 0)
  for (const index of byRemainder.slice(0, missing)) counts[index]!++
  return counts
}
