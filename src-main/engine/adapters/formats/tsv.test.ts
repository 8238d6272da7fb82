import { expect, test } from 'vitest'
import { fixture, summary } from './fixtures/fixture.ts'
import { tsv } from './tsv.ts'

test('quotes are text, opened or closed or not', async () => {
  expect(await summary(tsv, 'quotes.tsv')).toEqual([
    '2 {"id":"a","text":"\\"quoted\\""}',
    '3 {"id":"b","text":"\\"opened"}',
    '4 {"id":"c","text":"says \\"hi\\""}',
    '5 {"id":"d","text":"\\"\\""}',
  ])
})

test('a row with another count of cells than the header is bad; blank lines are none, empty cells are one', async () => {
  expect(await summary(tsv, 'cell-count.tsv')).toEqual([
    '2 {"id":"a","text":"one","gold":"HAM"}',
    '3: 2 cells where the header names 3',
    '6 {"id":"","text":"","gold":""}',
    '7: 4 cells where the header names 3',
    '8 {"id":"d","text":"four","gold":"HAM"}',
  ])
})

test('a header that names a column twice is refused, by its name', async () => {
  const refusal = { code: 'HEADER_REPEATED', data: { file: 'repeated-header.tsv', column: 'id' } }
  await expect(tsv.columns(fixture('repeated-header.tsv'))).rejects.toMatchObject(refusal)
})

test('a row with bytes that are not valid is bad, the others are good', async () => {
  expect(await summary(tsv, 'invalid-utf8.tsv')).toEqual([
    '2 {"id":"a","text":"fine"}',
    '3: bytes that are not valid UTF-8',
    '4 {"id":"c","text":"fine"}',
  ])
})
