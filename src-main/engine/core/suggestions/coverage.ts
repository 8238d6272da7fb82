import type { LabelMatrix } from '../label-matrix.ts'

export const UNCOVERED = 0
export const AGREED = 1
export const CONFLICTED = 2

/** [n] what the LFs one has say of each record: nothing, one class, or several. */
export function coverageOf({ votes, lfCount, recordCount: n }: LabelMatrix): Uint8Array {
  const coverage = new Uint8Array(n)
  const first = new Int8Array(n).fill(-1)
  for (let j = 0; j < lfCount; j++) {
    for (let i = 0; i < n; i++) {
      const vote = votes[j * n + i]!
      if (vote < 0 || coverage[i] === CONFLICTED) continue
      if (first[i]! < 0) {
        first[i] = vote
        coverage[i] = AGREED
      } else if (first[i] !== vote) coverage[i] = CONFLICTED
    }
  }
  return coverage
}
