import { describe, expect, test } from 'vitest'
import type { Values, WriteOptions } from '../format.ts'
import { cellToText, csvLines, tsvLines, unsafeCell } from './table-text.ts'

type Lines = typeof csvLines

async function textOf(lines: Lines, columns: string[], rows: Values[], options: WriteOptions = {}) {
  let text = ''
  for await (const line of lines(columns, rows, options)) text += line
  return text
}

test('missing values are empty, lists and objects are JSON, numbers and truth values are themselves', () => {
  expect([undefined, null, 'a', 1.5, true, [1, 'x'], { a: null }].map(cellToText)).toEqual([
    '',
    '',
    'a',
    '1.5',
    'true',
    '[1,"x"]',
    '{"a":null}',
  ])
})

describe('CSV', () => {
  test('quotes what needs it and nothing else, and ends lines with LF', async () => {
    const rows = [{ id: 'a', text: 'one, "two"' }, { id: 'b', text: 'three\r\nfour' }, { text: 'plain; text' }]
    expect(await textOf(csvLines, ['id', 'text'], rows)).toBe(
      'id,text\na,"one, ""two"""\nb,"three\r\nfour"\n,plain; text\n',
    )
  })

  test('a row of one empty cell is no blank line', async () => {
    expect(await textOf(csvLines, ['text'], [{ text: '' }, { text: ' ' }])).toBe('text\n""\n" "\n')
  })

  test('a first column that begins with U+FEFF does not begin with a byte order mark', async () => {
    expect(await textOf(csvLines, ['\uFEFFid'], [])).toBe('"\uFEFFid"\n')
  })

  test('on request text that a spreadsheet would take for a formula is made safe, the header too; numbers stay', async () => {
    const cells = ['=1+1', '+1', '-1', '@sum', '\tx', '\rx', 'a=b', "'=1", -1, 0.5, null]
    const rows = cells.map(cell => ({ '=x': cell }))
    expect(await textOf(csvLines, ['=x'], rows, { safeForSpreadsheets: true })).toBe(
      `${["'=x", "'=1+1", "'+1", "'-1", "'@sum", "'\tx", '"\'\rx"', 'a=b', "''=1", '-1', '0.5', '""'].join('\n')}\n`,
    )
  })
})

test('a text that was made safe comes back as it was, also one that looked as if it had been', async () => {
  const texts = ['=1', "'=1", "''=1", "'", "it's", "'quoted'", '-', "'-", '']
  const lines = (
    await textOf(
      csvLines,
      ['x'],
      texts.map(x => ({ x })),
      { safeForSpreadsheets: true },
    )
  ).split('\n')
  const cells = lines.slice(1, -1).map(cell => (cell === '""' ? '' : cell))
  expect(cells.map(unsafeCell)).toEqual(texts)
})

test('TSV has no quotes: tabs and line breaks inside a cell become spaces', async () => {
  const rows = [{ id: 'a', text: '"one"\ttwo\r\nthree\nfour' }, { id: '=b' }]
  expect(await textOf(tsvLines, ['id', 'text'], rows, { safeForSpreadsheets: true })).toBe(
    'id\ttext\na\t"one" two three four\n\'=b\t\n',
  )
})
