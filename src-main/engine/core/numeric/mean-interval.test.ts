import { expect, test } from 'vitest'
import { meanInterval } from './mean-interval.ts'

test('the mean of a few, with the interval that Student’s t gives', () => {
  // Standard deviation 1, t(2) = 4.3027: 4.3027 / √3.
  expect(meanInterval([1, 2, 3])).toEqual({
    mean: 2,
    interval: [expect.closeTo(-0.4842, 4), expect.closeTo(4.4842, 4)],
  })
  expect(meanInterval([0.5, 0.5])).toEqual({ mean: 0.5, interval: [0.5, 0.5] })
  expect(meanInterval([4])).toEqual({ mean: 4 })
})

test('beyond the table the quantile goes on: t(20) = 2.0860, t(99) = 1.9842', () => {
  const quantile = (n: number) => {
    const values = Array.from({ length: n }, (_, i) => i % 2)
    const { mean, interval } = meanInterval(values)
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1) / n)
    return (interval![1] - mean) / spread
  }
  expect(quantile(21)).toBeCloseTo(2.086, 3)
  expect(quantile(100)).toBeCloseTo(1.9842, 3)
})
