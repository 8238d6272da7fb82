import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { logBalance } from '../em/em.ts'
import { countAll, emptyExpectation, type Expectation, normalise } from '../em/expectation.ts'
import { type ImaginedVotes, imaginedVotes } from '../em/imagined-votes.ts'
import { iterationsOption, smoothingOption, toleranceOption } from '../em/options.ts'
import { balanceWhereNothingIsSaid, learnedAccuracy, posteriorOfRecords } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

export const glad: LabelModel = {
  id: 'glad',
  title: 'GLAD',
  summary:
    'Each LF has an ability and each record a difficulty; a vote is right more often where both are favourable. Right for crowd workers on records of unequal difficulty.',
  paper:
    'Whitehill, Ruvolo, Wu, Bergsma, Movellan (2009): Whose vote should count more: optimal integration of labels from labelers of unknown expertise. NIPS 22.',
  options: [
    smoothingOption,
    iterationsOption(100, 'More rounds of EM come closer to the solution.'),
    toleranceOption(
      1e-5,
      'EM stops when a round improves the objective per record by less; a larger value stops earlier.',
    ),
  ],
  fit: fitGlad,
}

/** Abilities and easiness (logarithmic) are normally distributed around this, with standard deviation 1. */
const USUAL = 1
const MOST = 20

interface Parameters {
  /** [m] */
  ability: Float64Array
  /** [r] log of how easy the row is. */
  easiness: Float64Array
}

/**
 * GLAD by generalised EM: P(vote of j on i is right) = 1 / (1 + exp(−ability_j · exp(easiness_i))), wrong votes fall on
 * the other classes alike. The M-step takes one Newton step in each ability and each easiness.
 */
export function fitGlad(L: LabelMatrix, input: FitInput): LabelModelFit {
  const k = L.classCount
  const { smoothing, iterations, tolerance } = input.options as Record<'smoothing' | 'iterations' | 'tolerance', number>
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { rows, groups, prior, balance } = opinionsOf(L, input)
  const imagined = imaginedVotes(prior)
  let bias: Float64Array = balance.map(Math.log)
  const { ability, easiness }: Parameters = {
    ability: new Float64Array(L.lfCount).fill(USUAL),
    easiness: new Float64Array(rows.rowCount).fill(USUAL),
  }
  const result = emptyExpectation(rows, k)
  const history: number[] = []
  let stopped: LabelModelFit['stopped'] = 'iterations'
  while (history.length < iterations && stopped === 'iterations') {
    if (history.length > 0 && smoothing > 0) bias = logBalance(result, prior, given)
    if (history.length > 0) improve(rows, result.posterior, imagined, { ability, easiness })
    estimatePosterior(rows, bias, { ability, easiness }, result)
    countAll(rows, result)
    const before = prior.records.reduce((sum, count, c) => sum + count * bias[c]!, 0)
    history.push(
      (result.logLikelihood + before + logPrior(rows, imagined, { ability, easiness })) / Math.max(rows.learned, 1),
    )
    input.onProgress?.(history.length / iterations)
    if (rows.learned === 0 || history.at(-1)! - (history.at(-2) ?? -Infinity) < tolerance) stopped = 'converged'
  }
  const classBalance = given ?? estimatedBalance(result.records)
  balanceWhereNothingIsSaid(rows, { bias }, result.posterior, classBalance)
  return {
    posterior: posteriorOfRecords(rows, result.posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, result.votes, k),
    history,
    stopped,
    groups,
  }
}

/** E-step. A vote is right with odds exp(x), where x = ability · easiness. */
function estimatePosterior(rows: VoteRows, bias: Float64Array, parameters: Parameters, result: Expectation): void {
  const k = bias.length
  const { posterior } = result
  const { ability, easiness } = parameters
  const logOthers = Math.log(k - 1)
  result.logLikelihood = 0
  for (let r = 0; r < rows.rowCount; r++) {
    const ease = Math.exp(easiness[r]!)
    // As if every vote were wrong on every class; the class that is voted gets back what it is worth.
    let wrong = 0
    for (let c = 0; c < k; c++) posterior[r * k + c] = bias[c]!
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const code = rows.codes[e]!
      const x = ability[Math.floor(code / k)]! * ease
      const share = rows.shares?.[e] ?? 1
      wrong -= share * (logOnePlusExp(x) + logOthers)
      posterior[r * k + (code % k)]! += share * (x + logOthers)
    }
    result.logLikelihood += rows.weights[r]! * (wrong + normalise(posterior, r * k, k, rows.gold[r]!))
  }
}

/** M-step: one Newton step (by Fisher information) in each ability, then one in each easiness. */
function improve(
  rows: VoteRows,
  posterior: Float64Array,
  imagined: ImaginedVotes,
  { ability, easiness }: Parameters,
): void {
  const k = rows.codeCount / ability.length
  const slope = ability.map(value => USUAL - value)
  const curve = new Float64Array(ability.length).fill(1)
  for (let r = 0; r < rows.rowCount; r++) {
    const ease = Math.exp(easiness[r]!)
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const j = Math.floor(rows.codes[e]! / k)
      const right = 1 / (1 + Math.exp(-ability[j]! * ease))
      const weight = rows.weights[r]! * (rows.shares?.[e] ?? 1)
      slope[j]! += weight * ease * (posterior[r * k + (rows.codes[e]! % k)]! - right)
      curve[j]! += weight * ease * ease * right * (1 - right)
    }
  }
  const usualEase = Math.exp(USUAL)
  for (let j = 0; j < ability.length; j++) {
    const right = 1 / (1 + Math.exp(-ability[j]! * usualEase))
    const all = imagined.right[j]! + imagined.wrong[j]!
    slope[j]! += usualEase * (imagined.right[j]! - all * right)
    curve[j]! += usualEase * usualEase * all * right * (1 - right)
  }
  for (let j = 0; j < ability.length; j++) ability[j] = bounded(ability[j]! + step(slope[j]!, curve[j]!))
  for (let r = 0; r < rows.rowCount; r++) {
    const ease = Math.exp(easiness[r]!)
    let rise = USUAL - easiness[r]!
    let bend = 1
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const x = ability[Math.floor(rows.codes[e]! / k)]! * ease
      const right = 1 / (1 + Math.exp(-x))
      const share = rows.shares?.[e] ?? 1
      rise += share * x * (posterior[r * k + (rows.codes[e]! % k)]! - right)
      bend += share * x * x * right * (1 - right)
    }
    easiness[r] = Math.min(3, bounded(easiness[r]! + step(rise, bend)))
  }
}

/** Newton steps overshoot where the curve is flat. */
const step = (slope: number, curve: number): number => Math.max(-1, Math.min(1, slope / curve))

const bounded = (value: number): number => Math.max(-MOST, Math.min(MOST, value))

const logOnePlusExp = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))

/** log of the normal densities, up to a constant. */
function logPrior(rows: VoteRows, { right, wrong }: ImaginedVotes, { ability, easiness }: Parameters): number {
  let sum = 0
  for (let j = 0; j < ability.length; j++) {
    const x = ability[j]! * Math.exp(USUAL)
    sum -= 0.5 * (ability[j]! - USUAL) ** 2 + right[j]! * logOnePlusExp(-x) + wrong[j]! * logOnePlusExp(x)
  }
  for (let r = 0; r < rows.rowCount; r++) sum -= 0.5 * rows.weights[r]! * (easiness[r]! - USUAL) ** 2
  return sum
}
