import { STATES } from '../../../../src-shared/vocabulary.ts'
import { hash32 } from '../numeric/random.ts'
import { conflict, conflictOf } from './disagreement.ts'
import { type QueryStrategy, scoreCandidates } from './query-strategy.ts'
import { spread } from './spread.ts'
import { margin, marginOf } from './uncertainty.ts'

/** Every candidate is equally likely: the baseline, and the only fair sample to measure with. */
export const random: QueryStrategy = {
  id: 'random',
  title: 'Random',
  summary: 'Asks records by chance: a fair sample.',
  score: input => scoreCandidates(input, row => hash32(input.seed, row) / 2 ** 32),
  reason: () => 'random check',
  isAudit: () => true,
}

/** One record in ten is asked by chance. */
export const AUDIT_SHARE = 0.1
const UNCOVERED = STATES.indexOf('uncovered')
const isAudit = (row: number, seed: number): boolean => hash32(seed + 1, row) / 2 ** 32 < AUDIT_SHARE

/** What is uncertain though no two LFs contradict each other weighs so much; a full contradiction weighs 1 more. */
const UNCONTESTED = 0.1

/**
 * Mostly uncertainty, above all where LFs contradict each other: an answer there says which of them is right, and so speaks
 * for every record that they vote on, while an answer on a record of few votes speaks for its like alone. It is spread over
 * what the records speak of, with a slice of the records asked by chance, so that confident mistakes are found too: a
 * record of that slice takes the score of another one, drawn by chance, and so stands anywhere in the queue. An uncovered
 * record teaches the label model nothing about any LF: it counts half. Where LFs vote, a typical record goes first, as its
 * answer says what they are worth on many; a model that learns from answers alone learns most where it is least sure.
 */
export const standard: QueryStrategy = {
  id: 'default',
  title: 'Default',
  summary:
    'Asks what the model is unsure of, above all where LFs contradict each other, from one kind of text to the next, and mixes in one random check in ten.',
  readsLandscape: true,
  score: input => {
    const { candidates, states, seed } = input
    const others = new Uint8Array(candidates.length)
    const weights = new Float64Array(candidates.length)
    const rows = new Int32Array(candidates.length)
    const tally = new Int32Array(input.classNames.length)
    let count = 0
    for (let row = 0; row < candidates.length; row++) {
      if (candidates[row] !== 1 || isAudit(row, seed)) continue
      others[row] = 1
      rows[count++] = row
      const contested = UNCONTESTED + conflictOf(input, row, tally)
      weights[row] = (1 - marginOf(input, row)) * contested * (states[row] === UNCOVERED ? 0.5 : 1)
    }
    const scores = spread({ ...input, candidates: others }, weights, input.L.lfCount > 0)
    return scoreCandidates(input, row => {
      if (others[row] === 1) return scores[row]!
      return count === 0 ? 0 : scores[rows[hash32(seed + 2, row) % count]!]!
    })
  },
  reason: (input, row) => {
    if (isAudit(row, input.seed)) return random.reason(input, row)
    if (input.states[row] === UNCOVERED && input.L.lfCount > 0) return 'no LF votes here'
    const isContested = conflictOf(input, row, new Int32Array(input.classNames.length)) > 0
    return isContested ? `${conflict.reason(input, row)}; ${margin.reason(input, row)}` : margin.reason(input, row)
  },
  isAudit,
}
