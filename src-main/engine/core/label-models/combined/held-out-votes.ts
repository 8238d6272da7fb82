import { emptyExpectation, expect, type LogLinear } from '../em/expectation.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

/** Imagined votes for each class, so that a vote that never occurred is not impossible. */
const IMAGINED = 0.5

/**
 * How well a model foretells each vote from the other votes of its record: the mean over the rows of
 * Σ log P(vote | the other votes, that the LF votes). It needs no gold. LFs that vote one class only are always foretold,
 * so they do not decide.
 *
 * Like leave-one-out cross-validation, after Stone (1974), JRSS B 36(2), with each LF's confusion of classes read off the
 * model's own posterior.
 */
export function heldOutVotes(rows: VoteRows, model: LogLinear): number {
  const k = model.bias.length
  const { codeCount, starts, codes } = rows
  const result = emptyExpectation(rows, k)
  expect(rows, model, result)
  const confusion = confusionOf(result.votes, k)
  const whole = new Float64Array(k)
  const rest = new Float64Array(k)
  let sum = 0
  let count = 0
  for (let r = 0; r < rows.rowCount; r++) {
    const from = starts[r]!
    const to = starts[r + 1]!
    if (to - from < 2) continue
    for (let c = 0; c < k; c++) {
      whole[c] = model.bias[c]!
      for (let e = from; e < to; e++) whole[c]! += (rows.shares?.[e] ?? 1) * model.weights[c * codeCount + codes[e]!]!
    }
    let logShare = 0
    for (let e = from; e < to; e++) {
      const share = rows.shares?.[e] ?? 1
      let largest = -Infinity
      for (let c = 0; c < k; c++) {
        rest[c] = whole[c]! - share * model.weights[c * codeCount + codes[e]!]!
        largest = Math.max(largest, rest[c]!)
      }
      let all = 0
      let said = 0
      for (let c = 0; c < k; c++) {
        const weight = Math.exp(rest[c]! - largest)
        all += weight
        said += weight * confusion[c * codeCount + codes[e]!]!
      }
      logShare += share * Math.log(said / all)
    }
    sum += rows.weights[r]! * logShare
    count += rows.weights[r]!
  }
  return count === 0 ? 0 : sum / count
}

/** [k × codes] P(vote | class, the LF votes) from the expected votes. */
function confusionOf(votes: Float64Array, k: number): Float64Array {
  const codeCount = votes.length / k
  const confusion = new Float64Array(votes.length)
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < codeCount; j += k) {
      let all = 0
      let kinds = 0
      for (let v = 0; v < k; v++) {
        let ever = 0
        for (let other = 0; other < k; other++) ever += votes[other * codeCount + j + v]!
        if (ever > 0) kinds++
        all += votes[c * codeCount + j + v]!
      }
      for (let v = 0; v < k; v++) {
        confusion[c * codeCount + j + v] =
          (votes[c * codeCount + j + v]! + IMAGINED) / (all + IMAGINED * Math.max(kinds, 1))
      }
    }
  }
  return confusion
}
