import { csvCell } from '../../../../../src-shared/csv-cell.ts'
import type { Values, WriteOptions } from '../format.ts'

type Rows = Iterable<Values> | AsyncIterable<Values>

/** RFC 4180 with LF. */
export async function* csvLines(columns: string[], rows: Rows, { safeForSpreadsheets = false }: WriteOptions) {
  const line = (cells: unknown[]) => {
    const texts = cells.map(cell => csvCell(safeForSpreadsheets ? safeCell(cell) : cellToText(cell)))
    // A row of one empty cell would be a blank line, which is no row.
    return `${texts.length === 1 && texts[0] === '' ? '""' : texts.join(',')}\n`
  }
  yield line(columns)
  for await (const row of rows) yield line(columns.map(column => row[column]))
}

/** TSV cannot quote: a tab or a line break inside a cell becomes a space. */
export async function* tsvLines(columns: string[], rows: Rows, { safeForSpreadsheets = false }: WriteOptions) {
  const line = (cells: unknown[]) => {
    const texts = cells.map(cell => (safeForSpreadsheets ? safeCell(cell) : cellToText(cell)))
    return `${texts.map(text => text.replace(/\r\n|[\t\r\n]/g, ' ')).join('\t')}\n`
  }
  yield line(columns)
  for await (const row of rows) yield line(columns.map(column => row[column]))
}

/** Missing values are empty, lists and objects are JSON. */
export function cellToText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * Numbers stay as they are: a minus does not make them a formula. A text that looks as if it had been made safe gets a mark
 * as well, so that `unsafeCell` gives every text back.
 */
function safeCell(value: unknown): string {
  const text = cellToText(value)
  return typeof value !== 'number' && /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** The text of a cell that was made safe for spreadsheets. */
export const unsafeCell = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)
