import { expect, test } from 'vitest'
import type { LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { reportSentence, sortedRows } from './lf-rows.ts'

const row = (name: string, more: Partial<LfSummaryRow> = {}): LfSummaryRow => ({
  name,
  kind: 'code',
  version: 1,
  status: 'ok',
  polarity: [],
  ran: 100,
  coverage: 0,
  overlaps: 0,
  conflicts: 0,
  overlapCount: 0,
  conflictCount: 0,
  votes: 0,
  abstains: 100,
  faults: 0,
  unseen: 0,
  correct: 0,
  incorrect: 0,
  ...more,
})
const report = (more: Partial<Report>): Report => ({
  records: 1956,
  states: { gold: 0, pseudo: 1544, tied: 0, uncovered: 412 },
  lfs: [],
  stale: false,
  ...more,
})
const names = (rows: LfSummaryRow[]) => rows.map(({ name }) => name).join(' ')

test('what is not known comes last both ways', () => {
  const rows = [row('a'), row('b', { empiricalAccuracy: 0.5 }), row('c', { empiricalAccuracy: 0.9 })]
  expect(names(sortedRows(rows, { column: 'accuracy', descending: true }))).toBe('c b a')
  expect(names(sortedRows(rows, { column: 'accuracy', descending: false }))).toBe('b c a')
})

test('names are sorted as words', () => {
  const rows = [row('b'), row('C'), row('a')]
  expect(names(sortedRows(rows, { column: 'name', descending: false }))).toBe('a b C')
})

test('the sentence says what is missing and who contradicts', () => {
  expect(reportSentence(report({}), '')).toBe('1,956 records and no labeling function yet.')
  expect(reportSentence(report({ lfs: [row('a', { ran: 0 })] }), '')).toBe('None of 1 labeling function has run yet.')
  expect(
    reportSentence(report({ lfs: [row('a', { conflictCount: 3 }), row('b', { conflictCount: 40 })] }), ' of train'),
  ).toBe('412 of 1,956 records of train are uncovered; b contradicts the others most often, on 40.')
  expect(reportSentence(report({ lfs: [row('a')] }), '')).toContain('no labeling function contradicts another')
})
