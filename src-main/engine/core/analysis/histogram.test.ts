import { expect, test } from 'vitest'
import { binOf, binsOf } from './histogram.ts'

test('few whole numbers get a bin each', () => {
  const bins = binsOf(Float64Array.of(3, 1, 1, 2))
  expect(bins).toEqual({ min: 1, max: 3, from: 1, width: 1, count: 3 })
  expect([1, 2, 3].map(value => binOf(bins, value))).toEqual([0, 1, 2])
})

test('one value far away does not squeeze the others into one bin', () => {
  const values = Float64Array.from({ length: 200 }, (_, i) => (i === 7 ? 1_000_000 : i % 10))
  const bins = binsOf(values)
  expect(bins).toMatchObject({ max: 1_000_000, width: 1, count: 10 })
  expect(binOf(bins, 1_000_000)).toBe(9)
})

test('fractions, and values that are all the same, have bins too', () => {
  const bins = binsOf(Float64Array.of(0, 0.5, 1))
  expect([0, 0.5, 1].map(value => binOf(bins, value))).toEqual([0, 20, 39])
  expect(binsOf(Float64Array.of(2.5, 2.5))).toMatchObject({ count: 1, width: 1 })
})
