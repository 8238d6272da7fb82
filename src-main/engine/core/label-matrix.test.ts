import { describe, expect, test } from 'vitest'
import { ABSTAIN, FAULT, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { columnOf, missingVotes, votesOf, votesPerRecord } from './label-matrix.ts'

describe('wherever they stand and wherever the column begins', () => {
  const kinds = [0, 1, 126, ABSTAIN, UNSEEN, FAULT]
  const memory = Int8Array.from({ length: 60 }, (_, x) => kinds[((x * x + 3 * x) % 7) % 6]!)
  const columns: Int8Array[] = []
  for (let from = 0; from < 8; from++) for (let to = from; to <= 60; to++) columns.push(memory.subarray(from, to))

  test('UNSEEN and FAULT are missing', () => {
    for (const column of columns) {
      expect(missingVotes(column)).toBe(column.filter(vote => vote === UNSEEN || vote === FAULT).length)
    }
  })

  test('votes are for a class', () => {
    for (const column of columns) expect(votesOf(column)).toBe(column.filter(vote => vote >= 0).length)
  })
})

test('a long column is counted as well', () => {
  expect(votesOf(new Int8Array(100_003))).toBe(100_003)
  expect(missingVotes(new Int8Array(100_003).fill(UNSEEN))).toBe(100_003)
})

test('votes per record are counted whatever the numbers of records and LFs', () => {
  // prettier-ignore
  for (const [n, m] of [[0, 3], [1, 1], [5, 0], [7, 600], [8, 255], [13, 256]] as const) {
    const kinds = [0, 126, ABSTAIN, UNSEEN, FAULT, 1]
    const votes = Int8Array.from({ length: n * m }, (_, x) => kinds[((x * x) % 11) % 6]!)
    const L = { votes, recordCount: n, lfCount: m, classCount: 127 }
    const byHand = Array.from({ length: n }, (_, i) => {
      let count = 0
      for (let j = 0; j < m; j++) if (columnOf(L, j)[i]! >= 0) count++
      return count
    })
    expect([...votesPerRecord(L)]).toEqual(byHand)
  }
})
