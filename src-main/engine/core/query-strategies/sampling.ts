import { STATES } from '../../../../src-shared/vocabulary.ts'
import { hash32 } from '../numeric/random.ts'
import { entropy } from './uncertainty.ts'
import { type QueryStrategy, scoreCandidates } from './query-strategy.ts'

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

/**
 * Mostly uncertainty, with a slice of the records asked by chance, so that confident mistakes are found too: a record of
 * that slice takes the score of another one, drawn by chance, and so stands anywhere in the queue. An uncovered record
 * teaches the label model nothing about any LF: those come after the uncertain ones.
 */
export const standard: QueryStrategy = {
  id: 'default',
  title: 'Default',
  summary: 'Asks uncertain records first and mixes in one random check in ten.',
  score: input => {
    const uncertain = entropy.score(input)
    const candidates: number[] = []
    for (let row = 0; row < uncertain.length; row++) {
      if (input.candidates[row] === 0) continue
      candidates.push(row)
      if (input.states[row] === UNCOVERED) uncertain[row]! /= 2
    }
    return scoreCandidates(input, row => {
      if (!isAudit(row, input.seed)) return uncertain[row]!
      return uncertain[candidates[hash32(input.seed + 2, row) % candidates.length]!]!
    })
  },
  reason: (input, row) => {
    if (isAudit(row, input.seed)) return random.reason(input, row)
    return input.states[row] === UNCOVERED ? 'no LF votes here' : entropy.reason(input, row)
  },
  isAudit,
}
