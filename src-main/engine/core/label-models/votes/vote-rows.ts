import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../label-matrix.ts'

/**
 * L as EM reads it: row by row, votes only, equal rows once. A few LFs give few different rows however many records
 * there are, and a round of EM then costs next to nothing.
 */
export interface VoteRows {
  /** r */
  rowCount: number
  /** m · k */
  codeCount: number
  /** [r + 1] where the votes of a row begin in `codes`. */
  starts: Uint32Array
  /** [votes] `j * k + vote` for every vote of a class, in the order of the LFs. */
  codes: Uint16Array | Uint32Array
  /** [votes] how much each vote counts; 1 when absent. */
  shares?: Float32Array
  /** [m × m] how far one LF follows another, from which the shares were made. */
  follows?: Float64Array
  /** [r] how many records look like this; 0 for the row without vote and gold, from which nothing is learned. */
  weights: Float64Array
  /** [r] class index of gold, NONE elsewhere. */
  gold: Int8Array
  /** [n] the row of each record. */
  rowOf: Uint32Array
  /** [m · k] how many records have this vote, each as far as it counts. */
  totals: Float64Array
  /** How many records have a vote or gold. */
  learned: number
}

export function voteRows(L: LabelMatrix, gold: Int8Array): VoteRows {
  const { recordCount: n, lfCount: m, classCount: k } = L
  if (L.votes.length !== m * n) throw new RangeError(`L has ${L.votes.length} votes instead of ${m} × ${n}`)
  if (gold.length !== n) throw new RangeError(`gold has ${gold.length} entries for ${n} records`)
  const { starts, codes } = listVotes(L)
  return withTotals({ ...mergeEqualRows(starts, codes, gold), codeCount: m * k })
}

/** About `count` rows, evenly spread: enough to find parameters near those of all rows. */
export function sampleRows(rows: VoteRows, count: number): VoteRows {
  const picked = Uint32Array.from({ length: count }, (_, s) => Math.floor((s * rows.rowCount) / count))
  const starts = new Uint32Array(count + 1)
  picked.forEach((r, s) => {
    starts[s + 1] = starts[s]! + rows.starts[r + 1]! - rows.starts[r]!
  })
  const codes = rows.codes.slice(0, starts[count]!)
  picked.forEach((r, s) => codes.set(rows.codes.subarray(rows.starts[r]!, rows.starts[r + 1]!), starts[s]!))
  const weights = Float64Array.from(picked, r => rows.weights[r]!)
  const gold = Int8Array.from(picked, r => rows.gold[r]!)
  const sample = { rowCount: count, codeCount: rows.codeCount, starts, codes, weights, gold, rowOf: picked }
  if (!rows.shares) return withTotals(sample)
  const shares = new Float32Array(codes.length)
  picked.forEach((r, s) => shares.set(rows.shares!.subarray(rows.starts[r]!, rows.starts[r + 1]!), starts[s]!))
  return withTotals({ ...sample, shares, ...(rows.follows && { follows: rows.follows }) })
}

export function withTotals(rows: Omit<VoteRows, 'totals' | 'learned'>): VoteRows {
  const totals = new Float64Array(rows.codeCount)
  let learned = 0
  for (let r = 0; r < rows.rowCount; r++) {
    const weight = rows.weights[r]!
    learned += weight
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++)
      totals[rows.codes[e]!]! += rows.shares ? weight * rows.shares[e]! : weight
  }
  return { ...rows, totals, learned }
}

/** Records that are turned from columns into rows at a time, so that they stay in the processor's cache. */
const TILE = 1024

