import { type ClassIndex, NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'

/** A decision that stands. */
export interface Decided {
  /** Number of the record, 0..n − 1, and of the annotator, 0..m − 1. */
  record: number
  annotator: number
  class: ClassIndex
  /** Made on purpose where it was already decided: it settles, and is no opinion of its own. */
  isRecheck: boolean
}

/**
 * [m × n] what each annotator says of each record: the last decision of each, one column per annotator. Rechecks are left
 * out: who looks at an answer again has seen the earlier one, and would agree or disagree with it on purpose.
 */
export function opinions(
  decisions: readonly Decided[],
  counts: { annotators: number; records: number; classes: number },
): LabelMatrix {
  const { annotators: lfCount, records: recordCount, classes: classCount } = counts
  const votes = new Int8Array(lfCount * recordCount).fill(NONE)
  for (const { record, annotator, class: c, isRecheck } of decisions) {
    if (!isRecheck) votes[annotator * recordCount + record] = c
  }
  return { votes, recordCount, lfCount, classCount }
}

/**
 * [n] the class that the others settled on, as one annotator can be judged by it; NONE where they have not. In this order: the last recheck by
 * someone else; imported gold; what most of at least two others say. The annotator's own word never counts.
 */
export function settledByOthers(
  own: number,
  decisions: readonly Decided[],
  said: LabelMatrix,
  importedGold: Int8Array,
): Int8Array {
  const { votes, recordCount: n, lfCount: m, classCount: k } = said
  const settled = Int8Array.from(importedGold)
  const tally = new Int32Array(k)
  for (let i = 0; i < n; i++) {
    if (settled[i] !== NONE || votes[own * n + i] === NONE) continue
    tally.fill(0)
    let others = 0
    for (let j = 0; j < m; j++) {
      const c = votes[j * n + i]!
      if (j === own || c === NONE) continue
      tally[c]!++
      others++
    }
    for (let c = 0; c < k; c++) if (others > 1 && tally[c]! * 2 > others) settled[i] = c
  }
  for (const { record, annotator, class: c, isRecheck } of decisions) {
    if (isRecheck && annotator !== own) settled[record] = c
  }
  return settled
}

/** How many of an annotator's opinions are what the others settled on, and how many could be compared. */
export function judge(own: number, said: LabelMatrix, settled: Int8Array): { right: number; n: number } {
  const n = said.recordCount
  const counts = { right: 0, n: 0 }
  for (let i = 0; i < n; i++) {
    const c = said.votes[own * n + i]!
    if (c === NONE || settled[i] === NONE) continue
    counts.n++
    if (c === settled[i]) counts.right++
  }
  return counts
}

/** A longer wait between two decisions is a pause. */
const PAUSE_MS = 5 * 60_000

/** The median time from one decision to the next, pauses left out; undefined where there are no two in a row. */
export function pace(timesMs: readonly number[]): number | undefined {
  const gaps: number[] = []
  for (let at = 1; at < timesMs.length; at++) {
    const gap = timesMs[at]! - timesMs[at - 1]!
    if (gap <= PAUSE_MS) gaps.push(gap)
  }
  if (gaps.length === 0) return undefined
  gaps.sort((a, b) => a - b)
  const middle = gaps.length >> 1
  return gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2
}
