import { expect, test } from 'vitest'
import { problemOfShares, roundedShares } from './class-shares.ts'

test('shares that sum up to one are a class balance', () => {
  expect(problemOfShares([0.3, 0.7])).toBeUndefined()
  expect(problemOfShares([0.1, 0.2, 0.7])).toBeUndefined()
  expect(problemOfShares([1, 0])).toBeUndefined()
})

test('others are told what they lack', () => {
  expect(problemOfShares([0.3, 0.4])).toBe('The shares must sum up to 100 %; 30 are missing.')
  expect(problemOfShares([0.5, 0.525])).toBe('The shares must sum up to 100 %; 2.5 are too many.')
  for (const bad of [NaN, -0.1, 1.1]) expect(problemOfShares([bad, 0.5])).toMatch(/from 0 to 100 %/)
})

test('shares are rounded so that they still sum up to one', () => {
  expect(roundedShares([1 / 3, 1 / 3, 1 / 3])).toEqual([0.334, 0.333, 0.333])
  for (const shares of [roundedShares([0.12345, 0.87655]), roundedShares(Array.from({ length: 7 }, () => 1 / 7))]) {
    expect(problemOfShares(shares)).toBeUndefined()
  }
})
