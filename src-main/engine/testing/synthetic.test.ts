import { expect, test } from 'vitest'
import { lfsBetween, plantVotes } from './synthetic.ts'

test('planted votes have the accuracy, coverage and balance they were given', () => {
  const n = 20_000
  const { L, truth } = plantVotes(
    n,
    [
      { accuracy: 0.8, coverage: 0.5 },
      { accuracy: 0.9, coverage: 0.4, only: 1 },
    ],
    [0.5, 0.3, 0.2],
    1,
  )
  const share = (test: (i: number) => boolean) => Array.from({ length: n }, (_, i) => i).filter(test).length / n
  expect(share(i => truth[i] === 0)).toBeCloseTo(0.5, 1)
  expect(share(i => L.votes[i]! >= 0)).toBeCloseTo(0.5, 1)
  expect(share(i => L.votes[i] === truth[i])).toBeCloseTo(0.5 * 0.8, 1)
  expect(share(i => L.votes[n + i] === 1 && truth[i] === 1)).toBeCloseTo(0.3 * 0.4, 1)
  expect(L.votes.subarray(n).some(vote => vote !== 1 && vote !== -1)).toBe(false)
})

test('the same seed plants the same bits', () => {
  const lfs = lfsBetween(3, 0.6, 0.9, 0.5)
  expect(lfs.map(lf => lf.accuracy)).toEqual([expect.closeTo(0.65), expect.closeTo(0.75), expect.closeTo(0.85)])
  expect(plantVotes(100, lfs, [1, 1], 5)).toEqual(plantVotes(100, lfs, [1, 1], 5))
  expect(plantVotes(100, lfs, [1, 1], 5)).not.toEqual(plantVotes(100, lfs, [1, 1], 6))
})
