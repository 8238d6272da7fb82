import { expect, test } from 'vitest'
import type { LfSummaryRow } from '../../../src-shared/analysis.ts'
import type { LabelingFunction } from '../../../src-shared/labeling-functions.ts'
import { lfsNeedingAttention } from './attention.ts'

const lf = (name: string, more: Partial<LabelingFunction> = {}): LabelingFunction => ({
  name,
  kind: 'code',
  version: 1,
  versions: 1,
  enabled: true,
  note: '',
  tags: [],
  status: 'ok',
  votes: 50,
  abstains: 50,
  faults: 0,
  unseen: 0,
  ...more,
})
const row = (name: string, more: Partial<LfSummaryRow> = {}): LfSummaryRow => ({
  name,
  kind: 'code',
  version: 1,
  status: 'ok',
  polarity: ['SPAM'],
  ran: 100,
  coverage: 0.5,
  overlaps: 0.1,
  conflicts: 0.02,
  overlapCount: 10,
  conflictCount: 2,
  votes: 50,
  abstains: 50,
  faults: 0,
  unseen: 0,
  correct: 0,
  incorrect: 0,
  ...more,
})

test('labeling functions that work well need no attention', () => {
  expect(lfsNeedingAttention([lf('a')], [row('a', { correct: 9, incorrect: 1, empiricalAccuracy: 0.9 })], 2)).toEqual(
    [],
  )
})

test('broken ones come first and say what is wrong', () => {
  const found = lfsNeedingAttention(
    [
      lf('a'),
      lf('b', { status: 'quarantined', problem: { message: 'ran for more than 100 ms' } }),
      lf('c', { faults: 3 }),
    ],
    [row('a', { conflictCount: 20 }), row('b', { conflictCount: 45 }), row('c', { conflictCount: 10 })],
    2,
  )
  expect(found).toEqual([
    { name: 'b', why: 'quarantined: ran for more than 100 ms', isBroken: true },
    { name: 'c', why: 'fails on 3 of 103 records', isBroken: true },
    { name: 'a', why: 'contradicts another on 20 of its 50 votes, 40\u00a0%', isBroken: false },
  ])
})

test('an accuracy is called bad only on enough gold', () => {
  const bad = { empiricalAccuracy: 0, correct: 0 }
  expect(lfsNeedingAttention([lf('a')], [row('a', { ...bad, incorrect: 4 })], 2)).toEqual([])
  expect(lfsNeedingAttention([lf('a')], [row('a', { ...bad, incorrect: 5 })], 2)).toHaveLength(1)
})

test('one that ran and never votes is told, one that has not run is not', () => {
  const silent = { votes: 0, coverage: 0, conflictCount: 0 }
  expect(lfsNeedingAttention([lf('a')], [row('a', silent)], 2)[0]?.why).toBe('votes on none of 100 records')
  expect(lfsNeedingAttention([lf('a')], [row('a', { ...silent, ran: 0 })], 2)).toEqual([])
})
