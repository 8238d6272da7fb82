import { expect, test } from 'vitest'
import { columnOf } from '../core/label-matrix.ts'
import { gold, votes } from './votes.ts'

test('a matrix on paper becomes columns of votes', () => {
  const L = votes(
    3,
    `0 . ?
     2 ! 1`,
  )
  expect([L.recordCount, L.lfCount, L.classCount]).toEqual([2, 3, 3])
  expect([0, 1, 2].map(j => [...columnOf(L, j)])).toEqual([
    [0, 2],
    [-1, -3],
    [-2, 1],
  ])
  expect([...gold('0 . 2')]).toEqual([0, -1, 2])
})

test('a slip of the pen is refused', () => {
  expect(() => votes(2, '0 2')).toThrow('"2" is no vote of 2 classes')
  expect(() => votes(2, '0 1\n0')).toThrow('line 2 has 1 cells')
})
