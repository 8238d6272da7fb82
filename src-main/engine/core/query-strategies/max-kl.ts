import { NONE } from '../../../../src-shared/vocabulary.ts'
import { hash32 } from '../numeric/random.ts'
import { type QueryStrategy, scoreCandidates, type StrategyInput } from './query-strategy.ts'

/**
 * Records with the very same votes are one bucket, on which a label model always says the same. Asks in the bucket whose
 * answers so far bear the model out least: what it is sure of and nobody has checked, or what was checked and is wrong.
 * Biegel, El-Khatib, Oliveira, Baak, Aben (2021): Active WeaSuL. arXiv:2104.14847, "maxKL".
 */
export const maxKl: QueryStrategy = {
  id: 'max-kl',
  title: 'Unproven votes',
  summary:
    'Asks where the same votes occur and the answers so far bear the model out least: it teaches what LFs are worth.',
  score: input => {
    const buckets = bucketsOf(input)
    return scoreCandidates(input, row => {
      const at = buckets.of[row]!
      return at === UNCOVERED ? 0 : divergence(buckets, at) + CHANCE * (hash32(input.seed, row) / 2 ** 32)
    })
  },
  reason: (input, row) => {
    const { L, gold } = input
    const key = keyOf(L, row)
    if (key === undefined) return 'no LF votes here'
    let alike = 0
    let answered = 0
    for (let other = 0; other < L.recordCount; other++) {
      if (!hasSameVotes(L, row, other)) continue
      alike++
      if (gold[other] !== NONE) answered++
    }
    return `${answered} of ${alike} ${alike === 1 ? 'record' : 'records'} with these votes ${answered === 1 ? 'is' : 'are'} answered`
  },
}

/** It only orders equals. */
const CHANCE = 1e-6
const UNCOVERED = -1

interface Buckets {
  /** [n] bucket of each record; UNCOVERED without a vote. */
  of: Int32Array
  /** [buckets × k] answers of each class. */
  answers: Float64Array
  /** [buckets × k] sum of the posteriors. */
  beliefs: Float64Array
  k: number
}

function bucketsOf({ L, posterior, gold, classNames }: StrategyInput): Buckets {
  const k = classNames.length
  const of = new Int32Array(L.recordCount).fill(UNCOVERED)
  const bucketOf = new Map<number, number>()
  for (let row = 0; row < L.recordCount; row++) {
    const key = keyOf(L, row)
    if (key === undefined) continue
    const known = bucketOf.get(key) ?? bucketOf.size
    bucketOf.set(key, known)
    of[row] = known
  }
  const answers = new Float64Array(bucketOf.size * k)
  const beliefs = new Float64Array(bucketOf.size * k)
  of.forEach((at, row) => {
    if (at === UNCOVERED) return
    if (gold[row] !== NONE) answers[at * k + gold[row]!]!++
    else for (let c = 0; c < k; c++) beliefs[at * k + c]! += posterior[row * k + c]!
  })
  return { of, answers, beliefs, k }
}

/** KL(what the model says ‖ what the answers say), with one imagined answer for each class. */
function divergence({ answers, beliefs, k }: Buckets, at: number): number {
  let answered = k
  let believed = 0
  for (let c = at * k; c < at * k + k; c++) {
    answered += answers[c]!
    believed += beliefs[c]!
  }
  let sum = 0
  for (let c = at * k; c < at * k + k; c++) {
    const p = believed === 0 ? 0 : beliefs[c]! / believed
    if (p > 0) sum += p * Math.log((p * answered) / (answers[c]! + 1))
  }
  return sum
}

/** The votes of a record in 53 bits; undefined without a vote. */
function keyOf({ votes, recordCount: n, lfCount }: StrategyInput['L'], row: number): number | undefined {
  let first = 0
  let second = 0
  let isCovered = false
  for (let j = 0; j < lfCount; j++) {
    const vote = votes[j * n + row]!
    if (vote < 0) continue
    isCovered = true
    first = hash32(first + 1, j * 128 + vote)
    second = hash32(second + 2, j * 128 + vote)
  }
  return isCovered ? first * 2 ** 21 + (second >>> 11) : undefined
}

function hasSameVotes({ votes, recordCount: n, lfCount }: StrategyInput['L'], row: number, other: number): boolean {
  for (let j = 0; j < lfCount; j++) {
    const own = votes[j * n + row]!
    const its = votes[j * n + other]!
    if (own !== its && (own >= 0 || its >= 0)) return false
  }
  return true
}
