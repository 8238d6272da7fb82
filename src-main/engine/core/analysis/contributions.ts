import type { ClassIndex } from '../../../../src-shared/vocabulary.ts'
import type { LabelModelFit } from '../label-models/label-model.ts'

/** What moves the log-odds of one class against another on one record. */
export interface Contributions {
  /** [m] what the vote of each LF adds; 0 where it votes no class. */
  votes: Float64Array
  /** [m] how much each vote counts, 0..1: less than 1 where it shares its weight with LFs that it follows. */
  shares: Float64Array
  /** What the class balance adds; undefined where the model does not tell it apart from the rest. */
  prior: number | undefined
  /** What is left: 0 up to rounding where the model adds up votes alone. */
  rest: number
}

export interface Asked {
  /** [m] what the LFs of the fit say of the record: a class or a mark. */
  said: ArrayLike<number>
  /** P(first class) / P(second class), as logarithm. */
  logOdds: number
  first: ClassIndex
  second: ClassIndex
}

/** Takes the log-odds of a record apart, LF by LF; undefined where the model does not add up log-weights. */
export function contributions(
  {
    classBalance,
    logWeights,
    logPrior,
    follows,
  }: Pick<LabelModelFit, 'classBalance' | 'logWeights' | 'logPrior' | 'follows'>,
  { said, logOdds, first, second }: Asked,
): Contributions | undefined {
  if (!logWeights) return undefined
  const k = classBalance.length
  const m = said.length
  const votes = new Float64Array(m)
  const shares = new Float64Array(m).fill(1)
  const prior = logPrior && logPrior[first]! - logPrior[second]!
  let rest = logOdds - (prior ?? 0)
  for (let i = 0; i < m; i++) {
    const vote = said[i]!
    if (vote < 0) continue
    let others = 0
    if (follows) for (let j = 0; j < m; j++) if (j !== i && said[j]! >= 0) others += follows[i * m + j]!
    shares[i] = 1 / (1 + others)
    votes[i] = shares[i]! * (logWeights[(i * k + first) * k + vote]! - logWeights[(i * k + second) * k + vote]!)
    rest -= votes[i]!
  }
  return { votes, shares, prior, rest }
}
