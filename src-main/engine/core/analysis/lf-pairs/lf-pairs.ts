import type { LabelMatrix } from '../../label-matrix.ts'
import {
  countBoth,
  hashOf,
  listedVotes,
  packColumns,
  type PackedColumn,
  type Places,
  placesOf,
} from '../packed-votes.ts'

/** How each two LFs vote together. Pairs i < j in the order (0, 1), (0, 2), …, (1, 2), …; see `pairAt`. */
export interface LfPairs {
  /** [m] records on which each votes. */
  votes: Int32Array
  /** [m] the classes that each ever votes, in order. */
  polarity: number[][]
  /** [m] the class that each votes most, the first of equals; −1 for one that never votes. */
  mostVoted: Int32Array
  /** Records on which both vote a class. */
  both: Int32Array
  /** Records on which both vote the same. */
  same: Int32Array
  /** Cohen's kappa over the records on which both vote; NaN where chance would agree as well, or nothing is voted twice. */
  kappa: Float64Array
  /**
   * Correlation of their votes given the class, over records whose class is known and on which both ran: 0 for LFs that are
   * independent given the class, 1 for copies, below 0 where one votes rather where the other does not. NaN where nothing
   * varies, and for LFs without a class in common, whose votes cannot be the same.
   */
  correlation: Float64Array
}

/** The pairs with what the next count may build on. */
export interface CountedPairs {
  pairs: LfPairs
  places: Places
  columns: PackedColumn[]
  /** Of the records that count and their classes. */
  hash: number
}

/** Position of the pair of two LFs among m, whichever is first. */
export function pairAt(a: number, b: number, m: number): number {
  const [i, j] = a < b ? [a, b] : [b, a]
  return i * m - (i * (i + 1)) / 2 + (j - i - 1)
}

/**
 * Counts all pairs of LFs over the rows of a mask. Each vote of an LF is a bit, so 32 records are counted at a time. What
 * was counted of the same rows and classes before is taken over for pairs of columns that are the same still.
 *
 * `given` [n]: the class of each record for the correlation, below 0 where none is known.
 */
export function countPairs(L: LabelMatrix, given: Int8Array, rows: Uint8Array, before?: CountedPairs): CountedPairs {
  const { lfCount: m, classCount: k } = L
  const hash = hashOf(given) ^ hashOf(rows) ^ k
  const known = before?.hash === hash && before.places.of.length === given.length ? before : undefined
  const places = known?.places ?? placesOf(given, rows, k)
  const oldAt = new Map(known?.columns.map((column, j) => [column, j]))
  const columns = packColumns(L, places, known?.columns)
  const size = (m * (m - 1)) / 2
  const pairs: LfPairs = {
    votes: Int32Array.from(columns, column => column.votes),
    polarity: columns.map(column => column.classes),
    mostVoted: Int32Array.from(columns, column => mostVoted(column)),
    both: new Int32Array(size),
    same: new Int32Array(size),
    kappa: new Float64Array(size),
    correlation: new Float64Array(size),
  }
  const scratch = { joint: [new Float64Array(k), new Float64Array(k)] as const, same: new Float64Array(k + 1) }
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, at++) {
      const a = oldAt.get(columns[i]!)
      const b = oldAt.get(columns[j]!)
      if (a !== undefined && b !== undefined && a !== b)
        takeOver(known!.pairs, pairAt(a, b, known!.columns.length), pairs, at)
      else countPair(columns[i]!, columns[j]!, places, scratch, pairs, at)
    }
  }
  return { pairs, places, columns, hash }
}

function mostVoted({ classes, counts }: PackedColumn): number {
  const totals = classes.map((_, u) => {
    let total = 0
    for (let at = u; at < counts.length; at += classes.length) total += counts[at]!
    return total
  })
  return classes[totals.indexOf(Math.max(...totals))] ?? -1
}

function takeOver(from: LfPairs, old: number, to: LfPairs, at: number): void {
  to.both[at] = from.both[old]!
  to.same[at] = from.same[old]!
  to.kappa[at] = from.kappa[old]!
  to.correlation[at] = from.correlation[old]!
}

/** What is counted of a pair. */
interface Scratch {
  /** [k] twice: how often each of the two votes a class where both vote. */
  joint: readonly [Float64Array, Float64Array]
  /** [k + 1] records on which both vote the same, by class of the record. */
  same: Float64Array
}

/** Votes that are looked up in the time in which a word is counted. */
const VOTES_PER_WORD = 0.6

