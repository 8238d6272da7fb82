import { expect, test } from 'vitest'
import { Pace, PER_SECOND } from './pace.ts'

const taken = (pace: Pace, asked: number, now: number): number => {
  let count = 0
  for (let i = 0; i < asked; i++) if (pace.take(now)) count++
  return count
}

test('after a burst, so many steps a second are let through, whatever is asked', () => {
  const pace = new Pace(0)
  expect(taken(pace, 1000, 0)).toBe(60)
  expect(taken(pace, 1000, 1000)).toBe(PER_SECOND)
  expect(taken(pace, 1000, 1500)).toBe(PER_SECOND / 2)
})

test('a long quiet time saves up one burst and no more', () => {
  const pace = new Pace(0)
  taken(pace, 1000, 0)
  expect(taken(pace, 1000, 3_600_000)).toBe(60)
})

test('one who keeps to the pace is never refused', () => {
  const pace = new Pace(0)
  for (let step = 0; step < 10_000; step++) expect(pace.take((step * 1000) / PER_SECOND)).toBe(true)
})
