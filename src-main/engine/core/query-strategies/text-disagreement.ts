import { type QueryStrategy, scoreCandidates, type StrategyInput } from './query-strategy.ts'

/**
 * Where votes and text tell different stories: KL(P(class | votes and text) ‖ P(class | votes)), in nats. 0 for models that
 * read no text. McCallum, Nigam (1998): Employing EM and pool-based active learning for text classification. ICML.
 */
export const textDisagreement: QueryStrategy = {
  id: 'text-disagreement',
  title: 'Votes against text',
  summary: 'Asks where the text says something else than the votes: either an LF errs or the text misleads.',
  readsVotesAlone: true,
  score: input => scoreCandidates(input, row => divergence(input, row)),
  reason: (input, row) => {
    const { byVotes, posterior, classNames } = input
    if (!byVotes) return 'the model reads no text'
    const k = classNames.length
    const say = (p: Float64Array) => {
      const best = bestOf(p, row * k, k)
      return `${classNames[best]} ${p[row * k + best]!.toFixed(2)}`
    }
    return `by the votes alone ${say(byVotes)}, with the text ${say(posterior)}`
  },
}

const LEAST = 1e-6

function divergence({ byVotes, posterior, classNames }: StrategyInput, row: number): number {
  const k = classNames.length
  let sum = 0
  if (byVotes) {
    for (let c = row * k; c < row * k + k; c++) {
      const p = posterior[c]!
      if (p > 0) sum += p * Math.log(p / Math.max(byVotes[c]!, LEAST))
    }
  }
  return Math.max(0, sum)
}

function bestOf(p: Float64Array, from: number, k: number): number {
  let best = 0
  for (let c = 1; c < k; c++) if (p[from + c]! > p[from + best]!) best = c
  return best
}
