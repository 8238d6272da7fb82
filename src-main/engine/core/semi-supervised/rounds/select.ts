import { bestClass } from './guard.ts'

export interface Selection {
  /** Which records may be chosen, [n] 0 or 1. */
  candidates: Uint8Array
  /** P(class) must be larger. */
  threshold: number
  /** At most so many are chosen, the most probable first. */
  most: number
  /** [k] no class gets more than this share, rounded up, of what is chosen; absent: whatever comes. */
  shares?: Float64Array | undefined
}

/** Records with the class that is proposed for each, in the order of the records. */
export interface Selected {
  rows: number[]
  classes: number[]
}

/** The records of which the model is surest. */
export function selectConfident(posterior: Float64Array, k: number, selection: Selection): Selected {
  const { candidates, threshold, most, shares } = selection
  const best = (i: number) => posterior[i * k + bestClass(posterior, i, k)]!
  const sure = Array.from(candidates.keys()).filter(i => candidates[i] === 1 && best(i) > threshold)
  const total = Math.min(most, sure.length)
  const left = shares && Array.from(shares, share => Math.ceil(share * total - 1e-9))
  const rows = sure
    .sort((i, j) => best(j) - best(i) || i - j)
    .filter(i => !left || left[bestClass(posterior, i, k)]!-- > 0)
    .slice(0, total)
    .sort((i, j) => i - j)
  return { rows, classes: rows.map(i => bestClass(posterior, i, k)) }
}

/** [k] share of each class; uniform without any. NONE does not count. */
export function sharesOf(classes: Int8Array, k: number): Float64Array {
  const counts = Float64Array.from(countPerClass(classes, k))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total > 0 ? counts.map(count => count / total) : counts.fill(1 / k)
}

/** [k] how many of each class; NONE does not count. */
export function countPerClass(classes: ArrayLike<number>, k: number): number[] {
  const counts = Array.from({ length: k }, () => 0)
  for (let i = 0; i < classes.length; i++) if (classes[i]! >= 0) counts[classes[i]!]!++
  return counts
}
