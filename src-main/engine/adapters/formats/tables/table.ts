import { problem } from '../../../../../src-shared/errors.ts'
import type { BadRow, RawRow, Values } from '../format.ts'

/** Cells of one row of a CSV or TSV file. */
interface CellRow {
  line: number
  cells: string[]
  reason?: undefined
}

export type TableRow = CellRow | BadRow

/** The header of a table, which makes rows of cells. */
interface Header {
  columns: string[]
  row(cut: TableRow): RawRow
}

/** A line of nothing but spaces counts as blank. */
export const isBlank = (cells: string[]) => cells.length === 1 && cells[0] !== '' && cells[0]!.trim() === ''

/** Turns batches of cells, the first of which is the header, into batches of rows. */
export async function* tableRows(batches: AsyncIterable<TableRow[]>, file: string): AsyncGenerator<RawRow[]> {
  let header: Header | undefined
  let isEmpty = true
  for await (const batch of batches) {
    if (!header) header = readHeader(batch.shift()!, file)
    if (batch.length === 0) continue
    isEmpty = false
    yield batch.map(header.row)
  }
  if (isEmpty) throw problem('FILE_EMPTY', { file })
}

/** The columns alone. */
export async function tableColumns(batches: AsyncIterable<TableRow[]>, file: string): Promise<string[]> {
  for await (const batch of batches) return readHeader(batch[0]!, file).columns
  throw problem('FILE_EMPTY', { file })
}

/** The first row must be good and name no column twice. A column without a name is called by its place. */
function readHeader(first: TableRow, file: string): Header {
  if (first.reason !== undefined) throw problem('FILE_MALFORMED', { file, line: first.line, reason: first.reason })
  const columns = first.cells.map((name, i) => name || `column_${i + 1}`)
  const repeated = columns.find((name, i) => columns.indexOf(name) !== i)
  if (repeated !== undefined) throw problem('HEADER_REPEATED', { file, column: repeated })

  // Copying an object that has all the keys is fast, and keeps a column named "__proto__" a column.
  const template: Values = Object.fromEntries(columns.map(name => [name, '']))
  const row = (cut: TableRow): RawRow => {
    if (cut.reason !== undefined) return cut
    const { line, cells } = cut
    if (cells.length !== columns.length) return { line, reason: wrongCount(cells.length, columns.length) }
    const values = { ...template }
    for (let i = 0; i < columns.length; i++) values[columns[i]!] = cells[i]
    return { line, values }
  }
  return { columns, row }
}

const wrongCount = (found: number, expected: number) =>
  `${found} ${found === 1 ? 'cell' : 'cells'} where the header names ${expected}`
