import { expect, test } from 'vitest'
import { limitAt, shareOf, stepOf } from './threshold-line.ts'

const histogram = (from: number, width: number, count: number) => ({
  n: 1,
  missing: 0,
  min: from,
  max: from + width * count,
  bins: Array.from({ length: count }, (_, b) => ({
    from: from + b * width,
    to: from + (b + 1) * width,
    count: 1,
    gold: {},
  })),
})
const words = histogram(0, 1, 10)
const scores = histogram(0, 0.025, 40)

test('among whole numbers the line stands between two bars, on the side that votes', () => {
  expect(shareOf(words, 4, '<=')).toBe(5 / 10)
  expect(shareOf(words, 5, '>=')).toBe(5 / 10)
  expect(shareOf(words, 99, '<=')).toBe(1)
})

test.each(['<=', '>='] as const)('the line stays where it was put, %s', comparison => {
  for (const limit of [0, 3, 7]) expect(limitAt(words, shareOf(words, limit, comparison), comparison)).toBe(limit)
  expect(limitAt(scores, shareOf(scores, 0.25, comparison), comparison)).toBe(0.25)
})

test('a limit is a short number, and an arrow key moves it by its last digit', () => {
  expect(limitAt(scores, 0.33333, '>=')).toBe(0.33)
  expect([stepOf(words), stepOf(scores)]).toEqual([1, 0.01])
})
