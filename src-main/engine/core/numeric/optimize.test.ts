import { expect, test } from 'vitest'
import { minimize } from './optimize.ts'

test('the least point of a skewed bowl is found', () => {
  const x = new Float64Array(3)
  const value = minimize(
    (at, gradient) => {
      let sum = 0
      for (let d = 0; d < 3; d++) {
        const off = at[d]! - (d + 1)
        sum += 10 ** d * off * off
        gradient[d] = 2 * 10 ** d * off
      }
      return sum
    },
    x,
    100,
    1e-8,
  )
  expect([...x]).toEqual([1, 2, 3].map(target => expect.closeTo(target, 5)))
  expect(value).toBeLessThan(1e-9)
})

test('a start at the least point stays there', () => {
  const x = Float64Array.of(0)
  expect(minimize((at, gradient) => ((gradient[0] = 2 * at[0]!), at[0]! ** 2), x, 10)).toBe(0)
  expect(x[0]).toBe(0)
})
