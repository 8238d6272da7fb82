import { expect, test } from 'vitest'
import { confusionMatrices, eachClassOnItsOwn } from './confusion-matrices.ts'

const shares = (logs: Float64Array) => [...logs].map(Math.exp)
const close = (values: number[]) => values.map(value => expect.closeTo(value, 12))

test('each row of a matrix is the shares of its counts', () => {
  const counts = Float64Array.of(3, 1, 1, 4)
  expect(shares(eachClassOnItsOwn(counts.slice(), 2))).toEqual(close([3 / 4, 1 / 4, 1 / 5, 4 / 5]))
  expect(shares(confusionMatrices(counts.slice(), 2, Float64Array.of(2, 3)))).toEqual(
    close([3 / 4, 1 / 4, 1 / 5, 4 / 5]),
  )
})

test('an LF of one class is wrong equally often on all others, as often as on the whole', () => {
  // Votes for class 0 only; what it has for the others is imagined.
  const counts = Float64Array.of(9, 1, 0.5, 4, 2, 2, 1, 1, 8)
  const [right, , , onSecond, , , onThird] = shares(confusionMatrices(counts, 3, Float64Array.of(14, 0, 0)))
  expect(right).toBeCloseTo(9 / 10.5, 12)
  expect([onSecond, onThird]).toEqual(close([5 / 18, 5 / 18]))
})
