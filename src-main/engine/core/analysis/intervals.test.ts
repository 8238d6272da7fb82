import { expect, test } from 'vitest'
import { wilsonInterval } from './intervals.ts'

test('equals the published example: 8 of 10', () => {
  const [low, high] = wilsonInterval(8, 10)!
  expect(low).toBeCloseTo(0.4902, 4)
  expect(high).toBeCloseTo(0.9433, 4)
})

test('stays between 0 and 1 and never closes at the ends', () => {
  for (let n = 1; n <= 500; n++) {
    expect(wilsonInterval(0, n)![0]).toBe(0)
    expect(wilsonInterval(n, n)![1]).toBe(1)
  }
  expect(wilsonInterval(5, 5)![0]).toBeLessThan(0.6)
})

test('is absent without evidence', () => expect(wilsonInterval(0, 0)).toBeUndefined())
