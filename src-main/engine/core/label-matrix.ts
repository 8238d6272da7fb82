import { ABSTAIN } from '../../../src-shared/vocabulary.ts'

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

/** Columns that are counted before a byte of the count might run over. */
const MOST_IN_A_BYTE = 255

/** [n] the number of LFs that vote a class on each record; 0 means uncovered. Four records at a time, each in a byte of its own. */
export function votesPerRecord(L: LabelMatrix): Uint16Array {
  const { recordCount: n, lfCount: m } = L
  const counts = new Uint16Array(n)
  const aligned = new Int8Array(4 * Math.ceil(n / 4)).fill(ABSTAIN)
  const fours = new Int32Array(aligned.buffer)
  const sums = new Int32Array(fours.length)
  const bytes = new Uint8Array(sums.buffer)
  for (let j = 0; j < m; j++) {
    aligned.set(columnOf(L, j))
    for (let x = 0; x < fours.length; x++) sums[x]! += (~fours[x]! >>> 7) & 0x01010101
    if ((j + 1) % MOST_IN_A_BYTE !== 0 && j + 1 < m) continue
    for (let i = 0; i < n; i++) counts[i]! += bytes[i]!
    sums.fill(0)
  }
  return counts
}

/** The column of LF j as a view, not a copy. */
export const columnOf = (L: LabelMatrix, j: number): Int8Array =>
  L.votes.subarray(j * L.recordCount, (j + 1) * L.recordCount)

/** How many votes of a column are UNSEEN or FAULT. Reads four at once, as there are seldom any. */
export function missingVotes(column: Int8Array): number {
  const { head, fours, tail } = inFours(column)
  let missing = 0
  for (let x = 0; x < fours.length; x++) {
    const four = fours[x]!
    // A byte below −1 has its highest bit, and one of the others is 0.
    let marks = four & ~((four & 0x7f7f7f7f) + 0x01010101) & 0x80808080
    for (; marks !== 0; marks &= marks - 1) missing++
  }
  for (const vote of head) if (vote < ABSTAIN) missing++
  for (const vote of tail) if (vote < ABSTAIN) missing++
  return missing
}

/** How many votes of a column are for a class. Counts four at once, each in a byte of its own, as long as these hold them. */
export function votesOf(column: Int8Array): number {
  const { head, fours, tail } = inFours(column)
  let votes = 0
  for (let from = 0; from < fours.length; from += 255) {
    const to = Math.min(fours.length, from + 255)
    let four = 0
    for (let x = from; x < to; x++) four += (~fours[x]! >>> 7) & 0x01010101
    votes += (four & 0xff) + ((four >>> 8) & 0xff) + ((four >>> 16) & 0xff) + (four >>> 24)
  }
  for (const vote of head) if (vote >= 0) votes++
  for (const vote of tail) if (vote >= 0) votes++
  return votes
}

/** A column in words of four votes, which must begin at a multiple of 4 in memory, and what is left at its ends. */
function inFours(column: Int8Array): { head: Int8Array; fours: Int32Array; tail: Int8Array } {
  const start = -column.byteOffset & 3
  if (column.length < start) return { head: column, fours: new Int32Array(0), tail: column.subarray(column.length) }
  const fours = new Int32Array(column.buffer, column.byteOffset + start, (column.length - start) >> 2)
  return { head: column.subarray(0, start), fours, tail: column.subarray(start + 4 * fours.length) }
}
