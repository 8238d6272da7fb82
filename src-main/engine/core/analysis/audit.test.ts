import { describe, expect, test } from 'vitest'
import { createRandom } from '../numeric/random.ts'
import { auditEstimate, moreForWidth } from './audit.ts'
import { wilsonInterval } from './intervals.ts'

test('without an answer there is no estimate', () => {
  expect(auditEstimate(0, 0)).toEqual({ n: 0, right: 0, accuracy: undefined, interval: undefined })
})

test('the share of right answers comes with its interval', () => {
  const { accuracy, interval } = auditEstimate(45, 50)
  expect(accuracy).toBe(45 / 50)
  expect(interval![0]).toBeCloseTo(0.7864, 4)
  expect(interval![1]).toBeCloseTo(0.9565, 4)
})

describe.each([
  [0, 0],
  [0, 3],
  [3, 3],
  [45, 50],
  [1, 2],
] as const)('with %i right of %i', (right, n) => {
  test.each([0.5, 0.2, 0.1, 0.05, 0.02])(
    'so many more as make the interval %d wide are enough, and one less is not',
    width => {
      const more = moreForWidth({ right, n }, width)
      const share = n === 0 ? 0.5 : right / n
      const widthWith = (count: number) => {
        if (n + count === 0) return 1
        const [low, high] = wilsonInterval(share * (n + count), n + count)!
        return high - low
      }
      expect(widthWith(more)).toBeLessThanOrEqual(width)
      if (more > 0) expect(widthWith(more - 1)).toBeGreaterThan(width)
    },
  )
})

test('a width that is none is refused', () => {
  expect(() => moreForWidth({ right: 1, n: 2 }, 0)).toThrow(RangeError)
  expect(() => moreForWidth({ right: 1, n: 2 }, NaN)).toThrow(RangeError)
})

test('of a hundred fair samples, the interval of about 95 holds the truth', () => {
  const random = createRandom(3)
  let held = 0
  for (let sample = 0; sample < 1000; sample++) {
    let right = 0
    for (let i = 0; i < 60; i++) if (random() < 0.87) right++
    const [low, high] = auditEstimate(right, 60).interval!
    if (low <= 0.87 && 0.87 <= high) held++
  }
  expect(held / 1000).toBeGreaterThan(0.92)
})
