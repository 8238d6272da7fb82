import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

/** What a model makes of the votes, row by row and counted up. */
export interface Expectation {
  /** [r × k] P(class | votes, gold) of each row. */
  posterior: Float64Array
  /** [k × codes] expected number of records of class c with this vote, at `c * codes + code`. */
  votes: Float64Array
  /** [k] expected number of records of each class. */
  records: Float64Array
  /** log P(votes, gold), summed over the records. */
  logLikelihood: number
}

/** A model that adds up what each vote says. */
export interface LogLinear {
  /** [k] log P(class) */
  bias: Float64Array
  /** [k × codes] what a vote adds to the log-weight of class c, at `c * codes + code`. */
  weights: Float64Array
}

export const emptyExpectation = ({ rowCount, codeCount }: VoteRows, k: number): Expectation => ({
  posterior: new Float64Array(rowCount * k),
  votes: new Float64Array(k * codeCount),
  records: new Float64Array(k),
  logLikelihood: 0,
})

/** Where EM starts: each row's posterior is the share of its votes, or its gold. `lfWeights` [m] are 1 when absent. */
export function expectVoteShares(rows: VoteRows, k: number, lfWeights?: Float64Array): Expectation {
  const result = emptyExpectation(rows, k)
  const { starts, codes, gold } = rows
  const weighed = lfWeights !== undefined || rows.shares !== undefined
  const worth = (e: number) => (lfWeights?.[Math.floor(codes[e]! / k)] ?? 1) * (rows.shares?.[e] ?? 1)
  for (let r = 0; r < rows.rowCount; r++) {
    const from = starts[r]!
    const to = starts[r + 1]!
    let all = to - from
    if (weighed) {
      all = 0
      for (let e = from; e < to; e++) all += worth(e)
    }
    if (gold[r] !== NONE) result.posterior[r * k + gold[r]!] = 1
    else for (let e = from; e < to; e++) result.posterior[r * k + (codes[e]! % k)]! += (weighed ? worth(e) : 1) / all
    countRow(rows, r, k, result)
  }
  countFirstClass(rows, result)
  return result
}

/**
 * E-step: writes the posterior of each row and counts the votes by expected class.
 * Only differences between classes decide, so weights are taken relative to class 0, and class 0 is counted as what the
 * others leave over: one class less to go through, which with two classes is half of the work.
 */
export function expect(rows: VoteRows, model: LogLinear, result: Expectation): void {
  const k = model.bias.length
  const { rowCount, codeCount, starts, codes, shares } = rows
  const { posterior } = result
  const bias = relativeToFirst(model.bias, k)
  const weights = relativeToFirst(model.weights, k)
  result.votes.fill(0)
  result.records.fill(0)
  let logLikelihood = logLikelihoodOfFirst(rows, model)
  let product = 1
  for (let r = 0; r < rowCount; r++) {
    const from = starts[r]!
    const to = starts[r + 1]!
    let largest = 0
    posterior[r * k] = 0
    for (let c = 1; c < k; c++) {
      const table = c * codeCount
      let sum = bias[c]!
      if (shares) for (let e = from; e < to; e++) sum += shares[e]! * weights[table + codes[e]!]!
      else for (let e = from; e < to; e++) sum += weights[table + codes[e]!]!
      posterior[r * k + c] = sum
      if (sum > largest) largest = sum
    }
    const weight = rows.weights[r]!
    const gold = rows.gold[r]!
    if (gold >= 0) logLikelihood += weight * becomeGold(posterior, r * k, k, gold)
    else {
      const all = becomeProbabilities(posterior, r * k, k, largest)
      logLikelihood += weight * largest
      if (weight === 1) product *= all
      else logLikelihood += weight * Math.log(all)
    }
    if (product > LARGE) {
      logLikelihood += Math.log(product)
      product = 1
    }
    countRow(rows, r, k, result)
  }
  result.logLikelihood = logLikelihood + Math.log(product)
  countFirstClass(rows, result)
}

/** Logarithms are taken of products, as long as these can grow by a factor of k. */
const LARGE = 1e290

/** Counts the votes by expected class, from posteriors that a model has written itself. */
export function countAll(rows: VoteRows, result: Expectation): void {
  result.votes.fill(0)
  result.records.fill(0)
  for (let r = 0; r < rows.rowCount; r++) countRow(rows, r, result.records.length, result)
  countFirstClass(rows, result)
}

/** Turns the log-weights of a row into probabilities, one-hot for gold; returns the log of what they summed up to. */
export function normalise(posterior: Float64Array, row: number, k: number, gold: number): number {
  if (gold >= 0) return becomeGold(posterior, row, k, gold)
  let largest = posterior[row]!
  for (let c = row + 1; c < row + k; c++) if (posterior[c]! > largest) largest = posterior[c]!
  return largest + Math.log(becomeProbabilities(posterior, row, k, largest))
}

/** Returns the log-weight of the gold. */
function becomeGold(posterior: Float64Array, row: number, k: number, gold: number): number {
  const weight = posterior[row + gold]!
  posterior.fill(0, row, row + k)
  posterior[row + gold] = 1
  return weight
}

/** Returns the sum of the weights relative to the largest, 1..k. */
function becomeProbabilities(posterior: Float64Array, row: number, k: number, largest: number): number {
  if (k === 2) return becomePair(posterior, row)
  let all = 0
  for (let c = row; c < row + k; c++) {
    const weight = Math.exp(posterior[c]! - largest)
    posterior[c] = weight
    all += weight
  }
  for (let c = row; c < row + k; c++) posterior[c]! /= all
  return all
}

/** The same for two classes, with half of the exponentials. */
function becomePair(posterior: Float64Array, row: number): number {
  const weight = posterior[row + 1]! - posterior[row]!
  const less = Math.exp(-Math.abs(weight))
  const most = 1 / (1 + less)
  posterior[row] = weight > 0 ? less * most : most
  posterior[row + 1] = weight > 0 ? most : less * most
  return 1 + less
}

/** A share of a record too small to be worth counting. */
const NEGLIGIBLE = 1e-12

function countRow(
  { starts, codes, shares, weights, codeCount }: VoteRows,
  r: number,
  k: number,
  result: Expectation,
): void {
  const { votes, records } = result
  const to = starts[r + 1]!
  for (let c = 1; c < k; c++) {
    const share = weights[r]! * result.posterior[r * k + c]!
    if (share < NEGLIGIBLE) continue
    const table = c * codeCount
    records[c]! += share
    if (shares) for (let e = starts[r]!; e < to; e++) votes[table + codes[e]!]! += share * shares[e]!
    else for (let e = starts[r]!; e < to; e++) votes[table + codes[e]!]! += share
  }
}

function countFirstClass({ codeCount, totals, learned }: VoteRows, { votes, records }: Expectation): void {
  votes.set(totals)
  for (let x = codeCount; x < votes.length; x++) votes[x % codeCount]! -= votes[x]!
  for (let code = 0; code < codeCount; code++) if (votes[code]! < 0) votes[code] = 0
  records[0] = learned
  for (let c = 1; c < records.length; c++) records[0]! -= records[c]!
  if (records[0]! < 0) records[0] = 0
}

function relativeToFirst(values: Float64Array, k: number): Float64Array {
  const width = values.length / k
  return values.map((value, x) => value - values[x % width]!)
}

function logLikelihoodOfFirst({ codeCount, totals, learned }: VoteRows, model: LogLinear): number {
  let sum = learned * model.bias[0]!
  for (let code = 0; code < codeCount; code++) if (totals[code]! > 0) sum += totals[code]! * model.weights[code]!
  return sum
}
