/**
 * The label matrix L: every vote of every labeling function.
 * Layout: [m × n] Int8, one contiguous column per labeling function; the vote of LF j on record i is `votes[j * n + i]`.
 * A column per LF, because an edit replaces one column, storage keeps columns, and EM reads them one by one.
 */
export interface LabelMatrix {
  /** [m × n] class index, ABSTAIN, UNSEEN or FAULT. May lie on a SharedArrayBuffer. */
  votes: Int8Array
  /** n */
  recordCount: number
  /** m */
  lfCount: number
  /** k */
  classCount: number
}

/** [n] the number of LFs that vote a class on each record; 0 means uncovered. */
export function votesPerRecord({ votes, recordCount: n, lfCount: m }: LabelMatrix): Uint16Array {
  const counts = new Uint16Array(n)
  for (let j = 0; j < m; j++) {
    const column = j * n
    for (let i = 0; i < n; i++) if (votes[column + i]! >= 0) counts[i]!++
  }
  return counts
}

/** The column of LF j as a view, not a copy. */
export const columnOf = (L: LabelMatrix, j: number): Int8Array =>
  L.votes.subarray(j * L.recordCount, (j + 1) * L.recordCount)
