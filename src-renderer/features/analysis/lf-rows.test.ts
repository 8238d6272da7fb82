import { expect, test } from 'vitest'
import type { LfGroup, Report } from '../../../src-shared/analysis.ts'
import { goneLfs, matching, reportSentence, sortedRows, tableRows, type TableRow } from './lf-rows.ts'

const row = (name: string, more: Partial<TableRow> = {}): TableRow => ({
  part: {},
  unseenInAll: 0,
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
  covered: 1544,
  states: { gold: 0, pseudo: 1544, tied: 0, uncovered: 412 },
  lfs: [],
  stale: false,
  ...more,
})
const names = (rows: readonly TableRow[]) => rows.map(({ name }) => name).join(' ')

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
  ).toBe('412 of 1,956 records of train have no vote; b contradicts the others most often, on 40.')
  expect(reportSentence(report({ lfs: [row('a')] }), '')).toContain('no labeling function contradicts another')
})

const group = (name: string | null | undefined, ...lfs: TableRow[]): LfGroup => ({ group: name, records: 10, lfs })

test('by groups each LF has a line for each, which opens only the records of the group', () => {
  const groups = [group('SPAM', row('a', { votes: 3 }), row('b')), group(null, row('a', { votes: 1 }), row('b'))]
  const rows = tableRows([row('a', { learnedAccuracy: 0.9 }), row('b')], 'class', groups, undefined)
  expect(rows.map(each => [each.name, each.group, each.votes, each.part])).toEqual([
    ['a', 'SPAM', 3, { label: 'SPAM' }],
    ['b', 'SPAM', 0, { label: 'SPAM' }],
    ['a', 'no class yet', 1, { states: ['tied', 'uncovered'] }],
    ['b', 'no class yet', 0, { states: ['tied', 'uncovered'] }],
  ])
  expect(rows[0]!.learnedAccuracy).toBe(0.9)
  expect(names(sortedRows(rows, { column: 'group', descending: false }))).toBe('a b a b')
})

test('a line knows what stood before, one that is new does not, and those that are gone are named', () => {
  const before = [group(undefined, row('a', { version: 1, votes: 7 }), row('old'))]
  const [a, b] = tableRows([row('a', { version: 2 }), row('b')], undefined, undefined, before)
  expect(a!.before).toMatchObject({ version: 1, votes: 7 })
  expect(b!.before).toBeUndefined()
  expect(goneLfs([row('a'), row('b')], before)).toEqual(['old'])
})

test('words find names, classes and groups, however they are written', () => {
  const rows = [row('links', { polarity: ['SPAM'] }), row('short', { polarity: ['HAM'], group: 'test' })]
  expect(names(matching(rows, ' LINK'))).toBe('links')
  expect(names(matching(rows, 'spam'))).toBe('links')
  expect(names(matching(rows, 'test'))).toBe('short')
  expect(names(matching(rows, ''))).toBe('links short')
})
