import { expect, test } from 'vitest'
import { groupRecords, lfCounts, pairRecords, within } from './counted-records.ts'

test('a record must be in the part and in what is counted', () => {
  const part = { splits: ['train' as const, 'none' as const], slices: ['short'], states: ['gold' as const] }
  expect(within(part, { slices: ['long', 'short'], splits: ['train'] })).toEqual({
    splits: ['train'],
    slices: ['short', 'long'],
    states: ['gold'],
  })
  expect(within({ marks: ['conflict'] }, { marks: ['covered'] }).marks).toEqual(['conflict', 'covered'])
  expect(within({}, lfCounts.accuracy.records('a'))).toEqual({
    votes: [{ lf: 'a', vote: 'class' }],
    states: ['gold'],
  })
})

test('a cell of the matrix opens what it counts', () => {
  const votes = (...lfs: string[]) => lfs.map(lf => ({ lf, vote: 'class' }))
  expect(pairRecords('a', 'b', 'different')).toEqual({ pairs: [{ lfs: ['a', 'b'], vote: 'different' }] })
  expect(pairRecords('a', 'b', 'both')).toEqual({ votes: votes('a', 'b') })
  expect(pairRecords('b', 'b', 'same')).toEqual({ votes: votes('b') })
})

test('records of no class and of no split are a group as well', () => {
  expect(groupRecords('class', null)).toEqual({ states: ['tied', 'uncovered'] })
  expect(groupRecords('split', null)).toEqual({ splits: ['none'] })
  expect(groupRecords('slice', 'short')).toEqual({ slices: ['short'] })
})
