import type { DawidSkenePrior } from './dawid-skene-prior.ts'

/** The prior of Dawid–Skene for models that only ask whether a vote is right. */
export interface ImaginedVotes {
  /** [m] */
  right: Float64Array
  /** [m] */
  wrong: Float64Array
}

export function imaginedVotes({ votes, records }: DawidSkenePrior): ImaginedVotes {
  const k = records.length
  const codeCount = votes.length / k
  const right = new Float64Array(codeCount / k)
  const wrong = new Float64Array(codeCount / k)
  for (let c = 0; c < k; c++) {
    for (let code = 0; code < codeCount; code++) {
      const kind = code % k === c ? right : wrong
      kind[Math.floor(code / k)]! += votes[c * codeCount + code]!
    }
  }
  return { right, wrong }
}
