import type { Expectation } from '../em/expectation.ts'
import type { VotePairs } from '../votes/vote-pairs.ts'
import { type VoteRows, withTotals } from '../votes/vote-rows.ts'

/** Which LFs say the same for another reason than that it is right. */
export interface Dependence {
  /** [m × m] how far one follows the other: 0 not at all, 1 as if they were one LF. */
  follows: Float64Array
  /** [m] number of its group, from 0; −1 for an LF that depends on no other. */
  groups: Int32Array
}

/** From here on an LF is taken to follow another. */
const FOLLOWS = 0.65
/** Standard errors that it must be away from chance. */
const SURE = 5

/**
 * A score test for each two LFs: given the class, as far as the model knows it, independent LFs agree by chance only. How
 * much more they agree, as a share of what is possible, is how far one follows the other. LFs that vote one class only,
 * the same one, always agree; of those it is asked whether they vote on the same records.
 *
 * After Bach, He, Ratner, Ré (2017): Learning the structure of generative models without labeled data. ICML.
 */
export function dependence(pairs: VotePairs, expected: Expectation, m: number): Dependence {
  const table = tableOf(pairs, expected, m)
  return grouped(m, (i, j) => Math.max(howFarTheyFollow(table, i, j), copies(table, i, j, SURE_OF_COPIES)))
}

/**
 * LFs that may be copies, whatever the classes: once they outvote the others, a model takes what they agree on for the
 * truth, and the score test is blind to them. It need not be sure, as this only keeps them from having it their way
 * before they are tested.
 */
export function nearCopies(pairs: VotePairs, m: number, k: number): Dependence {
  const table = layOut(pairs, m, k)
  return grouped(m, (i, j) => copies(table, i, j, 0))
}

function grouped(m: number, howFar: (i: number, j: number) => number): Dependence {
  const follows = new Float64Array(m * m)
  const groups = Int32Array.from({ length: m }, (_, j) => j)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const far = Math.min(1, howFar(i, j))
      if (far < FOLLOWS) continue
      follows[i * m + j] = far
      follows[j * m + i] = far
      join(groups, i, j)
    }
  }
  return { follows, groups: numbered(groups) }
}

interface Layout extends VotePairs {
  k: number
  /** [m + 1] where the codes of an LF begin in `codes`. */
  first: Uint32Array
  /** [m] votes of each LF. */
  voted: Float64Array
}

interface Table extends Layout {
  /** [p × k] expected records with this vote, by class. */
  byClass: Float64Array
  /** [m × k] expected records on which the LF votes, by class. */
  votedByClass: Float64Array
  /** [k] expected records. */
  records: Float64Array
}

function layOut(pairs: VotePairs, m: number, k: number): Layout {
  const first = new Uint32Array(m + 1).fill(pairs.codes.length)
  const voted = new Float64Array(m)
  for (let at = pairs.codes.length - 1; at >= 0; at--) {
    const j = Math.floor(pairs.codes[at]! / k)
    first[j] = at
    voted[j]! += pairs.totals[at]!
  }
  for (let j = m - 1; j >= 0; j--) first[j] = Math.min(first[j]!, first[j + 1]!)
  return { ...pairs, k, first, voted }
}

function tableOf(pairs: VotePairs, { votes, records }: Expectation, m: number): Table {
  const k = records.length
  const codeCount = votes.length / k
  const byClass = new Float64Array(pairs.codes.length * k)
  const votedByClass = new Float64Array(m * k)
  pairs.codes.forEach((code, at) => {
    for (let c = 0; c < k; c++) {
      const count = votes[c * codeCount + code]!
      byClass[at * k + c] = count
      votedByClass[Math.floor(code / k) * k + c]! += count
    }
  })
  const learned = records.reduce((sum, count) => sum + count, 0)
  const scale = learned === 0 ? 1 : pairs.recordCount / learned
  return { ...layOut(pairs, m, k), byClass, votedByClass, records: records.map(count => count * scale) }
}

/** Two LFs of different minds agree on no more than this share. */
const MOST_AGREEMENT = 0.95
const ALMOST_ALL = 0.8
/** Standard errors above that share, where no model is asked. */
const SURE_OF_COPIES = 3

/** Whether two LFs vote the same on almost all records on which either votes: 0, or how far. */
function copies({ first, codes, together, voted, k }: Layout, i: number, j: number, sure: number): number {
  // With one class each there is no vote that could differ.
  if (first[i]! + 1 >= first[i + 1]! || first[j]! + 1 >= first[j + 1]!) return 0
  const { both, agree } = votesTogether({ first, codes, together, k }, i, j)
  const overlap = agree / (voted[i]! + voted[j]! - agree)
  const surplus = agree / Math.max(both, 1) - MOST_AGREEMENT
  const isSure = surplus > sure * Math.sqrt((MOST_AGREEMENT * (1 - MOST_AGREEMENT)) / Math.max(both, 1))
  return isSure && overlap > ALMOST_ALL ? overlap : 0
}

