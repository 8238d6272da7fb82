import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { emptyExpectation, type Expectation, expect, type LogLinear } from '../em/expectation.ts'
import type { DawidSkenePrior } from '../em/dawid-skene-prior.ts'
import { recordResults } from '../em/record-results.ts'
import type { FitInput, LabelModelFit } from '../label-model.ts'
import type { VotePairs } from '../votes/vote-pairs.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

/** What is known before the pairs of votes are looked at. */
export interface Before {
  /** [p × k] P(class | this vote) from the prior of Dawid–Skene and the gold. */
  meaning: Float64Array
  /** [p] how many votes that is worth. */
  worth: Float64Array
  /** [k] P(class) */
  balance: Float64Array
  codeCount: number
}

/** Reads P(class | this vote), [p × k], out of the pairs of votes. */
export type MeaningOfVotes = (pairs: VotePairs, before: Before, k: number) => Float64Array

/** The least share of a class in a vote, so that no single vote rules a class out. */
const LEAST = 1e-4
/** From what each kind of vote means to the posterior of each record, by naive Bayes. */
export function fitClosedForm(L: LabelMatrix, input: FitInput, meaningOf: MeaningOfVotes): LabelModelFit {
  const k = L.classCount
  const { smoothing } = input.options as { smoothing: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { all, pairs, rows, groups, prior, expected, balance: usual } = opinionsOf(L, input)
  const balance = given ?? (expected ? quickBalance(expected, prior) : usual)
  const before = whatIsKnown(L, all, pairs, prior.votes, balance, smoothing)
  const model = modelFrom(apart(pairs, groups, k), before, meaningOf)
  input.onProgress?.(0.5)
  const result = emptyExpectation(rows, k)
  expect(rows, model, result)
  const classBalance = given ?? estimatedBalance(result.records)
  return { ...recordResults(rows, model, result, classBalance), history: [], stopped: 'closed-form', groups }
}

/** [k] Pairs of votes do not tell how frequent each class is. A quick look at whole records does, as far as LFs vote more than one class. */
const quickBalance = (expected: Expectation, prior: DawidSkenePrior): Float64Array =>
  estimatedBalance(expected.records.map((count, c) => count + HOLD * prior.records[c]!))

function modelFrom(pairs: VotePairs, before: Before, meaningOf: MeaningOfVotes): LogLinear {
  const k = before.balance.length
  const meaning = meaningOf(pairs, before, k)
  const weights = new Float64Array(k * before.codeCount)
  pairs.codes.forEach((code, at) => {
    for (let c = 0; c < k; c++) {
      weights[c * before.codeCount + code] = Math.log(Math.max(meaning[at * k + c]!, LEAST) / before.balance[c]!)
    }
  })
  return { bias: before.balance.map(Math.log), weights }
}

/** Pairs of LFs that follow each other say nothing of how good they are. */
function apart(pairs: VotePairs, groups: Int32Array, k: number): VotePairs {
  if (groups.every(group => group < 0)) return pairs
  const size = pairs.codes.length
  const groupOf = (at: number) => groups[Math.floor(pairs.codes[at]! / k)]!
  const known = pairs.known.slice()
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) if (groupOf(a) >= 0 && groupOf(a) === groupOf(b)) known[a * size + b] = 0
  }
  return { ...pairs, known }
}

function whatIsKnown(
  L: LabelMatrix,
  rows: VoteRows,
  { codes, totals }: VotePairs,
  votes: Float64Array,
  balance: Float64Array,
  smoothing: number,
): Before {
  const k = L.classCount
  const onGold = goldVotes(rows, k)
  const meaning = new Float64Array(codes.length * k)
  const worth = new Float64Array(codes.length)
  codes.forEach((code, at) => {
    let sum = 0
    for (let c = 0; c < k; c++) {
      let ofClass = 0
      const table = c * rows.codeCount
      for (let v = code - (code % k); v < code - (code % k) + k; v++) ofClass += votes[table + v]!
      const sameClass = code % k === c ? 1 : 1 / k
      meaning[at * k + c] = balance[c]! * (ofClass === 0 ? sameClass : votes[table + code]! / ofClass)
      sum += meaning[at * k + c]!
    }
    const isOnly = (codes[at - 1] ?? -k) < code - (code % k) && (codes[at + 1] ?? Infinity) >= code - (code % k) + k
    worth[at] = smoothing * (STEADY * (k - 1) + (isOnly ? SHARE_OF_ONE_CLASS : SHARE) * totals[at]!)
    let judged = 0
    for (let c = 0; c < k; c++) judged += onGold[c * rows.codeCount + code]!
    for (let c = 0; c < k; c++) {
      const share = meaning[at * k + c]! / sum
      meaning[at * k + c] =
        (worth[at]! * share + GOLD * onGold[c * rows.codeCount + code]!) / Math.max(worth[at]! + GOLD * judged, 1e-9)
      if (worth[at]! + judged === 0) meaning[at * k + c] = share
    }
    worth[at]! += GOLD * judged
  })
  return { meaning, worth, balance, codeCount: rows.codeCount }
}

/** The prior is worth so many votes for each class but one, and this share of the votes there are. */
const STEADY = 10
const SHARE = 0.05
/** The same of an LF of one class, which meets others in one kind of vote only: that tells little. */
const SHARE_OF_ONE_CLASS = 3
/** How much of the records that the prior imagines hold the class balance. */
const HOLD = 0.1
/** A vote on gold says as much as so many pairs of votes. */
const GOLD = 5

/** [k × codes] votes on gold records of each class. */
function goldVotes(rows: VoteRows, k: number): Float64Array {
  const counts = new Float64Array(k * rows.codeCount)
  for (let r = 0; r < rows.rowCount; r++) {
    const c = rows.gold[r]!
    if (c < 0) continue
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      counts[c * rows.codeCount + rows.codes[e]!]! += rows.weights[r]!
    }
  }
  return counts
}
