import { expect, test } from 'vitest'
import { createRandom } from '../numeric/random.ts'
import { rank } from './rank.ts'

test('the highest scores come first, and records that may not be asked never', () => {
  const scores = Float64Array.of(0.2, -Infinity, 0.9, NaN, 0.5)
  expect([...rank(scores, 10, 1)]).toEqual([2, 4, 0])
  expect([...rank(scores, 2, 1)]).toEqual([2, 4])
  expect([...rank(scores, 0, 1)]).toEqual([])
})

test('a heap of a few finds what sorting all would find', () => {
  const random = createRandom(7)
  const scores = Float64Array.from({ length: 5_000 }, () => random())
  const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
  expect([...rank(scores, 100, 3)]).toEqual(sorted.slice(0, 100))
})

test('equal scores are in a seeded order, not in that of the import', () => {
  const scores = new Float64Array(1_000).fill(1)
  const first = [...rank(scores, 10, 1)]
  expect([...rank(scores, 10, 1)]).toEqual(first)
  expect([...rank(scores, 10, 2)]).not.toEqual(first)
  expect(Math.max(...first)).toBeGreaterThan(100)
})