/** On how many records both vote, and on how many of them the same. */
function votesTogether(
  { first, codes, together, k }: Pick<Layout, 'first' | 'codes' | 'together' | 'k'>,
  i: number,
  j: number,
): { both: number; agree: number } {
  let both = 0
  let agree = 0
  for (let a = first[i]!; a < first[i + 1]!; a++) {
    for (let b = first[j]!; b < first[j + 1]!; b++) {
      const count = together[a * codes.length + b]!
      both += count
      if (codes[a]! % k === codes[b]! % k) agree += count
    }
  }
  return { both, agree }
}

/** 0: no more than chance has it; 1: as if it were one LF. */
function howFarTheyFollow(table: Table, i: number, j: number): number {
  const { first, codes, k } = table
  const isOne = first[i]! + 1 === first[i + 1] && first[j]! + 1 === first[j + 1]
  return isOne && codes[first[i]!]! % k === codes[first[j]!]! % k
    ? onSameRecords(table, i, j)
    : inSameVotes(table, i, j)
}

/** For two LFs of the same one class. */
function onSameRecords({ first, together, totals, byClass, records, k }: Table, i: number, j: number): number {
  const a = first[i]!
  const b = first[j]!
  const seen = together[a * totals.length + b]!
  let chance = 0
  for (let c = 0; c < k; c++) if (records[c]! > 0) chance += (byClass[a * k + c]! * byClass[b * k + c]!) / records[c]!
  const most = Math.min(totals[a]!, totals[b]!)
  if (most <= chance || seen - chance < SURE * Math.sqrt(chance + 1)) return 0
  return (seen - chance) / (most - chance)
}

/** For LFs that vote several classes: among the records on which both vote. */
function inSameVotes(table: Table, i: number, j: number): number {
  const { first, codes, byClass, votedByClass, records, k } = table
  const { both, agree } = votesTogether(table, i, j)
  if (both === 0) return 0
  let chance = 0
  let all = 0
  for (let c = 0; c < k; c++) {
    const votesOfBoth = votedByClass[i * k + c]! * votedByClass[j * k + c]!
    if (votesOfBoth <= 0 || records[c]! <= 0) continue
    all += votesOfBoth / records[c]!
    for (let a = first[i]!; a < first[i + 1]!; a++) {
      for (let b = first[j]!; b < first[j + 1]!; b++) {
        if (codes[a]! % k === codes[b]! % k) chance += (byClass[a * k + c]! * byClass[b * k + c]!) / records[c]!
      }
    }
  }
  const expected = all === 0 ? 1 : chance / all
  const surplus = agree / both - expected
  if (surplus <= 0 || deviance(agree, both, expected) < SURE ** 2) return 0
  return surplus / (1 - expected)
}

/** Twice the log of how much more likely the share seen is than the one expected: the square of standard errors, and right for few votes, too. */
function deviance(agree: number, both: number, expected: number): number {
  const usual = (expected * both + 0.5) / (both + 1)
  const share = agree / both
  const part = (seen: number, due: number) => (seen === 0 ? 0 : seen * Math.log(seen / due))
  return 2 * both * (part(share, usual) + part(1 - share, 1 - usual))
}

function join(groups: Int32Array, i: number, j: number): void {
  const from = groups[i]!
  const to = groups[j]!
  for (let l = 0; l < groups.length; l++) if (groups[l] === from) groups[l] = to
}

/** Groups of one are no groups. */
function numbered(groups: Int32Array): Int32Array {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const numbers = new Map<number, number>()
  return groups.map(group => {
    if (sizes.get(group) === 1) return -1
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    return numbers.get(group)!
  })
}

/**
 * Rows in which a vote counts 1 / (1 + the other votes of the row that it follows, each as far as it does): the votes of
 * three copies count as one together, and a vote counts in full where the others are silent.
 */
export function shareOut(rows: VoteRows, { follows, groups }: Dependence): VoteRows {
  if (groups.every(group => group < 0)) return rows
  const m = groups.length
  const k = rows.codeCount / m
  const shares = new Float32Array(rows.codes.length).fill(1)
  for (let r = 0; r < rows.rowCount; r++) {
    const from = rows.starts[r]!
    const to = rows.starts[r + 1]!
    for (let e = from; e < to; e++) {
      const i = Math.floor(rows.codes[e]! / k)
      if (groups[i]! < 0) continue
      let others = 0
      for (let other = from; other < to; other++) others += follows[i * m + Math.floor(rows.codes[other]! / k)]!
      shares[e] = 1 / (1 + others)
    }
  }
  return withTotals({ ...rows, shares, follows })
}
