import { problem } from '../../../src-shared/errors.ts'
import type { ColumnRole, ImportMapping } from '../../../src-shared/records.ts'
import { NONE, type Split, SPLITS } from '../../../src-shared/vocabulary.ts'
import type { BadRow, GoodRow, Values } from '../adapters/formats/format.ts'
import type { IncomingRecord } from '../adapters/store/import.ts'

/** Roles that one column each can have. */
export const SINGLE_ROLES = ['id', 'text', 'gold', 'reference', 'split', 'image'] as const
export type SingleRole = (typeof SINGLE_ROLES)[number]

/** Which column is what; every other column that is not ignored becomes a field. */
export interface Columns {
  roles: Partial<Record<SingleRole, string>>
  ignored: ReadonlySet<string>
}

export type Read = { record: IncomingRecord; bad?: undefined } | { record?: undefined; bad: BadRow }
export type RowReader = (row: GoodRow) => Read

/** The columns that a mapping names, checked against the file's; `id`, `text` and `split` are found by their name. */
export function resolveColumns(file: string, columns: string[], mapping: ImportMapping): Columns {
  const roles: Columns['roles'] = {}
  const taken = new Map<string, SingleRole>()
  for (const role of SINGLE_ROLES) {
    const column = mapping[role]
    if (column === undefined || column === null) continue
    if (!columns.includes(column)) throw problem('COLUMN_UNKNOWN', { file, column, columns: columns.join(', ') })
    const other = taken.get(column)
    if (other) throw problem('COLUMN_USED_TWICE', { column, first: other, second: role })
    taken.set(column, role)
    roles[role] = column
  }
  for (const role of ['id', 'text', 'split'] as const) {
    const free = columns.includes(role) && !taken.has(role) && !mapping.ignore?.includes(role)
    if (mapping[role] === undefined && free) roles[role] = role
  }
  return { roles, ignored: new Set(mapping.ignore) }
}

export function roleOf({ roles, ignored }: Columns, column: string): ColumnRole {
  return ignored.has(column) ? 'ignore' : (SINGLE_ROLES.find(role => roles[role] === column) ?? 'field')
}

/** Turns a row into a record, or says what is wrong with it. Without class names, every value is taken for a class. */
export function rowReader({ roles, ignored }: Columns, classNames: string[] | undefined): RowReader {
  const notFields = new Set([...ignored, ...Object.values(roles)])
  const classes = classNames && new Map(classNames.map((name, index) => [name, index]))
  return ({ line, values }) => {
    const bad = (column: string, reason: string): Read => ({ bad: { line, column, reason } })
    const record: IncomingRecord = { id: undefined, fields: fieldsOf(values, notFields) }

    if (roles.id !== undefined) {
      const id = values[roles.id]
      if (typeof id !== 'string' && typeof id !== 'number') return bad(roles.id, 'no id')
      if (id === '') return bad(roles.id, 'no id')
      record.id = String(id)
    }
    if (roles.text !== undefined) {
      const text = values[roles.text]
      if (typeof text !== 'string' && text !== null && text !== undefined)
        return bad(roles.text, `the text is ${aKindOf(text)}, not text`)
      if (text !== undefined) record.text = text ?? ''
    }
    for (const role of ['gold', 'reference'] as const) {
      if (roles[role] === undefined) continue
      const value = values[roles[role]]
      if (value === undefined) continue
      const index = isEmpty(value) || !classes ? NONE : classes.get(String(value))
      if (index === undefined)
        return bad(roles[role], `"${short(value)}" is no class of the project (${classNames?.join(', ')})`)
      record[role] = index
    }
    if (roles.split !== undefined) {
      const value = values[roles.split]
      const index = isEmpty(value) ? NONE : SPLITS.indexOf(value as Split)
      if (index < 0 && !isEmpty(value)) return bad(roles.split, `"${short(value)}" is no split (${SPLITS.join(', ')})`)
      if (value !== undefined) record.split = index
    }
    const image = roles.image === undefined ? undefined : values[roles.image]
    if (typeof image === 'string' && image !== '') record.image = image
    return { record }
  }
}

/** Without a prototype, so that a column of any name is only a field. */
function fieldsOf(values: Values, notFields: ReadonlySet<string>): Record<string, unknown> {
  const fields = Object.create(null) as Record<string, unknown>
  for (const name in values) if (!notFields.has(name)) fields[name] = values[name]
  return fields
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

const short = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

const aKindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
