import { expect, test } from 'vitest'
import { gold, votes } from '../../../testing/votes.ts'
import { fitMajorityVote } from './majority-vote.ts'

const L = votes(
  3,
  `
  0 0 1
  2 . 2
  . 1 .
  . . .`,
)
const input = { gold: gold('. . . .'), options: {}, seed: 0 }

test('the posterior is the share of the votes', () => {
  const { posterior } = fitMajorityVote(L, input)
  expect([...posterior.subarray(0, 9)]).toEqual([2 / 3, 1 / 3, 0, 0, 0, 1, 0, 1, 0])
})

test('the class balance is the mean posterior of the covered records and one record that may be of any class', () => {
  const { classBalance, posterior } = fitMajorityVote(L, input)
  expect([...classBalance]).toEqual([2 / 3, 4 / 3, 1].map(count => expect.closeTo((count + 1 / 3) / 4, 12)))
  expect([...posterior.subarray(9)]).toEqual([...classBalance])
})

test('gold counts as gold in the posterior, the class balance and the accuracies', () => {
  const { posterior, classBalance, lfAccuracy } = fitMajorityVote(L, { ...input, gold: gold('1 . . 1') })
  expect([...posterior.subarray(0, 3)]).toEqual([0, 1, 0])
  expect(classBalance[1]).toBeCloseTo((3 + 1 / 3) / 5, 12)
  expect([...lfAccuracy]).toEqual([1 / 2, 1 / 2, 1])
})

test('the accuracy of an LF is how far it agrees with the posterior', () => {
  const { lfAccuracy } = fitMajorityVote(L, input)
  expect([...lfAccuracy]).toEqual([(2 / 3 + 1) / 2, (2 / 3 + 1) / 2, (1 / 3 + 1) / 2].map(p => expect.closeTo(p, 12)))
})

test('a hard vote goes to the class with the most votes, and is shared by equals', () => {
  const M = votes(3, '0 0 1 \n 2 . 1 \n . . .')
  const { posterior, lfAccuracy } = fitMajorityVote(M, { ...input, gold: gold('. . .'), options: { hard: 1 } })
  expect([...posterior.subarray(0, 6)]).toEqual([1, 0, 0, 0, 1 / 2, 1 / 2])
  expect([...lfAccuracy]).toEqual([3 / 4, 1, 1 / 4])
})
