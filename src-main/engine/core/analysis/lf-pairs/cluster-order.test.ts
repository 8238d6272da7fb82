import { expect, test } from 'vitest'
import { votes } from '../../../testing/votes.ts'
import { arrangePairs } from './arranged-pairs.ts'
import { clusterOrder } from './cluster-order.ts'
import { countPairs, pairAt } from './lf-pairs.ts'

/** Similarities of m LFs; pairs that are not named have nothing in common. */
function similarities(m: number, pairs: [number, number, number][]): Float64Array {
  const similarity = new Float64Array((m * (m - 1)) / 2)
  for (const [i, j, alike] of pairs) similarity[pairAt(i, j, m)] = alike
  return similarity
}

test('LFs that are alike stand together', () => {
  const order = clusterOrder(similarities(6, [[0, 4, 0.9], [1, 5, 0.8], [4, 2, 0.5]]), 6) // prettier-ignore
  expect([...order]).toEqual([0, 4, 2, 1, 5, 3])
})

test('without anything in common they stay as they are, and none or one is an order as well', () => {
  expect([...clusterOrder(new Float64Array(6), 4)]).toEqual([0, 1, 2, 3])
  expect([...clusterOrder(new Float64Array(0), 1)]).toEqual([0])
  expect([...clusterOrder(new Float64Array(0), 0)]).toEqual([])
})

test('LFs that vote alike stand together, then those of one class; their numbers go with them', () => {
  const L = votes(2, '0 1 0 . \n 0 . 0 . \n . 1 0 1 \n 0 0 . .')
  const rows = new Uint8Array(4).fill(1)
  const { order, pairs } = arrangePairs(countPairs(L, new Int8Array(4).fill(-1), rows).pairs, 4)
  expect([...order]).toEqual([2, 0, 1, 3])
  expect([...pairs.votes]).toEqual([3, 3, 3, 1])
  expect([...pairs.both]).toEqual([2, 2, 1, 2, 0, 1])
  expect([...pairs.same]).toEqual([2, 0, 0, 1, 0, 1])
})
