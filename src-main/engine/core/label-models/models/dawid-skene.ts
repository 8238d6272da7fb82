import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { countedVotes, logBalance, solveEm } from '../em/em.ts'
import { emOptions } from '../em/options.ts'
import { recordResults } from '../em/record-results.ts'
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
  const { smoothing } = input.options as { smoothing: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { rows, prior: imagined, groups } = opinionsOf(L, input)
  const { model, result, history, stopped } = solveEm(
    rows,
    {
      prior: imagined,
      estimate: (expected, prior) => ({
        bias: logBalance(expected, prior, given),
        weights: weightsOf(countedVotes(expected, prior), k),
      }),
    },
    input,
  )
  const classBalance = given ?? estimatedBalance(result.records, Math.min(1, smoothing))
  return { ...recordResults(rows, model, result, classBalance), history, stopped, groups }
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
