import { damagedRow, damageOf, openText, type Source } from './files/decode.ts'
import type { Format, RawRow, Values } from './format.ts'
import { objectKeys, objectRow, refuseEmpty } from './objects/json-object.ts'
import { eachLine, lineBlocks } from './files/lines.ts'
import { writeText } from './files/write-text.ts'

export const jsonl: Format = {
  id: 'jsonl',
  title: 'JSON Lines: one object a line',
  extensions: ['jsonl', 'ndjson'],

  sniff: head => /^\s*\{/.test(head),

  columns: (path, { needed, ...options } = {}) => objectKeys(jsonl.read(path, options), needed),

  async *read(path, options) {
    const source = await openText(path, options)
    yield* refuseEmpty(lineRows(source), source.file)
  },

  write: (path, columns, rows, { signal } = {}) => writeText(path, objectLines(columns, rows), signal),
}

async function* lineRows(source: Source): AsyncGenerator<RawRow[]> {
  for await (const block of lineBlocks(source)) {
    const isClean = damageOf(block.bytes, source) === undefined
    const rows: RawRow[] = []
    eachLine(block, (start, end, line) => {
      const damage = isClean ? undefined : damagedRow(block.bytes, start, end, line, source)
      const text = block.bytes.toString('utf8', start, end)
      if (damage) rows.push(damage)
      else if (text.trim() !== '') rows.push(objectRow(text, line))
    })
    yield rows
  }
}

/** The keys stand in the order of the columns; what a row does not have is left out. */
async function* objectLines(columns: string[], rows: Iterable<Values> | AsyncIterable<Values>) {
  for await (const row of rows) {
    const entries = columns.filter(column => row[column] !== undefined).map(column => [column, row[column]])
    yield `${JSON.stringify(Object.fromEntries(entries))}\n`
  }
}
