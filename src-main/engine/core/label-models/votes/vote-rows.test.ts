import { expect, test } from 'vitest'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { gold, votes } from '../../../testing/votes.ts'
import { sampleRows, type VoteRows, voteRows } from './vote-rows.ts'

const codesOf = ({ codes, starts }: VoteRows, row: number) => [...codes.subarray(starts[row], starts[row + 1])]

test('equal rows are kept once, with their number', () => {
  const L = votes(
    2,
    `
    0 . 1
    . . .
    0 ! 1
    1 0 .
    0 ? 1`,
  )
  const rows = voteRows(L, gold('. . . . 1'))
  expect(rows.rowCount).toBe(4)
  expect([...rows.rowOf]).toEqual([0, 1, 0, 2, 3])
  expect([...rows.weights]).toEqual([2, 0, 1, 1])
  expect([...rows.gold]).toEqual([-1, -1, -1, 1])
  expect([0, 1, 2, 3].map(row => codesOf(rows, row))).toEqual([[0, 5], [], [1, 2], [0, 5]])
  expect([...rows.totals]).toEqual([3, 1, 1, 0, 0, 3])
  expect(rows.learned).toBe(4)
})

test('many records with different votes are listed as they are', () => {
  const { L } = plantVotes(20_000, lfsBetween(30, 0.6, 0.9, 0.5), [1, 1, 1], 1)
  const rows = voteRows(L, new Int8Array(20_000).fill(-1))
  for (const i of [0, 1, 1023, 1024, 16_383, 16_384, 19_999]) {
    const seen = Array.from({ length: 30 }, (_, j) => [j, L.votes[j * 20_000 + i]!] as const)
    const listed = seen.filter(([, vote]) => vote >= 0).map(([j, vote]) => j * 3 + vote)
    expect(codesOf(rows, rows.rowOf[i]!)).toEqual(listed)
  }
  expect(rows.learned).toBe(rows.weights.reduce((sum, weight) => sum + weight, 0))
})

test('more codes than 16 bits hold are no problem', () => {
  const lfCount = 600
  const L = { votes: new Int8Array(lfCount).fill(120), recordCount: 1, lfCount, classCount: 127 }
  expect(codesOf(voteRows(L, gold('.')), 0).at(-1)).toBe(599 * 127 + 120)
})

test('a sample is spread over all rows', () => {
  const { L } = plantVotes(1000, lfsBetween(12, 0.6, 0.9, 0.5), [1, 1], 1)
  const rows = voteRows(L, new Int8Array(1000).fill(-1))
  const sample = sampleRows(rows, 100)
  expect(sample.rowCount).toBe(100)
  expect(codesOf(sample, 99)).toEqual(codesOf(rows, sample.rowOf[99]!))
  expect(sample.totals.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(400)
})
