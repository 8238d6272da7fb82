import { expect, test } from 'vitest'
import { areaUnderCurve } from './area-under-curve.ts'

test('the area is the share of pairs in the right order; a tie counts half', () => {
  const scores = Float64Array.of(0.1, 0.4, 0.4, 0.8)
  // Positives 0.4 and 0.8 against negatives 0.1 and 0.4: right, tied, right, right.
  expect(areaUnderCurve(scores, Uint8Array.of(0, 1, 0, 1))!.area).toBe(3.5 / 4)
  expect(areaUnderCurve(scores, Uint8Array.of(1, 1, 0, 0))!.area).toBe(0.5 / 4)
})

test('the interval holds the area, is narrower with more records, and of use at the ends', () => {
  const of = (n: number) =>
    areaUnderCurve(
      Float64Array.from({ length: n }, (_, i) => i),
      Uint8Array.from({ length: n }, (_, i) => (i < n / 2 ? 0 : 1)),
    )!
  expect(of(20).area).toBe(1)
  expect(of(20).interval[1]).toBe(1)
  expect(of(20).interval[0]).toBeLessThan(of(200).interval[0])
  expect(of(20).interval[0]).toBeGreaterThan(0.6)
})

test('without positives or negatives there is no area', () => {
  expect(areaUnderCurve(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toBeUndefined()
  expect(areaUnderCurve(new Float64Array(0), new Uint8Array(0))).toBeUndefined()
})
