/**
 * [k × codes] log P(vote | class) from counted votes, in place, each class of each LF on its own. An LF that votes one class
 * only has no classes to confuse: how often it is wrong is the same for all others, or else a frequent class could draw its
 * votes to itself. `totals` [codes] are the votes that were cast.
 */
export function confusionMatrices(counts: Float64Array, k: number, totals: Float64Array): Float64Array {
  for (let j = 0; j < totals.length; j += k) {
    const only = onlyVote(totals, j, k)
    if (only >= 0) evenErrors(counts, k, j, only)
  }
  return eachClassOnItsOwn(counts, k)
}

/** The same for an LF of any kind. */
export function eachClassOnItsOwn(counts: Float64Array, k: number): Float64Array {
  for (let row = 0; row < counts.length; row += k) {
    let sum = 0
    for (let v = row; v < row + k; v++) sum += counts[v]!
    for (let v = row; v < row + k; v++) counts[v] = Math.log(counts[v]! / sum)
  }
  return counts
}

/** The one class that the LF at code j votes, or −1. */
function onlyVote(totals: Float64Array, j: number, k: number): number {
  let only = -1
  for (let v = 0; v < k; v++) {
    if (totals[j + v]! <= 0) continue
    if (only >= 0) return -1
    only = v
  }
  return only
}

/** Makes the share of votes for `only` the same for all other classes, as it is on the whole. */
function evenErrors(counts: Float64Array, k: number, j: number, only: number): void {
  const codeCount = counts.length / k
  let errors = 0
  let all = 0
  for (let c = 0; c < k; c++) {
    if (c === only) continue
    errors += counts[c * codeCount + j + only]!
    for (let v = 0; v < k; v++) all += counts[c * codeCount + j + v]!
  }
  const odds = errors / (all - errors)
  for (let c = 0; c < k; c++) {
    if (c === only) continue
    let rest = 0
    for (let v = 0; v < k; v++) if (v !== only) rest += counts[c * codeCount + j + v]!
    counts[c * codeCount + j + only] = rest * odds
  }
}
