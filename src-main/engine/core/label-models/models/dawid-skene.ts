import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { countedVotes, logBalance, solveEm } from '../em/em.ts'
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

/** The other members of the family differ from Dawid–Skene only in how they read the counted votes. */
export type WeightsOfVotes = (counts: Float64Array, k: number) => Float64Array

/**
 * Dawid–Skene: each labeling function has its own confusion matrix, estimated by EM together with the unknown true
 * classes. Starts from the vote shares; gold is known truth. Assumes that LFs err independently given the class, and
 * that abstaining tells nothing about it.
 */
export function fitDawidSkene(L: LabelMatrix, input: FitInput): LabelModelFit {
  return fitByEm(L, input, confusionMatrices)
}

export function fitByEm(L: LabelMatrix, input: FitInput, weightsOf: WeightsOfVotes): LabelModelFit {
  const k = L.classCount
  const { smoothing, silence = 0 } = input.options as { smoothing: number; silence?: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const opinions = opinionsOf(L, input)
  const silent = silence === 1 ? withSilence(L, input.gold, opinions, smoothing) : undefined
  const { rows, prior: imagined } = silent ?? opinions
  const votesEnd = k * L.lfCount
  const { model, result, history, stopped } = solveEm(
    rows,
    {
      prior: imagined,
      startWeights: silent?.startWeights,
      estimate: (expected, prior) => ({
        bias: logBalance(expected, prior, given),
        weights: weightsOfHalves(countedVotes(expected, prior), k, votesEnd, weightsOf),
      }),
    },
    input,
  )
  const classBalance = given ?? estimatedBalance(result.records, Math.min(1, smoothing))
  const found = recordResults(rows, model, result, classBalance)
  if (!silent) return { ...found, history, stopped, groups: opinions.groups }
  // What silence adds is not a matter of single votes, so the log-weights do not add up to the posterior.
  const { logWeights: _, lfAccuracy, ...rest } = found
  return { ...rest, lfAccuracy: lfAccuracy.slice(0, L.lfCount), history, stopped, groups: opinions.groups }
}

/** The codes up to `votesEnd` are votes; what comes after says whether LFs speak, and is always learned class by class. */
function weightsOfHalves(counts: Float64Array, k: number, votesEnd: number, weightsOf: WeightsOfVotes): Float64Array {
  const codeCount = counts.length / k
  if (codeCount === votesEnd) return weightsOf(counts, k)
  const halves = [0, votesEnd].map(from => {
    const width = from === 0 ? votesEnd : codeCount - votesEnd
    const part = new Float64Array(k * width)
    for (let c = 0; c < k; c++) part.set(counts.subarray(c * codeCount + from, c * codeCount + from + width), c * width)
    return { from, width, weights: (from === 0 ? weightsOf : confusionMatrices)(part, k) }
  })
  for (const { from, width, weights } of halves) {
    for (let c = 0; c < k; c++) counts.set(weights.subarray(c * width, (c + 1) * width), c * codeCount + from)
  }
  return counts
}

/** log P(vote | class, the LF votes), each class of each LF on its own. */
function confusionMatrices(counts: Float64Array, k: number): Float64Array {
  for (let row = 0; row < counts.length; row += k) {
    let sum = 0
    for (let v = row; v < row + k; v++) sum += counts[v]!
    for (let v = row; v < row + k; v++) counts[v] = Math.log(counts[v]! / sum)
  }
  return counts
}
