import { parseCsv } from './tables/parse-csv.ts'
import { csvRows } from './tables/csv-rows.ts'
import { openText } from './files/decode.ts'
import type { Format } from './format.ts'
import { tableColumns, tableRows } from './tables/table.ts'
import { csvLines } from './tables/table-text.ts'
import { writeText } from './files/write-text.ts'

/** Spreadsheets of many countries put semicolons where the comma is the decimal mark. */
const DELIMITERS = [',', ';']

/** RFC 4180, with LF as well as CRLF. */
export const csv: Format = {
  id: 'csv',
  title: 'CSV: a table with commas',
  extensions: ['csv'],

  sniff: head =>
    DELIMITERS.some(delimiter => {
      const [header, first] = parseCsv(Buffer.from(head), delimiter, { relaxed: true, count: 2 }).rows
      return header !== undefined && header.length > 1 && (first ?? header).length === header.length
    }),

  async columns(path, options) {
    const source = await openText(path, options)
    return tableColumns(csvRows(source, DELIMITERS), source.file)
  },

  async *read(path, options) {
    const source = await openText(path, options)
    yield* tableRows(csvRows(source, DELIMITERS), source.file)
  },

  write: (path, columns, rows, options = {}) => writeText(path, csvLines(columns, rows, options), options.signal),
}
