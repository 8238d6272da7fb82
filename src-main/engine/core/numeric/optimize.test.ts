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
    { iterations: 100, tolerance: 1e-8 },
  )
  expect([...x]).toEqual([1, 2, 3].map(target => expect.closeTo(target, 5)))
  expect(value).toBeLessThan(1e-9)
})

test('a start at the least point stays there', () => {
  const x = Float64Array.of(0)
  expect(minimize((at, gradient) => ((gradient[0] = 2 * at[0]!), at[0]! ** 2), x, { iterations: 10 })).toBe(0)
  expect(x[0]).toBe(0)
})

test('along coordinates that curve differently by orders of magnitude, steps by their curvature are far fewer', () => {
  const bends = Float64Array.from({ length: 40 }, (_, d) => 10 ** (d / 10))
  const asked = (curvature?: Float64Array) => {
    let count = 0
    const x = new Float64Array(bends.length)
    minimize(
      (at, gradient) => {
        count++
        return at.reduce((sum, value, d) => {
          gradient[d] = bends[d]! * (value - 1)
          return sum + (bends[d]! * (value - 1) ** 2) / 2
        }, 0)
      },
      x,
      { iterations: 1_000, tolerance: 1e-7, curvature },
    )
    x.forEach(value => expect(value).toBeCloseTo(1, 2))
    return count
  }
  expect(asked(bends.map((bend, d) => bend * (d % 2 ? 2 : 1)))).toBeLessThan(asked() / 2)
})

test('a walk ends when a step gains next to nothing', () => {
  let count = 0
  const x = Float64Array.of(0)
  const flat = (at: Float64Array, gradient: Float64Array) => {
    count++
    gradient[0] = 4 * (at[0]! - 1) ** 3
    return 1 + (at[0]! - 1) ** 4
  }
  minimize(flat, x, { iterations: 1_000, tolerance: 0, leastGain: 1e-3 })
  expect(count).toBeLessThan(20)
  expect(x[0]).toBeCloseTo(1, 0)
})
