import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { LabelModelFit } from '../label-model.ts'
import type { VoteRows } from '../votes/vote-rows.ts'
import type { Expectation, LogLinear } from './expectation.ts'

/** What a model that adds up log-weights found on the rows, told of records and LFs. */
export function recordResults(
  rows: VoteRows,
  model: LogLinear,
  { posterior, votes }: Expectation,
  classBalance: Float64Array,
): Pick<LabelModelFit, 'posterior' | 'classBalance' | 'lfAccuracy' | 'logWeights' | 'logPrior' | 'follows'> {
  const k = classBalance.length
  balanceWhereNothingIsSaid(rows, model, posterior, classBalance)
  return {
    posterior: posteriorOfRecords(rows, posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, votes, k),
    logWeights: weightsByLf(model.weights, k),
    logPrior: model.bias,
    follows: rows.follows,
  }
}

/** [n × k] From rows back to records. A record without vote and gold gets the class balance. */
export function posteriorOfRecords(rows: VoteRows, posterior: Float64Array, classBalance: Float64Array): Float64Array {
  const k = classBalance.length
  const n = rows.rowOf.length
  const result = new Float64Array(n * k)
  for (let i = 0; i < n; i++) {
    const row = rows.rowOf[i]!
    if (rows.weights[row] === 0) for (let c = 0; c < k; c++) result[i * k + c] = classBalance[c]!
    else for (let c = 0; c < k; c++) result[i * k + c] = posterior[row * k + c]!
  }
  return result
}

/** Votes that move no class by more than this say nothing. */
const NOTHING = 1e-9

/** Writes the class balance where votes say nothing, so that such a record is seen to be tied. */
export function balanceWhereNothingIsSaid(
  rows: VoteRows,
  { bias }: Pick<LogLinear, 'bias'>,
  posterior: Float64Array,
  classBalance: Float64Array,
): void {
  const k = classBalance.length
  const before = bias.map(Math.exp)
  for (let r = 0; r < rows.rowCount; r++) {
    if (rows.gold[r] !== NONE) continue
    let c = 0
    while (c < k && Math.abs(posterior[r * k + c]! - before[c]!) <= NOTHING) c++
    if (c === k) posterior.set(classBalance, r * k)
  }
}

/** [m] P(the vote is right | a class is voted); NaN for an LF that never votes. */
export function learnedAccuracy({ codeCount, totals }: VoteRows, votes: Float64Array, k: number): Float64Array {
  const accuracy = new Float64Array(codeCount / k)
  for (let j = 0; j < accuracy.length; j++) {
    let right = 0
    let all = 0
    for (let v = 0; v < k; v++) {
      right += votes[v * codeCount + j * k + v]!
      all += totals[j * k + v]!
    }
    accuracy[j] = all === 0 ? NaN : Math.min(1, right / all)
  }
  return accuracy
}

/** [m × k × k] From class by class to LF by LF: the weights as `LabelModelFit` has them. */
function weightsByLf(weights: Float64Array, k: number): Float64Array {
  const codeCount = weights.length / k
  const byLf = new Float64Array(weights.length)
  for (let c = 0; c < k; c++) {
    for (let code = 0; code < codeCount; code++) {
      const j = Math.floor(code / k)
      byLf[(j * k + c) * k + (code % k)] = weights[c * codeCount + code]!
    }
  }
  return byLf
}

/** [k × codes] The way back: the weights as `LogLinear` has them. */
export function weightsByClass(byLf: Float64Array, k: number): Float64Array {
  const codeCount = byLf.length / k
  const weights = new Float64Array(byLf.length)
  for (let c = 0; c < k; c++) {
    for (let code = 0; code < codeCount; code++) {
      weights[c * codeCount + code] = byLf[(Math.floor(code / k) * k + c) * k + (code % k)]!
    }
  }
  return weights
}
