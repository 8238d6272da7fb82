import { expect, test } from 'vitest'
import { STATES } from '../../../src-shared/vocabulary.ts'
import { votes } from '../testing/votes.ts'
import { recordStates } from './states.ts'

const L = votes(
  2,
  `
  0 0 1
  0 1 .
  1 . .
  ? ! .`,
)
const statesOf = (posterior: number[], balance = [0.6, 0.4]) =>
  [...recordStates(L, Float64Array.from(posterior), Float64Array.from(balance))].map(state => STATES[state])

test('a class ahead makes a pseudo-label, two equal ones a tie, no vote an uncovered record', () => {
  expect(statesOf([0.9, 0.1, 0.5, 0.5, 0.2, 0.8, 0.6, 0.4])).toEqual(['pseudo', 'tied', 'pseudo', 'uncovered'])
})

test('votes that move nothing away from the class balance leave the record tied', () => {
  expect(statesOf([0.6, 0.4, 0.9, 0.1, 0.6 + 1e-12, 0.4 - 1e-12, 0.6, 0.4])).toEqual([
    'tied',
    'pseudo',
    'tied',
    'uncovered',
  ])
})

test('a record without a vote is proposed a class only by a model that reaches it', () => {
  expect(statesOf([1, 0, 1, 0, 1, 0, 0.9, 0.1])[3]).toBe('pseudo')
  expect(statesOf([1, 0, 1, 0, 1, 0, 0.5, 0.5])[3]).toBe('uncovered')
  expect(statesOf([1, 0, 1, 0, 1, 0, 0.6, 0.4])[3]).toBe('uncovered')
})

test('a posterior of another shape is refused with both numbers', () => {
  expect(() => recordStates(L, new Float64Array(3), new Float64Array(2))).toThrow('3 entries for 4 × 2')
})
