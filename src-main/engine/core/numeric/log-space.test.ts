import { expect, test } from 'vitest'
import { logSumExp, softmaxInPlace } from './log-space.ts'

test('weights become probabilities and their logarithmic sum is returned', () => {
  const values = Float64Array.of(9, Math.log(1), Math.log(3), 9)
  expect(softmaxInPlace(values, 1, 2)).toBeCloseTo(Math.log(4), 12)
  expect([...values]).toEqual([9, expect.closeTo(1 / 4, 12), expect.closeTo(3 / 4, 12), 9])
})

test('weights far below and far above what exp() can hold do not turn into NaN', () => {
  for (const shift of [-5000, 5000]) {
    const values = Float64Array.of(shift, shift + Math.log(3))
    expect(logSumExp(values, 0, 2)).toBeCloseTo(shift + Math.log(4), 9)
    softmaxInPlace(values, 0, 2)
    expect(values[1]).toBeCloseTo(3 / 4, 9)
  }
})

test('weights that rule everything out become uniform', () => {
  const values = new Float64Array(4).fill(-Infinity)
  expect(softmaxInPlace(values, 0, 4)).toBe(-Infinity)
  expect([...values]).toEqual([1 / 4, 1 / 4, 1 / 4, 1 / 4])
  expect(logSumExp(Float64Array.of(-Infinity), 0, 1)).toBe(-Infinity)
  expect(logSumExp(new Float64Array(0), 0, 0)).toBe(-Infinity)
})
