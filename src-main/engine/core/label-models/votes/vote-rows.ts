import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { listVotes, type ListedVotes } from './list-votes.ts'

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
  checkShapes(L, gold)
  return withTotals({ ...mergeEqualRows(listVotes(L), gold), codeCount: L.lfCount * L.classCount })
}

export function checkShapes({ votes, recordCount: n, lfCount: m }: LabelMatrix, gold: Int8Array): void {
  if (votes.length !== m * n) throw new RangeError(`L has ${votes.length} votes instead of ${m} × ${n}`)
  if (gold.length !== n) throw new RangeError(`gold has ${gold.length} entries for ${n} records`)
}

/** About `count` rows, evenly spread: enough to find parameters near those of all rows. */
export function sampleRows(rows: VoteRows, count: number): VoteRows {
  const rowOf = new Uint32Array(count)
  const starts = new Uint32Array(count + 1)
  const weights = new Float64Array(count)
  const gold = new Int8Array(count)
  for (let s = 0; s < count; s++) {
    const r = Math.floor((s * rows.rowCount) / count)
    rowOf[s] = r
    starts[s + 1] = starts[s]! + rows.starts[r + 1]! - rows.starts[r]!
    weights[s] = rows.weights[r]!
    gold[s] = rows.gold[r]!
  }
  const size = starts[count]!
  const codes = rows.codes.slice(0, size)
  const shares = rows.shares && new Float32Array(size)
  for (let s = 0; s < count; s++) {
    let from = rows.starts[rowOf[s]!]!
    for (let e = starts[s]!; e < starts[s + 1]!; e++, from++) {
      codes[e] = rows.codes[from]!
      if (shares) shares[e] = rows.shares![from]!
    }
  }
  const sample = { rowCount: count, codeCount: rows.codeCount, starts, codes, weights, gold, rowOf }
  return withTotals({ ...sample, ...(shares && { shares }), ...(rows.follows && { follows: rows.follows }) })
}

export function withTotals(rows: Omit<VoteRows, 'totals' | 'learned'>): VoteRows {
  const { starts, codes, shares } = rows
  const totals = new Float64Array(rows.codeCount)
  let learned = 0
  for (let r = 0; r < rows.rowCount; r++) {
    const weight = rows.weights[r]!
    learned += weight
    const to = starts[r + 1]!
    if (shares) for (let e = starts[r]!; e < to; e++) totals[codes[e]!]! += weight * shares[e]!
    else for (let e = starts[r]!; e < to; e++) totals[codes[e]!]! += weight
  }
  return { ...rows, totals, learned }
}

/** After this many records it is plain whether looking for equal rows pays. */
const TRIAL = 16_384

/** Rows as they are put together: room for as many as there are records, of which the first `rowCount` are in use. */
interface GrowingRows extends ListedVotes {
  rowCount: number
  weights: Float64Array
  gold: Int8Array
  rowOf: Uint32Array
  /** Where to find equal rows: their number + 1, in the order of a hash. */
  slots: Int32Array
}

/** Keeps each row where it is met first, moving it to the front of the same arrays. */
function mergeEqualRows({ starts, codes }: ListedVotes, gold: Int8Array): Omit<GrowingRows, 'slots'> {
  const n = gold.length
  const rows: GrowingRows = {
    rowCount: 0,
    starts,
    codes,
    weights: new Float64Array(n),
    gold: new Int8Array(n),
    rowOf: new Uint32Array(n),
    slots: new Int32Array(2 ** Math.ceil(Math.log2(2 * n + 2))),
  }
  const tried = Math.min(n, TRIAL)
  for (let i = 0; i < tried; i++) mergeRecord(rows, i, gold[i]!)
  if (rows.rowCount < TRIAL / 2) for (let i = tried; i < n; i++) mergeRecord(rows, i, gold[i]!)
  else appendRecords(rows, gold, tried)
  const { rowCount } = rows
  return {
    rowCount,
    starts: shortened(starts, rowCount + 1),
    codes: shortened(codes, starts[rowCount]!),
    weights: shortened(rows.weights, rowCount),
    gold: shortened(rows.gold, rowCount),
    rowOf: rows.rowOf,
  }
}

function mergeRecord(rows: GrowingRows, i: number, gold: number): void {
  const { starts, codes, slots } = rows
  const from = starts[i]!
  const to = starts[i + 1]!
  const slot = slotOf(rows, from, to, gold)
  if (slots[slot] === 0) {
    const at = starts[rows.rowCount]!
    codes.copyWithin(at, from, to)
    rows.gold[rows.rowCount] = gold
    slots[slot] = ++rows.rowCount
    starts[rows.rowCount] = at + to - from
  }
  const row = slots[slot]! - 1
  rows.rowOf[i] = row
  if (from < to || gold !== NONE) rows.weights[row]!++
}

/** The records from `first` on as rows of their own, except that those without any vote are still kept once. */
function appendRecords(rows: GrowingRows, gold: Int8Array, first: number): void {
  const { starts, codes, weights, rowOf, slots } = rows
  const n = gold.length
  const moved = starts[first]! - starts[rows.rowCount]!
  codes.copyWithin(starts[rows.rowCount]!, starts[first]!, starts[n])
  let from = starts[first]!
  for (let i = first; i < n; i++) {
    const to = starts[i + 1]!
    const slot = from === to ? slotOf(rows, from, to, gold[i]!) : -1
    let row = slot < 0 ? -1 : slots[slot]! - 1
    if (row < 0) {
      row = rows.rowCount++
      if (slot >= 0) slots[slot] = rows.rowCount
      rows.gold[row] = gold[i]!
      starts[row + 1] = to - moved
    }
    rowOf[i] = row
    if (from < to || gold[i] !== NONE) weights[row]!++
    from = to
  }
}

/** The front of an array, without what it does not need unless that is little. */
function shortened<T extends Uint16Array | Uint32Array | Float64Array | Int8Array>(values: T, length: number): T {
  return (2 * length > values.length ? values.subarray(0, length) : values.slice(0, length)) as T
}

/** Where an equal row is noted, or a free slot. */
function slotOf({ slots, starts, codes, gold: rowGold }: GrowingRows, from: number, to: number, gold: number): number {
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
