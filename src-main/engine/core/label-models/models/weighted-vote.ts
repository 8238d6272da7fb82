import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { type Expectation, expectVoteShares } from '../em/expectation.ts'
import { imaginedVotes } from '../em/imagined-votes.ts'
import { iterationsOption, smoothingOption } from '../em/options.ts'
import { learnedAccuracy, posteriorOfRecords } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'

export const weightedVote: LabelModel = {
  id: 'weighted-vote',
  title: 'Weighted vote',
  summary:
    'A majority vote in which each LF counts as far as it is better than guessing, which is found by repeated voting. Easy to explain and steady; right where LFs differ in quality but overlap too little for Dawid-Skene.',
  paper: 'Li, Yu (2014): Error rate bounds and iterative weighted majority voting for crowdsourcing. arXiv:1411.4086.',
  options: [
    smoothingOption,
    iterationsOption(
      20,
      'More rounds of voting let good LFs gain more; 1 weighs each LF by its agreement with the plain vote.',
      1000,
    ),
  ],
  fit: fitWeightedVote,
}

/** Weights that move by less have settled. */
const SETTLED = 1e-9
/** An LF no better than guessing still decides where nobody else votes. */
const LEAST = 1e-3

/** Posterior = shares of the votes, each weighing (k · accuracy − 1) / (k − 1) of its LF; gold is known truth. */
export function fitWeightedVote(L: LabelMatrix, input: FitInput): LabelModelFit {
  const { lfCount: m, classCount: k } = L
  const { iterations } = input.options as { iterations: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { rows, prior, groups } = opinionsOf(L, input)
  const imagined = imaginedVotes(prior)
  const weights = new Float64Array(m).fill(1)
  let result = expectVoteShares(rows, k)
  let moved = Infinity
  let round = 0
  for (; round < iterations && moved > SETTLED; round++) {
    moved = reweigh(weights, result, imagined, rows.totals)
    result = expectVoteShares(rows, k, weights)
    input.onProgress?.((round + 1) / iterations)
  }
  const classBalance = given ?? estimatedBalance(result.records)
  return {
    posterior: posteriorOfRecords(rows, result.posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, result.votes, k),
    history: [],
    stopped: moved > SETTLED ? 'iterations' : 'converged',
    groups,
  }
}

/** Sets each weight by how often the LF agrees with the vote; returns how far the weights moved. */
function reweigh(
  weights: Float64Array,
  { votes, records }: Expectation,
  { right, wrong }: { right: Float64Array; wrong: Float64Array },
  totals: Float64Array,
): number {
  const k = records.length
  const codeCount = totals.length
  let moved = 0
  for (let j = 0; j < weights.length; j++) {
    let agreed = right[j]!
    let all = right[j]! + wrong[j]!
    for (let v = 0; v < k; v++) {
      agreed += votes[v * codeCount + j * k + v]!
      all += totals[j * k + v]!
    }
    const accuracy = all === 0 ? 1 / k : agreed / all
    const weight = Math.max(LEAST, (k * accuracy - 1) / (k - 1))
    moved = Math.max(moved, Math.abs(weight - weights[j]!))
    weights[j] = weight
  }
  return moved
}
