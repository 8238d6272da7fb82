import { expect, test } from 'vitest'
import { ReliabilityCount } from './reliability.ts'

test('each bin says how sure the model was and how often it was right, with how far that is known', () => {
  const count = new ReliabilityCount()
  count.add(0.95, 1)
  count.add(0.97, 0)
  count.add(1, 1)
  count.add(0.5, 0.5)
  const [unsure, sure, ...others] = count.bins()
  expect(others).toEqual([])
  expect(unsure).toMatchObject({ low: 7 / 15, high: 8 / 15, count: 1, confidence: 0.5, accuracy: 0.5 })
  expect(sure).toMatchObject({ low: 14 / 15, high: 1, count: 3 })
  expect(sure!.confidence).toBeCloseTo((0.95 + 0.97 + 1) / 3, 12)
  expect(sure!.accuracy).toBeCloseTo(2 / 3, 12)
  // Wilson's interval of 2 in 3.
  expect(sure!.interval[0]).toBeCloseTo(0.2077, 4)
  expect(sure!.interval[1]).toBeCloseTo(0.9385, 4)
  expect(count.error()).toBeCloseTo((2.92 - 2) / 4, 12)
})

test('a probability on the border of two bins belongs to the lower one', () => {
  const count = new ReliabilityCount()
  count.add(9 / 15, 1)
  expect(count.bins()[0]).toMatchObject({ low: 8 / 15, high: 9 / 15 })
})

test('without a record there is no bin and no error', () => {
  const count = new ReliabilityCount()
  expect(count.bins()).toEqual([])
  expect(count.error()).toBeUndefined()
})
