import { expect, test } from 'vitest'
import { createRandom } from '../numeric/random.ts'
import { closePairs, nearest, toUnitLength } from './nearest.ts'

const vectors = (...rows: number[][]) => {
  const made = { values: Float32Array.from(rows.flat()), width: rows[0]!.length }
  toUnitLength(made)
  return made
}

test('the nearest come first, and of equals the earlier one', () => {
  const made = vectors([1, 0], [0, 1], [1, 1], [2, 0])
  const found = nearest(made, Float32Array.from([1, 0]), 3)
  expect(found.map(({ index }) => index)).toEqual([0, 3, 2])
  expect(found[2]!.similarity).toBeCloseTo(Math.SQRT1_2, 6)
})

test('pairs are found by their cosine; a vector without a direction is like none', () => {
  const pairs = closePairs(vectors([1, 0], [0, 0], [1, 0.1], [0, 1], [0, 0]), 0.9, 10)
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([[0, 2]])
})

test('the sweep finds the same pairs as comparing all with all', () => {
  const random = createRandom(3)
  const n = 300
  const rows = Array.from({ length: n }, () => Array.from({ length: 6 }, () => random() - 0.3))
  const made = vectors(...rows)
  const found = closePairs(made, 0.95, n * n).map(({ a, b }) => `${a} ${b}`)
  const all: string[] = []
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++) {
      let sum = 0
      for (let d = 0; d < 6; d++) sum += made.values[a * 6 + d]! * made.values[b * 6 + d]!
      if (sum >= 0.95) all.push(`${a} ${b}`)
    }
  expect(all.length).toBeGreaterThan(10)
  expect(found.sort()).toEqual(all.sort())
})

test('of more pairs than are wanted the nearest are kept, however many copies there are', () => {
  const copies = Array.from({ length: 250 }, (_, i) => (i % 2 ? [1, 0] : [1, 0.1]))
  const pairs = closePairs(vectors(...copies), 0.9, 100)
  expect(pairs).toHaveLength(100)
  expect(pairs.every(({ similarity }) => similarity > 0.9999)).toBe(true)
})