/** Compressed rows: the codes of record i are `codes[starts[i] … starts[i + 1]]`. */
function listVotes({ votes, recordCount: n, lfCount: m, classCount: k }: LabelMatrix) {
  const starts = new Uint32Array(n + 1)
  const wide = m * k > 65536
  let codes = wide ? new Uint32Array(2 * n + TILE * m) : new Uint16Array(2 * n + TILE * m)
  const tile = wide ? new Uint32Array(TILE * m) : new Uint16Array(TILE * m)
  const next = new Uint32Array(TILE)
  let size = 0
  for (let first = 0; first < n; first += TILE) {
    const rows = Math.min(TILE, n - first)
    for (let i = 0; i < rows; i++) next[i] = i * m
    for (let j = 0; j < m; j++) {
      const column = j * n + first
      for (let i = 0; i < rows; i++) {
        // Written always, kept only if it is a class: without a branch that cannot be predicted.
        const vote = votes[column + i]!
        const at = next[i]!
        tile[at] = j * k + vote
        next[i] = at + 1 + (vote >> 31)
      }
    }
    if (size + rows * m > codes.length) codes = grown(codes, size + TILE * m)
    for (let i = 0; i < rows; i++) {
      for (let e = i * m; e < next[i]!; e++) codes[size++] = tile[e]!
      starts[first + i + 1] = size
    }
  }
  return { starts, codes }
}

function grown<T extends Uint16Array | Uint32Array>(codes: T, atLeast: number): T {
  const larger = new (codes.constructor as new (length: number) => T)(Math.max(2 * codes.length, atLeast))
  larger.set(codes)
  return larger
}

/** After this many records it is plain whether looking for equal rows pays. */
const TRIAL = 16_384

/** Keeps each row where it is met first, moving it to the front of the same arrays. */
function mergeEqualRows(starts: Uint32Array, codes: VoteRows['codes'], gold: Int8Array) {
  const n = gold.length
  const rowOf = new Uint32Array(n)
  const weights = new Float64Array(n)
  const rowGold = new Int8Array(n)
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * n + 2)))
  const end = starts[n]!
  let rowCount = 0
  let merging = true
  let moved = 0
  for (let i = 0; i < n; i++) {
    const from = starts[i]!
    const to = starts[i + 1]!
    if (i === TRIAL && rowCount >= TRIAL / 2) {
      // From here on only empty rows are merged, so all votes move together.
      merging = false
      codes.copyWithin(starts[rowCount]!, from, end)
      moved = from - starts[rowCount]!
    }
    const isEmpty = from === to
    if (merging || isEmpty) {
      const slot = slotOf(slots, starts, codes, rowGold, from, to, gold[i]!)
      if (slots[slot]! > 0) {
        rowOf[i] = slots[slot]! - 1
        weights[rowOf[i]!]! += !isEmpty || gold[i] !== NONE ? 1 : 0
        continue
      }
      slots[slot] = rowCount + 1
    }
    rowOf[i] = rowCount
    rowGold[rowCount] = gold[i]!
    weights[rowCount] = !isEmpty || gold[i] !== NONE ? 1 : 0
    if (merging) {
      let at = starts[rowCount]!
      for (let e = from; e < to; e++) codes[at++] = codes[e]!
      starts[++rowCount] = at
    } else starts[++rowCount] = to - moved
  }
  return {
    rowCount,
    starts: starts.subarray(0, rowCount + 1),
    codes: codes.subarray(0, starts[rowCount]!),
    weights: weights.subarray(0, rowCount),
    gold: rowGold.subarray(0, rowCount),
    rowOf,
  }
}

/** Where an equal row is noted (its number + 1), or a free slot. */
function slotOf(
  slots: Int32Array,
  starts: Uint32Array,
  codes: VoteRows['codes'],
  rowGold: Int8Array,
  from: number,
  to: number,
  gold: number,
): number {
  let hash = gold + 2
  for (let e = from; e < to; e++) hash = Math.imul(hash ^ codes[e]!, 0x9e3779b1) ^ (hash >>> 15)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  let slot = (hash ^ (hash >>> 13)) & (slots.length - 1)
  while (slots[slot]! > 0) {
    const row = slots[slot]! - 1
    if (rowGold[row] === gold && sameCodes(codes, starts[row]!, starts[row + 1]!, from, to)) break
    slot = (slot + 1) & (slots.length - 1)
  }
  return slot
}

function sameCodes(codes: VoteRows['codes'], a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false
  while (a < aEnd) if (codes[a++] !== codes[b++]) return false
  return true
}
