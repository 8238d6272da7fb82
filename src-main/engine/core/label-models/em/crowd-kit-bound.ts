import type { VoteRows } from '../votes/vote-rows.ts'
import type { Expectation, LogLinear } from './expectation.ts'

/**
 * What crowd-kit's Dawid-Skene watches to know when to stop: the evidence lower bound per vote, in which the class
 * balance counts once per vote instead of once per record. It can fall while the likelihood rises, and EM then ends
 * early. Without a prior we stop where it does, so that our answers are its answers.
 */
export function crowdKitBound(rows: VoteRows, { posterior, votes }: Expectation, { bias, weights }: LogLinear): number {
  const k = bias.length
  let sum = 0
  let voteCount = 0
  for (let code = 0; code < rows.codeCount; code++) {
    voteCount += rows.totals[code]!
    for (let x = code; x < votes.length; x += rows.codeCount) {
      if (votes[x]! > 0) sum += votes[x]! * (weights[x]! + bias[(x - code) / rows.codeCount]!)
    }
  }
  for (let x = 0; x < posterior.length; x++) {
    const p = posterior[x]!
    if (p > 0) sum -= rows.weights[Math.floor(x / k)]! * p * Math.log(p)
  }
  return voteCount === 0 ? 0 : sum / voteCount
}
