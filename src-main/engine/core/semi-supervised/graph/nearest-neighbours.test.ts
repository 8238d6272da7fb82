import { expect, test } from 'vitest'
import { dense, sparse } from '../../../testing/matrices.ts'
import { createRandom } from '../../numeric/random.ts'
import type { SparseMatrix } from '../../numeric/sparse.ts'
import { nearestNeighbours } from './nearest-neighbours.ts'

/** Every distance, and the nearest of them. */
function byHand(X: SparseMatrix, Y: SparseMatrix, count: number, isSame: boolean): number[][] {
  const [rows, others] = [dense(X), dense(Y)]
  return rows.map((x, i) => {
    const distance = (j: number) => others[j]!.reduce((sum, value, f) => sum + (value - x[f]!) ** 2, 0)
    const shares = (j: number) => others[j]!.some((value, f) => value !== 0 && x[f] !== 0)
    const all = [...others.keys()].filter(j => !isSame || j !== i)
    return all
      .sort((one, other) => distance(one) - distance(other) || one - other)
      .slice(0, count)
      .filter(shares)
  })
}

const found = (X: SparseMatrix, Y: SparseMatrix, count: number, isSame: boolean): number[][] => {
  const near = nearestNeighbours(X, Y, { count, isSame })
  const rowOf = (i: number) => [...near.rows.subarray(i * near.count, (i + 1) * near.count)].filter(j => j >= 0)
  return Array.from({ length: X.rowCount }, (_, i) => rowOf(i))
}

function drawn(n: number, d: number, filled: number, seed: number): SparseMatrix {
  const random = createRandom(seed)
  return sparse(
    Array.from({ length: n }, () => Array.from({ length: d }, () => (random() < filled ? random() - 0.3 : 0))),
  )
}

test.each([
  ['dense', 1, 6],
  ['sparse', 0.05, 60],
])('the neighbours of %s rows are those that one finds by looking at each', (_, filled, d) => {
  const X = drawn(130, d, filled, 1)
  const Y = drawn(50, d, filled, 2)
  expect(found(X, X, 5, true)).toEqual(byHand(X, X, 5, true))
  expect(found(Y, X, 5, false)).toEqual(byHand(Y, X, 5, false))
})

test('of equally near rows the first is taken, and rows without a common column are none', () => {
  const X = sparse([[1, 0], [1, 0], [1, 0], [0, 1]]) // prettier-ignore
  expect(found(X, X, 1, true)).toEqual([[1], [0], [0], []])
  expect(nearestNeighbours(X, X, { count: 2, isSame: true }).distances.slice(0, 2)).toEqual(Float64Array.of(0, 0))
})

test('more neighbours than there are, a single row and no rows at all', () => {
  const X = sparse([[1], [2]])
  expect(found(X, X, 9, true)).toEqual([[1], [0]])
  expect(found(sparse([[1]]), sparse([[1]]), 3, true)).toEqual([[]])
  expect(found(sparse([]), sparse([]), 3, true)).toEqual([])
})
