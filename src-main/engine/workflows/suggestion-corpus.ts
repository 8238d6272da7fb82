import type { Corpus, FieldColumn } from '../core/suggestions/corpus.ts'
import type { Project } from '../project.ts'

/** A field with more different texts names its records rather than describing them. */
const MOST_VALUES = 50
const LONGEST_VALUE = 200
/** Batches read before others get their turn. */
const STEP = 5

/** For a task over the records: they are read and sent where they are not known yet. */
export const corpusOf = (project: Project) => ({
  key: `${project.id}:${project.store.settings.revisions().records}`,
  read: () => readCorpus(project),
})

/** The records as patterns read them, a little at a time and once. */
export async function readCorpus(project: Project): Promise<Corpus> {
  const { records } = project.store
  const n = records.rowCount()
  const texts = Array.from({ length: n }, () => '')
  const readings = new Map<string, Reading>()
  let batches = 0
  for (let start = 0; start < n;) {
    const batch = records.batch(start, n)
    if (batch.length === 0) break
    for (const { row, text, fields } of batch) {
      texts[row] = text
      if (fields !== '{}') note(readings, row, n, JSON.parse(fields) as Record<string, unknown>)
    }
    start = batch.at(-1)!.row + 1
    if (++batches % STEP === 0) await new Promise(resolve => setImmediate(resolve))
  }
  return { texts, fields: [...readings].flatMap(([name, reading]) => columnOf(name, reading)) }
}

/** A field as far as it was read; nothing any more where its values are of several types, or too different. */
type Reading =
  | { type: 'number'; numbers: Float64Array }
  | { type: 'string' | 'boolean'; codes: Int16Array; values: Map<string | boolean, number> }
  | { type: undefined }

function note(readings: Map<string, Reading>, row: number, n: number, fields: Record<string, unknown>): void {
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value === null) continue
    let reading = readings.get(name)
    if (!reading) readings.set(name, (reading = begun(value, n)))
    if (reading.type === undefined) continue
    if (typeof value !== reading.type || !noteValue(reading, row, value)) readings.set(name, { type: undefined })
  }
}

function begun(value: unknown, n: number): Reading {
  if (typeof value === 'number') return { type: 'number', numbers: new Float64Array(n).fill(NaN) }
  if (typeof value === 'string' || typeof value === 'boolean')
    return { type: typeof value as 'string' | 'boolean', codes: new Int16Array(n).fill(-1), values: new Map() }
  return { type: undefined }
}

/** False where it is a value too many. */
function noteValue(reading: Exclude<Reading, { type: undefined }>, row: number, value: unknown): boolean {
  if (reading.type === 'number') {
    reading.numbers[row] = value as number
    return true
  }
  const { codes, values } = reading
  const text = value as string | boolean
  if (text === '') return true
  let code = values.get(text)
  if (code === undefined) {
    if (values.size === MOST_VALUES || (typeof text === 'string' && text.length > LONGEST_VALUE)) return false
    values.set(text, (code = values.size))
  }
  codes[row] = code
  return true
}

function columnOf(name: string, reading: Reading): FieldColumn[] {
  if (reading.type === 'number') return [{ kind: 'numbers', name, numbers: reading.numbers }]
  if (reading.type === undefined || reading.values.size < 2) return []
  return [{ kind: 'texts', name, codes: reading.codes, values: [...reading.values.keys()] }]
}
