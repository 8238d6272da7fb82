import { type QueryStrategy, scoreCandidates, type StrategyInput } from './query-strategy.ts'

/**
 * Vote entropy: how evenly the LFs that vote are divided, 0..1, a little more where more of them vote.
 * Dagan & Engelson (1995), Committee-based sampling for training probabilistic classifiers.
 */
export const conflict: QueryStrategy = {
  id: 'conflict',
  title: 'Conflict',
  summary: 'Asks where labeling functions contradict each other most.',
  score: input => {
    const tally = new Int32Array(input.classNames.length)
    return scoreCandidates(input, row => conflictOf(input, row, tally))
  },
  reason: (input, row) => {
    const tally = countVotes(input, row, new Int32Array(input.classNames.length))
    const camps = [...tally.entries()].filter(([, votes]) => votes > 0).sort((a, b) => b[1] - a[1])
    if (camps.length === 0) return 'no LF votes here'
    return camps.map(([c, votes], at) => `${voters(votes, at === 0)} ${input.classNames[c]}`).join(', ')
  },
}

const voters = (votes: number, first: boolean): string =>
  `${votes}${first ? (votes === 1 ? ' LF' : ' LFs') : ''} ${votes === 1 ? 'says' : 'say'}`

/** A doubling of the voters counts as much as a hundredth of entropy: it only orders equals. */
const MORE_VOTERS = 0.01

export function conflictOf(input: StrategyInput, row: number, tally: Int32Array): number {
  countVotes(input, row, tally)
  let total = 0
  for (const votes of tally) total += votes
  if (total < 2) return 0
  let sum = 0
  for (const votes of tally) if (votes > 0) sum -= (votes / total) * Math.log(votes / total)
  return sum === 0 ? 0 : sum / Math.log(tally.length) + MORE_VOTERS * Math.log2(total)
}

function countVotes({ L }: StrategyInput, row: number, tally: Int32Array): Int32Array {
  tally.fill(0)
  for (let j = 0; j < L.lfCount; j++) {
    const vote = L.votes[j * L.recordCount + row]!
    if (vote >= 0) tally[vote]!++
  }
  return tally
}
