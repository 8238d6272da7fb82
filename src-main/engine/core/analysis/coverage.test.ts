import { expect, test } from 'vitest'
import { binVotes, coverageByGroup } from './coverage.ts'

const votes = Uint16Array.of(0, 1, 3, 0, 2, 3)
const all = new Uint8Array(6).fill(1)

test('a group is covered as far as LFs vote on its records; what is in none counts nowhere', () => {
  const groupOf = Int32Array.of(0, 0, 1, 1, -1, 1)
  const expected = [{ records: 2, covered: 1 }, { records: 3, covered: 2 }, { records: 0, covered: 0 }] // prettier-ignore
  expect(coverageByGroup(groupOf, 3, votes, all)).toEqual(expected)
  expect(coverageByGroup(groupOf, 1, votes, Uint8Array.of(0, 1, 1, 1, 1, 1))).toEqual([{ records: 1, covered: 1 }])
})

test('each number of votes has a bin, none included', () => {
  expect(binVotes(votes, all).map(({ from, to, records }) => [from, to, records])).toEqual([
    [0, 0, 2], [1, 1, 1], [2, 2, 1], [3, 3, 2],
  ]) // prettier-ignore
  expect(binVotes(votes, new Uint8Array(6))).toEqual([{ from: 0, to: 0, records: 0 }])
})

test('many votes share bins, which hold every record once', () => {
  const many = Uint16Array.from({ length: 500 }, (_, i) => (i * 7) % 200)
  const bins = binVotes(many, new Uint8Array(500).fill(1))
  expect(bins.length).toBeLessThanOrEqual(16)
  for (const { from, to, records } of bins)
    expect(records).toBe(many.filter(count => count >= from && count <= to).length)
})