function countPair(
  a: PackedColumn,
  b: PackedColumn,
  places: Places,
  scratch: Scratch,
  pairs: LfPairs,
  at: number,
): void {
  const [ofA, ofB] = scratch.joint
  const { same } = scratch
  const k = ofA.length
  ofA.fill(0)
  ofB.fill(0)
  same.fill(0)
  const words = a.classes.length * b.classes.length * places.starts[k + 1]!
  if (VOTES_PER_WORD * words < Math.min(a.votes, b.votes)) countByWords(a, b, places, scratch)
  else if (a.votes < b.votes) countByVotes(a, b, places, scratch)
  else countByVotes(b, a, places, { joint: [ofB, ofA], same })
  let both = 0
  let equal = 0
  let byChance = 0
  for (let c = 0; c < k; c++) {
    both += ofA[c]!
    byChance += ofA[c]! * ofB[c]!
  }
  for (let c = 0; c <= k; c++) equal += same[c]!
  pairs.both[at] = both
  pairs.same[at] = equal
  // In whole numbers, so that full agreement by chance is told apart without rounding.
  pairs.kappa[at] = byChance === both * both ? NaN : (equal * both - byChance) / (both * both - byChance)
  pairs.correlation[at] = correlation(a, b, places, same)
}

function countByWords(
  a: PackedColumn,
  b: PackedColumn,
  { starts }: Places,
  { joint: [ofA, ofB], same }: Scratch,
): void {
  const k = ofA.length
  for (let u = 0; u < a.classes.length; u++) {
    for (let v = 0; v < b.classes.length; v++) {
      let count = 0
      if (a.classes[u] !== b.classes[v]) count = countBoth(a.planes[u]!, b.planes[v]!, 0, starts[k + 1]!)
      else
        for (let c = 0; c <= k; c++) {
          const part = countBoth(a.planes[u]!, b.planes[v]!, starts[c]!, starts[c + 1]!)
          same[c]! += part
          count += part
        }
      ofA[a.classes[u]!]! += count
      ofB[b.classes[v]!]! += count
    }
  }
}

/** The same vote by vote of `a`: sooner done where it votes seldom, or both vote many classes. */
function countByVotes(
  a: PackedColumn,
  b: PackedColumn,
  { starts }: Places,
  { joint: [ofA, ofB], same }: Scratch,
): void {
  const k = ofA.length
  const { places, at: votesOfA } = listedVotes(a)
  const { at: votesOfB } = listedVotes(b)
  for (let c = 0, x = 0; c <= k; c++) {
    const end = 32 * starts[c + 1]!
    for (; x < places.length && places[x]! < end; x++) {
      const v = votesOfB[places[x]!]!
      if (!(v >= 0)) continue
      const u = votesOfA[places[x]!]!
      ofA[u]!++
      ofB[v]!++
      if (u === v) same[c]!++
    }
  }
}

/**
 * Σ over votes v and classes c of n_c · cov([a votes v], [b votes v] | c), divided by what it is of copies. The covariance
 * within each class, so that two good LFs, which agree because both are right, are not taken for related.
 */
function correlation(a: PackedColumn, b: PackedColumn, { starts, records }: Places, same: Float64Array): number {
  const k = same.length - 1
  if (!a.classes.some(c => b.classes.includes(c))) return NaN
  let shared = 0
  let varianceA = 0
  let varianceB = 0
  for (let c = 0; c < k; c++) {
    const [from, to] = [starts[c]!, starts[c + 1]!]
    const n = recordsOfBoth(a, b, from, to, records[c]!)
    if (n === 0) continue
    let chance = 0
    for (let u = 0; u < a.classes.length; u++) {
      const x = votesWhereRan(a, u, b, c, from, to)
      varianceA += x - (x * x) / n
      const v = b.classes.indexOf(a.classes[u]!)
      if (v >= 0) chance += (x * votesWhereRan(b, v, a, c, from, to)) / n
    }
    for (let v = 0; v < b.classes.length; v++) {
      const y = votesWhereRan(b, v, a, c, from, to)
      varianceB += y - (y * y) / n
    }
    shared += same[c]! - chance
  }
  return varianceA > 0 && varianceB > 0 ? shared / Math.sqrt(varianceA * varianceB) : NaN
}

/** Records of a class on which both ran. */
function recordsOfBoth(a: PackedColumn, b: PackedColumn, from: number, to: number, all: number): number {
  if (!a.ran && !b.ran) return all
  return countBoth(a.ran ?? b.ran!, b.ran ?? a.ran!, from, to)
}

/** Votes of an LF for its class number `u` on records of class c on which the other ran. */
function votesWhereRan(own: PackedColumn, u: number, other: PackedColumn, c: number, from: number, to: number): number {
  return other.ran ? countBoth(own.planes[u]!, other.ran, from, to) : own.counts[c * own.classes.length + u]!
}
