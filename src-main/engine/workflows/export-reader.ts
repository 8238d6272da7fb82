import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Manifest } from '../adapters/files/manifest.ts'
import type { GoodRow, Values } from '../adapters/formats/format.ts'
import { unsafeCell } from '../adapters/formats/tables/table-text.ts'
import { type RowReader, rowReader } from './import-rows.ts'

const NEEDED = ['id', 'text', 'split', 'label', 'state']

/** Whether the columns are those of an export: another file may have taken the name that a manifest stands beside. */
export const isExport = ({ file }: Manifest, columns: string[]): boolean =>
  [...NEEDED, ...(file.format === 'jsonl' ? ['fields'] : [])].every(column => columns.includes(column))

/** Reads Heddle's own export: records and fields as they were, and gold of `gold` rows only. */
export function exportRowReader({ file, ...manifest }: Manifest, columns: string[], classNames: string[]): RowReader {
  const isTable = file.format === 'csv'
  const image = columns.includes('image') ? { image: 'image' } : {}
  const roles = { id: 'id', text: 'text', split: 'split', ...image }
  const read = rowReader({ roles, ignored: new Set(columns) }, classNames)
  const readGold = rowReader({ roles: { gold: 'label' }, ignored: new Set(columns) }, classNames)
  const fieldsOf = isTable ? tableFields(manifest) : lineFields
  const madeSafe = isTable && file.options['safeForSpreadsheets'] === true
  return row => {
    const own = madeSafe ? asItWas(row) : row
    const given = read(own)
    if (!given.record) return given
    const gold = own.values['state'] === 'gold' ? readGold(own) : undefined
    if (gold && !gold.record) return gold
    if (gold && (gold.record.gold ?? NONE) === NONE)
      return { bad: { line: row.line, column: 'label', reason: 'gold without a class' } }
    const { fields, bad } = fieldsOf(own.values)
    if (!fields) return { bad: { line: row.line, ...bad! } }
    return { record: { ...given.record, fields, ...(gold ? { gold: gold.record.gold! } : {}) } }
  }
}

interface Fields {
  fields?: Record<string, unknown>
  bad?: { column: string; reason: string }
}

const asItWas = ({ line, values }: GoodRow): GoodRow => ({
  line,
  values: Object.fromEntries(Object.entries(values).map(([column, cell]) => [column, unsafeCell(cell as string)])),
})

function lineFields({ fields }: Values): Fields {
  const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
  if (!isObject) return { bad: { column: 'fields', reason: 'the fields are no object {…}' } }
  return { fields: fields as Record<string, unknown> }
}

function tableFields(manifest: Pick<Manifest, 'jsonFields' | 'optionalFields'>): (values: Values) => Fields {
  const jsonFields = new Set(manifest.jsonFields)
  const optionalFields = new Set(manifest.optionalFields)
  return values => {
    const fields = Object.create(null) as Record<string, unknown>
    for (const [column, cell] of Object.entries(values)) {
      if (!column.startsWith('field_')) continue
      const name = column.slice('field_'.length)
      if (cell === '' && (jsonFields.has(name) || optionalFields.has(name))) continue
      const value = jsonFields.has(name) ? parsed(cell as string) : cell
      if (value === undefined) return { bad: { column, reason: 'JSON that does not parse' } }
      fields[name] = value
    }
    return { fields }
  }
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
