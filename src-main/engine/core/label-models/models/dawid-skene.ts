import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { accuracyPerClass } from '../em/accuracy-per-class.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { confusionMatrices, eachClassOnItsOwn } from '../em/confusion-matrices.ts'
import { countedVotes, type EmModel, logBalance, solveEm, solveOnSample, type WeightsOfVotes } from '../em/em.ts'
import { emOptions } from '../em/options.ts'
import { recordResults } from '../em/record-results.ts'
import { withSilence } from '../em/silence.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'

export const dawidSkene: LabelModel = {
  id: 'dawid-skene',
  title: 'Dawid-Skene',
  summary:
    'Learns from how the LFs agree which classes each of them confuses. Assumes that LFs err independently given the class and that abstaining tells nothing. Right for several LFs or workers whose votes overlap.',
  paper:
    'Dawid, Skene (1979): Maximum likelihood estimation of observer error-rates using the EM algorithm. Applied Statistics 28(1). doi:10.2307/2346806',
  options: emOptions,
  fit: fitDawidSkene,
}

/**
 * Dawid–Skene: each labeling function has its own confusion matrix, estimated by EM together with the unknown true
 * classes. Starts from the vote shares; gold is known truth. Assumes that LFs err independently given the class, and
 * that abstaining tells nothing about it.
 *
 * With many classes there are few votes for each cell, so as many votes as a row has cells are imagined to fall as an
 * accuracy per class has them fall, like the priors of Kim, Ghahramani (2012), Bayesian classifier combination, AISTATS.
 */
export function fitDawidSkene(L: LabelMatrix, input: FitInput): LabelModelFit {
  const { smoothing } = input.options as { smoothing: number }
  if (smoothing === 0) return fitByEm(L, input, eachClassOnItsOwn)
  return fitByEm(L, input, confusionMatrices, L.classCount === 2 ? undefined : accuracyPerClass)
}

/** The members of the family differ in how they read the counted votes; those with many parameters lean on a simpler one. */
export function fitByEm(
  L: LabelMatrix,
  input: FitInput,
  weightsOf: WeightsOfVotes,
  simpler?: WeightsOfVotes,
): LabelModelFit {
  const k = L.classCount
  const { smoothing, silence = 0 } = input.options as { smoothing: number; silence?: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const opinions = opinionsOf(L, input)
  const silent = silence === 1 ? withSilence(L, input.gold, opinions, smoothing) : undefined
  const { rows, prior } = silent ?? opinions
  const votesEnd = k * L.lfCount
  const emModel = (read: WeightsOfVotes): EmModel => ({
    prior,
    startWeights: silent?.startWeights,
    estimate: (expected, imagined) => ({
      bias: logBalance(expected, imagined, given),
      weights: weightsOfHalves(countedVotes(expected, imagined), k, rows.totals, votesEnd, read),
    }),
  })
  const model = emModel(weightsOf)
  if (simpler) {
    const { weights } = solveOnSample(rows, emModel(simpler)).model
    model.prior = { ...prior, votes: prior.votes.map((count, x) => count + smoothing * k * Math.exp(weights[x]!)) }
  }
  const { model: learned, result, history, stopped } = solveEm(rows, model, input)
  const classBalance = given ?? estimatedBalance(result.records, Math.min(1, smoothing))
  const found = recordResults(rows, learned, result, classBalance)
  if (!silent) return { ...found, history, stopped, groups: opinions.groups }
  // What silence adds is not a matter of single votes, so the log-weights do not add up to the posterior.
  const { logWeights: _, lfAccuracy, ...rest } = found
  return { ...rest, lfAccuracy: lfAccuracy.slice(0, L.lfCount), history, stopped, groups: opinions.groups }
}

/** The codes up to `votesEnd` are votes; what comes after says whether LFs speak, and is always learned class by class. */
function weightsOfHalves(
  counts: Float64Array,
  k: number,
  totals: Float64Array,
  votesEnd: number,
  weightsOf: WeightsOfVotes,
): Float64Array {
  const codeCount = counts.length / k
  if (codeCount === votesEnd) return weightsOf(counts, k, totals)
  const halves = [
    { from: 0, to: votesEnd, read: weightsOf },
    { from: votesEnd, to: codeCount, read: eachClassOnItsOwn },
  ]
  for (const { from, to, read } of halves) {
    const width = to - from
    const part = new Float64Array(k * width)
    for (let c = 0; c < k; c++) part.set(counts.subarray(c * codeCount + from, c * codeCount + to), c * width)
    read(part, k, totals.subarray(from, to))
    for (let c = 0; c < k; c++) counts.set(part.subarray(c * width, (c + 1) * width), c * codeCount + from)
  }
  return counts
}
