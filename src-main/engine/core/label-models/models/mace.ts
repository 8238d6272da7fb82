import type { LabelMatrix } from '../../label-matrix.ts'
import { digamma, dirichletDivergence } from '../../numeric/gamma.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { logBalance } from '../em/em.ts'
import { type Expectation, expect, expectVoteShares } from '../em/expectation.ts'
import { type ImaginedVotes, imaginedVotes } from '../em/imagined-votes.ts'
import { iterationsOption, smoothingOption, toleranceOption } from '../em/options.ts'
import { recordResults } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'

export const mace: LabelModel = {
  id: 'mace',
  title: 'MACE',
  summary:
    'An LF either knows the class or votes from a habit of its own; how often it knows is its competence. Right where some sources vote one class whatever they see: spammers among workers, LFs that only know one class.',
  paper:
    'Hovy, Berg-Kirkpatrick, Vaswani, Hovy (2013): Learning whom to trust with MACE. NAACL-HLT. Variational Bayes.',
  options: [
    smoothingOption,
    {
      id: 'habit',
      title: 'Evenness of habits',
      help: 'Imagined habitual votes for each class; more of them spread habits over the classes.',
      min: 0.01,
      max: 1000,
      default: 10,
    },
    iterationsOption(50, 'More rounds come closer to the solution.'),
    toleranceOption(
      1e-6,
      'Fitting stops when a round improves the bound per record by less; a larger value stops earlier.',
    ),
  ],
  fit: fitMace,
}

/** Imagined records on which an LF knows the class, and on which it votes from habit: the prior of its competence. */
const IMAGINED = 0.5

/**
 * Variational Bayes for MACE. Starts from the vote shares instead of random restarts, so that the answer does not depend
 * on luck; gold is known truth.
 */
export function fitMace(L: LabelMatrix, input: FitInput): LabelModelFit {
  const k = L.classCount
  const { habit, smoothing, iterations, tolerance } = input.options as Record<MaceOption, number>
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { rows, groups, ...known } = opinionsOf(L, input)
  const prior = { habit, imagined: imaginedVotes(known.prior) }
  const biasOf = (expected: Expectation) =>
    smoothing === 0 ? known.balance.map(Math.log) : logBalance(expected, known.prior, given)
  const result = expectVoteShares(rows, k)
  let bias = biasOf(result)
  let beliefs = believe(result, undefined, prior)
  const history: number[] = []
  let stopped: LabelModelFit['stopped'] = 'iterations'
  while (history.length < iterations && stopped === 'iterations') {
    expect(rows, { bias, weights: beliefs.weights }, result)
    const before = known.prior.records.reduce((sum, count, c) => sum + count * bias[c]!, 0)
    history.push((result.logLikelihood - beliefs.divergence + before) / Math.max(rows.learned, 1))
    input.onProgress?.(history.length / iterations)
    if (rows.learned === 0 || history.at(-1)! - (history.at(-2) ?? -Infinity) < tolerance) stopped = 'converged'
    else if (history.length < iterations) {
      bias = biasOf(result)
      beliefs = believe(result, beliefs, prior)
    }
  }
  const classBalance = given ?? estimatedBalance(result.records)
  return {
    ...recordResults(rows, { bias, weights: beliefs.weights }, result, classBalance),
    groups,
    history,
    stopped,
  }
}

type MaceOption = 'habit' | 'smoothing' | 'iterations' | 'tolerance'

interface Prior {
  habit: number
  imagined: ImaginedVotes
}

interface Beliefs {
  /** [k × codes] expected log of P(vote | class), as the E-step wants it. */
  weights: Float64Array
  /** [codes] the share of right votes that come from knowing. */
  knowing: Float64Array
  /** Of what is believed of all LFs from the prior. */
  divergence: number
}

/** M-step: what the counted votes say of each LF's competence and habits. */
function believe({ votes, records }: Expectation, last: Beliefs | undefined, { habit, imagined }: Prior): Beliefs {
  const k = records.length
  const codeCount = votes.length / k
  const weights = new Float64Array(votes.length)
  const knowing = new Float64Array(codeCount)
  const habits = new Float64Array(k)
  let divergence = 0
  for (let j = 0; j < codeCount; j += k) {
    let known = 0
    let guessed = 0
    for (let v = 0; v < k; v++) {
      let all = 0
      for (let c = 0; c < k; c++) all += votes[c * codeCount + j + v]!
      const right = votes[v * codeCount + j + v]! * (last ? last.knowing[j + v]! : k / (k + 1))
      known += right
      guessed += all - right
      habits[v] = habit + Math.max(0, all - right)
    }
    const before = [IMAGINED + imagined.right[j / k]!, IMAGINED + imagined.wrong[j / k]!]
    const competence = [before[0]! + known, before[1]! + Math.max(0, guessed)]
    divergence +=
      dirichletDivergence(competence, before) +
      dirichletDivergence(
        habits,
        habits.map(() => habit),
      )
    const all = digamma(competence[0]! + competence[1]!)
    const knows = Math.exp(digamma(competence[0]!) - all)
    const guesses = Math.exp(digamma(competence[1]!) - all)
    const anyHabit = digamma(habits.reduce((sum, count) => sum + count, 0))
    for (let v = 0; v < k; v++) {
      const byHabit = Math.max(guesses * Math.exp(digamma(habits[v]!) - anyHabit), 1e-300)
      knowing[j + v] = knows / (knows + byHabit)
      for (let c = 0; c < k; c++) weights[c * codeCount + j + v] = Math.log(c === v ? knows + byHabit : byHabit)
    }
  }
  return { weights, knowing, divergence }
}
