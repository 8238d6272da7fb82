import { expect, test } from 'vitest'
import { solveInPlace } from './linear-solve.ts'

test('a system is solved, also where its first pivot is 0', () => {
  const b = Float64Array.of(5, 10)
  solveInPlace(Float64Array.of(2, 1, 1, 3), b)
  expect([...b]).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)])
  const turned = Float64Array.of(7, 4)
  solveInPlace(Float64Array.of(0, 1, 1, 0), turned)
  expect([...turned]).toEqual([4, 7])
})

test('a direction without information gets 0 instead of NaN', () => {
  const b = Float64Array.of(4, 0)
  solveInPlace(Float64Array.of(2, 0, 0, 0), b)
  expect([...b]).toEqual([2, 0])
})
