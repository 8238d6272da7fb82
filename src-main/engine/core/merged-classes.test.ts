import { expect, test } from 'vitest'
import { mergedProbabilities, numbersWithout } from './merged-classes.ts'

test('classes behind the one that is taken out move up', () => {
  expect(numbersWithout(4, 1, 3)).toEqual([0, 2, 1, 2])
  expect(numbersWithout(4, 3, 0)).toEqual([0, 1, 2, 0])
  expect(numbersWithout(3, 0, undefined)).toEqual([undefined, 0, 1])
})

test('probabilities of merged classes add up; without a class the others share what is left', () => {
  const P = Float64Array.of(1 / 2, 1 / 4, 1 / 4, 0, 0, 1)
  expect([...mergedProbabilities(P, [0, 1, 0])]).toEqual([3 / 4, 1 / 4, 1, 0])
  expect([...mergedProbabilities(P, [0, 1, undefined])]).toEqual([1 / 2 / (3 / 4), 1 / 4 / (3 / 4), 1 / 2, 1 / 2])
})
