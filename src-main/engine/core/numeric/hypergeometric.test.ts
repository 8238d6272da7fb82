import { expect, test } from 'vitest'
import { hypergeometricTail } from './hypergeometric.ts'

test('the chance to draw so many marked ones is counted as on paper', () => {
  // 2 of 4 are marked, 2 are drawn: 6 pairs, of which 1 holds both and 1 none.
  expect(hypergeometricTail(2, 2, 2, 4)).toBeCloseTo(1 / 6, 12)
  expect(hypergeometricTail(1, 2, 2, 4)).toBeCloseTo(5 / 6, 12)
  expect(hypergeometricTail(0, 2, 2, 4)).toBeCloseTo(1, 12)
  expect(hypergeometricTail(3, 2, 2, 4)).toBe(0)
  // All but one are drawn, so that two marked ones must be among them.
  expect(hypergeometricTail(2, 4, 3, 5)).toBeCloseTo(1, 12)
})

test('large numbers are exact to ten digits: the sums of Python 3.11, with whole binomials', () => {
  expect(hypergeometricTail(6, 60, 100, 2000)).toBeCloseTo(0.07565383893681646, 10)
  expect(hypergeometricTail(30, 60, 100, 2000) / 3.711086516361602e-25).toBeCloseTo(1, 9)
})
