import { expect, test } from 'vitest'
import type { Overview } from '../../../src-shared/projects.ts'
import { recordsSentence } from './records-sentence.ts'

const overview = (records: number, states: Partial<Overview['states']>, covered = 1) =>
  ({ records, covered, states: { gold: 0, pseudo: 0, tied: 0, uncovered: 0, ...states } }) as Overview

test('without a filter it says what is left', () => {
  expect(recordsSentence(overview(1956, { pseudo: 1544, uncovered: 412 }), { filter: {}, total: 1956 })).toBe(
    '412 of 1,956 records are uncovered.',
  )
  expect(recordsSentence(overview(3, { gold: 2, tied: 1 }), { filter: {}, total: 3 })).toBe('1 of 3 records is tied.')
  expect(recordsSentence(overview(3, { gold: 1, pseudo: 2 }), { filter: {}, total: 3 })).toBe(
    'All 3 records have a label: 1 gold, 2 proposed.',
  )
  expect(recordsSentence(overview(5, { uncovered: 5 }, 0), { filter: {}, total: 5 })).toBe(
    '5 records, none with a vote yet.',
  )
})

test('with a filter it says how many fit, and to what', () => {
  const of = overview(1956, { uncovered: 1956 })
  expect(recordsSentence(of, { filter: { search: 'check out' }, total: 37 })).toBe(
    '37 of 1,956 records have “check out”.',
  )
  expect(recordsSentence(of, { filter: { states: ['tied', 'uncovered'] }, total: 1 })).toBe(
    '1 of 1,956 records is tied or uncovered.',
  )
  expect(recordsSentence(of, { filter: { splits: ['none'] }, total: 2 })).toBe('2 of 1,956 records are in no split.')
  expect(recordsSentence(of, { filter: { label: 'SPAM', states: ['gold'] }, total: 2 })).toBe(
    '2 of 1,956 records fit these filters.',
  )
})

test('votes, marks and fields are named', () => {
  const of = overview(1956, { uncovered: 1956 })
  const total = 71
  const lf = { lf: 'song', vote: 'conflict' as const }
  expect(recordsSentence(of, { filter: { votes: [lf] }, total })).toBe(
    'song votes against another on 71 of 1,956 records.',
  )
  expect(recordsSentence(of, { filter: { votes: [lf, { lf: 'link', vote: 'class' }] }, total })).toBe(
    '71 of 1,956 records fit these filters.',
  )
  expect(recordsSentence(of, { filter: { marks: ['flagged'] }, total: 2 })).toBe('2 of 1,956 records are flagged.')
  expect(recordsSentence(of, { filter: { field: { name: 'video', equals: 'Psy' } }, total })).toBe(
    '71 of 1,956 records have video Psy.',
  )
})

test('what is not known yet is not claimed', () => {
  expect(recordsSentence(undefined, { filter: {}, total: 3 })).toBe('Counting the records…')
  expect(recordsSentence(overview(2, { uncovered: 2 }), undefined)).toBe('Counting the records…')
})
