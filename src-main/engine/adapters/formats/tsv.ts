import { damagedRow, damageOf, openText, type Source } from './files/decode.ts'
import type { Format } from './format.ts'
import { eachLine, lineBlocks } from './files/lines.ts'
import { isBlank, type TableRow, tableColumns, tableRows } from './tables/table.ts'
import { tsvLines } from './tables/table-text.ts'
import { writeText } from './files/write-text.ts'

const TAB = 9

/** A row is a line, a tab ends a cell, and there is no quoting: quotes are text. */
export const tsv: Format = {
  id: 'tsv',
  title: 'TSV: a table with tabs',
  extensions: ['tsv', 'tab'],

  sniff(head) {
    const [header, first] = head.split(/\r?\n/).filter(line => line !== '')
    return header !== undefined && cellCount(header) > 1 && cellCount(first ?? header) === cellCount(header)
  },

  async columns(path, options) {
    const source = await openText(path, options)
    return tableColumns(tsvRows(source), source.file)
  },

  async *read(path, options) {
    const source = await openText(path, options)
    yield* tableRows(tsvRows(source), source.file)
  },

  write: (path, columns, rows, options = {}) => writeText(path, tsvLines(columns, rows, options), options.signal),
}

const cellCount = (line: string) => line.split('\t').length

async function* tsvRows(source: Source): AsyncGenerator<TableRow[]> {
  for await (const block of lineBlocks(source)) {
    const isClean = damageOf(block.bytes, source) === undefined
    const rows: TableRow[] = []
    eachLine(block, (start, end, line) => {
      const damage = isClean ? undefined : damagedRow(block.bytes, start, end, line, source)
      const cells = cut(block.bytes, start, end)
      if (damage) rows.push(damage)
      else if (!isBlank(cells)) rows.push({ line, cells })
    })
    if (rows.length > 0) yield rows
  }
}

/** Each cell is a string of its own: a slice of the line would keep the whole block in memory as long as it lives. */
function cut(bytes: Buffer, start: number, end: number): string[] {
  const cells: string[] = []
  let from = start
  for (let at = start; at < end; at++) {
    if (bytes[at] !== TAB) continue
    cells.push(bytes.toString('utf8', from, at))
    from = at + 1
  }
  cells.push(bytes.toString('utf8', from, end))
  return cells
}
