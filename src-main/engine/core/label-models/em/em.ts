import type { FitInput } from '../label-model.ts'
import { sampleRows, type VoteRows } from '../votes/vote-rows.ts'
import { crowdKitBound } from './crowd-kit-bound.ts'
import { type DawidSkenePrior, scaledPrior } from './dawid-skene-prior.ts'
import { emptyExpectation, type Expectation, expect, expectVoteShares, type LogLinear } from './expectation.ts'

/** What EM alternates between the E-steps: each model has its own M-step. */
export interface EmModel {
  prior: DawidSkenePrior
  /** M-step: the parameters that fit the expected and the imagined votes best. */
  estimate(result: Expectation, prior: DawidSkenePrior): LogLinear
  /** [columns] how much each counts in the vote that EM starts from; 1 when absent. */
  startWeights?: Float64Array | undefined
}

/** [k × codes] log P(vote | class) from counted votes, in place; `totals` [codes] are the votes that were cast. */
export type WeightsOfVotes = (counts: Float64Array, k: number, totals: Float64Array) => Float64Array

export interface EmSolution {
  model: LogLinear
  result: Expectation
  history: number[]
  stopped: 'converged' | 'iterations'
}

/** EM from the vote shares; where there are many rows, from what it found on a sample of them. */
export function solveEm(rows: VoteRows, model: EmModel, input: Pick<FitInput, 'options' | 'onProgress'>): EmSolution {
  return maximise(rows, model, input, start(rows, model, input))
}

const QUICK = { smoothing: 1, iterations: 50, tolerance: 1e-5 }

/** A quick look: what EM finds on a sample of the rows, and which share of them that is. */
export function solveOnSample(rows: VoteRows, model: EmModel): EmSolution & { some: VoteRows; share: number } {
  const some = rows.rowCount > SAMPLE ? sampleRows(rows, SAMPLE) : rows
  const share = rows.learned === 0 ? 1 : some.learned / rows.learned
  const found = solveEm(some, { ...model, prior: scaledPrior(model.prior, share) }, { options: QUICK })
  return { ...found, some, share }
}

/** From so many rows on, EM runs on a sample first, and then needs few rounds over all rows. */
const SAMPLED_FROM = 60_000
const SAMPLE = 20_000

function start(rows: VoteRows, model: EmModel, { options }: Pick<FitInput, 'options'>): Expectation {
  const k = model.prior.records.length
  if (rows.rowCount < SAMPLED_FROM) return expectVoteShares(rows, k, model.startWeights)
  const sample = sampleRows(rows, SAMPLE)
  const share = sample.learned / rows.learned
  const prior = scaledPrior(model.prior, share)
  const found = maximise(sample, { ...model, prior }, { options }, expectVoteShares(sample, k, model.startWeights))
  const result = emptyExpectation(rows, k)
  expect(rows, found.model, result)
  return result
}

/**
 * Alternates M-step and E-step until the objective stands still; without a prior, until crowd-kit's bound does.
 * `result` holds the expectation to start from.
 */
function maximise(
  rows: VoteRows,
  { prior, estimate }: EmModel,
  { options, onProgress }: Pick<FitInput, 'options' | 'onProgress'>,
  result: Expectation,
): EmSolution {
  const { iterations, tolerance, smoothing } = options as { iterations: number; tolerance: number; smoothing: number }
  const history: number[] = []
  let model = estimate(result, prior)
  let before = -Infinity
  for (;;) {
    expect(rows, model, result)
    history.push((result.logLikelihood + logPrior(model, prior)) / Math.max(rows.learned, 1))
    onProgress?.(history.length / iterations)
    const next = estimate(result, prior)
    const watched = smoothing === 0 ? crowdKitBound(rows, result, next) : history.at(-1)!
    if (watched - before < tolerance || rows.learned === 0) return { model, result, history, stopped: 'converged' }
    if (history.length >= iterations) return { model, result, history, stopped: 'iterations' }
    before = watched
    model = next
  }
}

/** The least probability of a vote or class, so that nothing is ruled out for good. */
const LEAST = 1e-10

/** [k] log of the class balance: the one given, or the one that fits the expected and imagined records best. */
export function logBalance(result: Expectation, prior: DawidSkenePrior, given: Float64Array | undefined): Float64Array {
  if (given) return given.map(Math.log)
  const records = result.records.map((count, c) => count + prior.records[c]!)
  const total = records.reduce((sum, count) => sum + count, 0)
  return records.map(count => Math.log(total === 0 ? 1 / records.length : Math.max(count / total, LEAST)))
}

/** [k × codes] expected and imagined votes, none of them 0. */
export const countedVotes = (result: Expectation, prior: DawidSkenePrior): Float64Array =>
  result.votes.map((count, x) => Math.max(count + prior.votes[x]!, LEAST))

/** log of the Dirichlet density, up to a constant. */
function logPrior({ bias, weights }: LogLinear, prior: DawidSkenePrior): number {
  let sum = 0
  for (let c = 0; c < bias.length; c++) sum += prior.records[c]! * bias[c]!
  for (let x = 0; x < weights.length; x++) sum += prior.votes[x]! * weights[x]!
  return sum
}
