import type { Corpus, FieldColumn } from '../core/suggestions/corpus.ts'
import type { Project } from '../project.ts'
import { fieldCatalog } from './fields.ts'

/** A field with more different texts names its records rather than describing them. */
const MOST_VALUES = 50
const LONGEST_VALUE = 200
/** Batches read before others get their turn. */
const STEP = 5

/** The records as patterns read them, a little at a time. */
export async function readCorpus(project: Project): Promise<Corpus> {
  const { fields } = await fieldCatalog(project)
  const { records } = project.store
  const n = records.rowCount()
  const texts = Array.from({ length: n }, () => '')
  const columns = fields.flatMap(({ name, type }) => columnFor(name, type, n))
  let batches = 0
  for (let start = 0; start < n;) {
    const batch = records.batch(start, n)
    if (batch.length === 0) break
    for (const record of batch) {
      texts[record.row] = record.text
      if (columns.length > 0) note(columns, record.row, JSON.parse(record.fields) as Record<string, unknown>)
    }
    start = batch.at(-1)!.row + 1
    if (++batches % STEP === 0) await new Promise(resolve => setImmediate(resolve))
  }
  return { texts, fields: columns.filter(isTelling).map(({ column }) => column) }
}

interface Reading {
  column: FieldColumn
  /** Values by their code, as they come. */
  codes: Map<string | boolean, number>
}

function columnFor(name: string, type: string, n: number): Reading[] {
  const types = type.split(' | ').filter(one => one !== 'null')
  const codes = new Map<string | boolean, number>()
  if (types.length !== 1) return []
  if (types[0] === 'number')
    return [{ column: { kind: 'numbers', name, numbers: new Float64Array(n).fill(NaN) }, codes }]
  if (types[0] !== 'string' && types[0] !== 'boolean') return []
  return [{ column: { kind: 'texts', name, codes: new Int16Array(n).fill(-1), values: [] }, codes }]
}

function note(readings: readonly Reading[], row: number, fields: Record<string, unknown>): void {
  for (const { column, codes } of readings) {
    const value = fields[column.name]
    if (column.kind === 'numbers') {
      if (typeof value === 'number') column.numbers[row] = value
    } else if ((typeof value === 'string' && value !== '') || typeof value === 'boolean') {
      if (codes.size <= MOST_VALUES && !codes.has(value)) codes.set(value, codes.size)
      column.codes[row] = codes.get(value) ?? -1
    }
  }
}

function isTelling({ column, codes }: Reading): boolean {
  if (column.kind === 'numbers') return true
  column.values = [...codes.keys()]
  const longest = Math.max(0, ...column.values.map(value => String(value).length))
  return codes.size > 1 && codes.size <= MOST_VALUES && longest <= LONGEST_VALUE
}
