import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { csv } from './csv.ts'
import { fixture, readAll, summary } from './fixtures/fixture.ts'

describe('lines', () => {
  test('a row is named by the line on which it begins, whatever newlines its quotes hold', async () => {
    expect(await summary(csv, 'newlines-in-quotes.csv')).toEqual([
      '2 {"id":"a","text":"one\\n\\n\\none"}',
      '6: 3 cells where the header names 2',
      '7 {"id":"c","text":"three\\nthree"}',
      '9: 1 cell where the header names 2',
    ])
  })

  test('CRLF ends one line, also inside quotes, and stays in the text there', async () => {
    expect(await summary(csv, 'crlf.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3 {"id":"b","text":"two\\r\\nlines"}',
      '6 {"id":"c","text":"three"}',
      '7: 3 cells where the header names 2',
    ])
  })

  test('a lone CR ends a line where the file knows no LF', async () => {
    expect(await summary(csv, 'lone-cr.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3 {"id":"b","text":"two"}',
      '5: 3 cells where the header names 2',
    ])
  })

  test('line ends may be mixed, and a lone CR among LFs is text', async () => {
    expect(await summary(csv, 'mixed-line-ends.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3 {"id":"b","text":"two"}',
      '4 {"id":"c","text":"a lone\\rcarriage return"}',
      '5: 1 cell where the header names 2',
    ])
  })

  test('blank lines are passed over, before the header too, and counted', async () => {
    expect(await summary(csv, 'blank-lines.csv')).toEqual([
      '5 {"id":"a","text":"one"}',
      '8 {"id":"b","text":"two"}',
      '10: 1 cell where the header names 2',
    ])
  })

  test('the last line needs no line end', async () => {
    expect(await summary(csv, 'no-last-line-end.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3 {"id":"b","text":"two"}',
    ])
  })
})

describe('cells', () => {
  test('a row with another count of cells than the header is bad and says both counts', async () => {
    expect(await summary(csv, 'cell-count.csv')).toEqual([
      '2 {"id":"a","text":"one","gold":"HAM"}',
      '3: 2 cells where the header names 3',
      '4: 4 cells where the header names 3',
      '5: 1 cell where the header names 3',
      '6 {"id":"","text":"","gold":""}',
      '7 {"id":"e","text":"five","gold":"SPAM"}',
    ])
  })

  test('quotes hold commas and doubled quotes', async () => {
    expect(await summary(csv, 'quotes.csv')).toEqual([
      '2 {"id":"a","text":"says \\"hi\\""}',
      '3 {"id":"b","text":"comma, inside"}',
      '4 {"id":"c","text":""}',
      '5 {"id":"d","text":"\\"all quoted\\""}',
    ])
  })

  test('a quote inside a cell that does not begin with one is text', async () => {
    const rows = await readAll(csv, 'quotes-in-text.csv')
    expect(rows.map(row => row.values?.text)).toEqual([
      'a 5" disk',
      'she said "hi" to me',
      'plain',
      'quoted, and',
      '"tall" 6\'2"',
      '6\'2" and more',
      'quoted, too',
    ])
    expect(rows.map(row => row.line)).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(rows[6]!.values!.id).toBe('5" g')
  })

  test('a quote that is never closed spoils its own row and not the rest of the file', async () => {
    expect(await summary(csv, 'unclosed-quote.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3: a quote is opened and never closed',
      '4 {"id":"c","text":"three"}',
      '5 {"id":"d","text":"four"}',
    ])
  })

  test('a quote that is not doubled spoils its own row, also when it closes in a later one', async () => {
    expect(await summary(csv, 'quote-not-doubled.csv')).toEqual([
      '2 {"id":"a","text":"one"}',
      '3: a quote is not closed, or not doubled inside its cell',
      '4: a quote is not closed, or not doubled inside its cell',
      '5 {"id":"d","text":"four"}',
      '6 {"id":"e","text":"five"}',
    ])
  })

  test('semicolons part the cells where the header has them and no comma', async () => {
    expect(await summary(csv, 'semicolons.csv')).toEqual([
      '2 {"id":"a","text":"one, two","score":"0,5"}',
      '3 {"id":"b","text":"three; four","score":"1"}',
    ])
  })
})

describe('the header', () => {
  test('gives the columns, quoted ones without their quotes', async () => {
    expect(await csv.columns(fixture('quoted-header.csv'))).toEqual(['id;number', 'text, long'])
  })

  test('that names a column twice is refused, by its name', async () => {
    const refusal = { code: 'HEADER_REPEATED', data: { file: 'repeated-header.csv', column: 'text' } }
    await expect(csv.columns(fixture('repeated-header.csv'))).rejects.toMatchObject(refusal)
    await expect(readAll(csv, 'repeated-header.csv')).rejects.toMatchObject(refusal)
  })

  test('that cannot be read is refused with its line', async () => {
    const data = { line: 1, reason: 'a quote is opened and never closed' }
    await expect(readAll(csv, 'broken-header.csv')).rejects.toMatchObject({ code: 'FILE_MALFORMED', data })
  })

  test('names a column by its place where it has no name', async () => {
    expect(await csv.columns(fixture('unnamed-columns.csv'))).toEqual(['column_1', 'text', 'column_3'])
  })

  test('may hold names that mean something to JavaScript', async () => {
    const [row] = await readAll(csv, 'awkward-column-names.csv')
    expect(Object.entries(row!.values!)).toEqual([
      ['7', 'c'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

describe('large files', () => {
  test('every row comes back whole and with its line, wherever the blocks are cut', async () => {
    const cells = ['plain', 'Grüße 👍', 'with "quotes"', 'two\nlines', 'CRLF\r\ninside', '', 'x'.repeat(3000), 'a,b']
    const rows = Array.from({ length: 3000 }, (_, i) => [`r${i}`, cells[(i * 7) % cells.length]!, cells[i % 5]!])
    let text = 'id,one,two\n'
    let line = 2
    const expected = rows.map(row => {
      const begins = line
      const record = `${row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`
      line += record.split('\n').length - 1
      text += record
      return { line: begins, values: { id: row[0], one: row[1], two: row[2] } }
    })
    expect(await readText(text)).toEqual(expected)
  })

  test('a quoted cell may be longer than many blocks', async () => {
    const long = 'a line, and a "quote"\n'.repeat(40_000)
    const rows = await readText(`id,text\na,"${long.replaceAll('"', '""')}"\nb,short\n`)
    expect(rows.map(row => row.line)).toEqual([2, 40_003])
    expect(rows[0]!.values!.text).toBe(long)
  })

  test('an unclosed quote far from the end costs one row', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `r${i},some text of a usual length`)
    const rows = await readText(`id,text\nbad,"opened\n${lines.join('\n')}\n`)
    expect(rows.filter(row => row.reason !== undefined)).toEqual([
      { line: 2, reason: 'a quote is opened and never closed' },
    ])
    expect(rows).toHaveLength(20_001)
  })

  test('a quote that would fill the memory costs one row too', async () => {
    const rows = await readText(`id,text\nbad,"opened\n${'good,a line of text\n'.repeat(500_000)}`)
    expect(rows.filter(row => row.reason !== undefined)).toEqual([
      { line: 2, reason: 'a quote is opened and not closed within 8 MiB' },
    ])
    expect(rows).toHaveLength(500_001)
  })

  async function readText(text: string) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-csv-'))
    const path = join(folder.path, 'large.csv')
    await writeFile(path, text)
    return await readAll(csv, path)
  }
})
