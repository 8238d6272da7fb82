import { expect, test } from 'vitest'
import { gold, votes } from '../../testing/votes.ts'
import { againstAllVotes } from './against-all-votes.ts'

test('it names records where at least two LFs say the same and another class is more probable', () => {
  const L = votes(2, '0 0 . \n 0 . . \n 0 1 0 \n 1 1 1 \n 0 0 ? \n 0 0 !')
  const doubted = Float64Array.of(0.4, 0.6, 0.4, 0.6, 0.4, 0.6, 0.1, 0.9, 0.5, 0.5, 0.2, 0.8)
  expect([...againstAllVotes(L, doubted, gold('. . . . . .'))]).toEqual([1, 0, 0, 0, 0, 1])
})

test('a record with gold is settled, whatever the LFs say', () => {
  expect([...againstAllVotes(votes(2, '0 0'), Float64Array.of(0, 1), gold('1'))]).toEqual([0])
})

test('a vote after a split does not count as agreement again', () => {
  expect([...againstAllVotes(votes(3, '0 1 1'), Float64Array.of(0, 0, 1), gold('.'))]).toEqual([0])
})
