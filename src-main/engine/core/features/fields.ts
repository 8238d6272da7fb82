import type { SparseMatrix } from '../numeric/sparse.ts'
import type { RecordContent } from './record-content.ts'

/** The columns that a field of the records makes. */
export type FieldColumns =
  | {
      kind: 'number'
      field: string
      mean: number
      deviation: number
      /** `undefined`: the number itself; `missing`: 1 where there is none. */
      names: (string | undefined)[]
    }
  | { kind: 'category'; field: string; names: string[] }
  | { kind: 'numbers'; field: string; scale: number; names: string[] }

/** A field counts as what nearly all of its values are. */
const NEARLY_ALL = 0.95
const MOST_CATEGORIES = 50
const MOST_NUMBERS = 4096
/** A number further out than so many standard deviations counts as that far: one wrong digit must not outweigh all else. */
const FURTHEST = 5

/** Which fields tell something, and how they are read. Fields of free text and of one value only are left out. */
export function learnFields(records: readonly RecordContent[]): FieldColumns[] {
  const values = new Map<string, unknown[]>()
  for (const { fields } of records) {
    for (const [field, value] of Object.entries(fields)) {
      if (!isThere(value)) continue
      const known = values.get(field)
      if (known) known.push(value)
      else values.set(field, [value])
    }
  }
  return [...values]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([field, found]) => learnField(field, found, records.length) ?? [])
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

function learnField(field: string, found: readonly unknown[], recordCount: number): FieldColumns | undefined {
  const most = NEARLY_ALL * found.length
  const numbers = found.filter(isNumber)
  if (numbers.length >= most) return numberColumns(field, numbers, numbers.length < recordCount)
  const rows = found.filter(isNumbers)
  if (rows.length >= most) return numbersColumns(field, rows)
  const categories = found.filter(value => typeof value === 'string' || typeof value === 'boolean').map(String)
  return categories.length >= most ? categoryColumns(field, categories) : undefined
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.length <= MOST_NUMBERS && value.every(isNumber)

function numberColumns(field: string, numbers: number[], hasGaps: boolean): FieldColumns | undefined {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length)
  if (!(deviation > 0)) return undefined
  return { kind: 'number', field, mean, deviation, names: hasGaps ? [undefined, 'missing'] : [undefined] }
}

/** Rows of numbers, as the pixels of a small image: one scale for all, so that they stay comparable and 0 stays 0. */
function numbersColumns(field: string, rows: number[][]): FieldColumns | undefined {
  const width = rows[0]!.length
  if (rows.some(row => row.length !== width)) return undefined
  const squares = rows.reduce((sum, row) => sum + row.reduce((inner, value) => inner + value * value, 0), 0)
  const scale = Math.sqrt(rows.length / squares)
  if (!Number.isFinite(scale)) return undefined
  return { kind: 'numbers', field, scale, names: Array.from({ length: width }, (_, at) => String(at)) }
}

function categoryColumns(field: string, values: string[]): FieldColumns | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const names = [...counts.keys()].filter(value => counts.get(value)! > 1).sort()
  if (names.length < 2 || names.length > MOST_CATEGORIES) return undefined
  return { kind: 'category', field, names }
}

/** [records × columns of all fields] A number is 0 at the mean, a category 1 where it holds; every field weighs the same. */
export function fieldMatrix(fields: readonly FieldColumns[], records: readonly RecordContent[]): SparseMatrix {
  const weight = 1 / Math.sqrt(fields.length)
  const starts = new Uint32Array(records.length + 1)
  const columns: number[] = []
  const values: number[] = []
  records.forEach((record, i) => {
    let offset = 0
    for (const field of fields) {
      addField(field, record.fields[field.field], (at, value) => {
        if (value === 0) return
        columns.push(offset + at)
        values.push(value * weight)
      })
      offset += field.names.length
    }
    starts[i + 1] = columns.length
  })
  return {
    rowCount: records.length,
    columnCount: fields.reduce((sum, { names }) => sum + names.length, 0),
    starts,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  }
}

function addField(columns: FieldColumns, value: unknown, add: (at: number, value: number) => void): void {
  if (columns.kind === 'number') {
    if (!isNumber(value)) return columns.names.length > 1 ? add(1, 1) : undefined
    const far = (value - columns.mean) / columns.deviation
    add(0, Math.max(-FURTHEST, Math.min(FURTHEST, far)))
  } else if (columns.kind === 'category') {
    const at = isThere(value) ? columns.names.indexOf(String(value)) : -1
    if (at >= 0) add(at, 1)
  } else if (isNumbers(value) && value.length === columns.names.length) {
    value.forEach((number, at) => add(at, number * columns.scale))
  }
}
