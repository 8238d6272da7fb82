import { expect, test } from 'vitest'
import { exportSentence } from './export-sentence.ts'

test('the sentence tells how many of how many, state by state', () => {
  expect(exportSentence({ rows: 1430, states: { gold: 120, pseudo: 1310, tied: 0 } }, 1956)).toBe(
    '1,430 of 1,956 records will be written: 120 gold and 1,310 pseudo.',
  )
  expect(exportSentence({ rows: 3, states: { uncovered: 1, gold: 1, tied: 1 } }, 3)).toBe(
    '3 of 3 records will be written: 1 gold, 1 tied and 1 uncovered.',
  )
  expect(exportSentence({ rows: 1, states: { gold: 1 } }, 1)).toBe('1 of 1 record will be written: 1 gold.')
})

test('nothing to write and nothing known yet are said as such', () => {
  expect(exportSentence({ rows: 0, states: {} }, 5)).toBe('None of 5 records would be written.')
  expect(exportSentence(undefined, undefined)).toBe('Counting what will be written…')
})
