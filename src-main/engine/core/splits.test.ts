import { expect, test } from 'vitest'
import { makeSplit } from './splits.ts'

const gold = Int8Array.from({ length: 100 }, (_, row) => (row < 60 ? 0 : row < 90 ? 1 : -1))
const countOf = (split: Int8Array, index: number, c: number) =>
  split.reduce((count, each, row) => count + (each === index && gold[row] === c ? 1 : 0), 0)

test('each class is dealt out by the same shares', () => {
  const split = makeSplit([0.8, 0.1, 0.1], 1, gold)
  expect([0, 1, 2].map(index => countOf(split, index, 0))).toEqual([48, 6, 6])
  expect([0, 1, 2].map(index => countOf(split, index, 1))).toEqual([24, 3, 3])
  expect([0, 1, 2].map(index => countOf(split, index, -1))).toEqual([8, 1, 1])
})

test('shares that do not divide evenly go to the largest remainders, and nobody is left out', () => {
  const split = makeSplit([0.5, 0.25, 0.25], 1, new Int8Array(7))
  expect([0, 1, 2].map(index => split.filter(each => each === index).length)).toEqual([3, 2, 2])
})

test('the same seed makes the same split, another one another', () => {
  expect(makeSplit([0.5, 0.5], 4, gold)).toEqual(makeSplit([0.5, 0.5], 4, gold))
  expect(makeSplit([0.5, 0.5], 4, gold)).not.toEqual(makeSplit([0.5, 0.5], 5, gold))
})

test('no records make an empty split', () => {
  expect(makeSplit([1], 1, new Int8Array(0))).toHaveLength(0)
})
