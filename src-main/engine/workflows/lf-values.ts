import type { Histogram } from '../../../src-shared/labeling-functions.ts'
import type { Measure } from '../../../src-shared/no-code/definition.ts'
import { countWords, wordsIn } from '../../../src-shared/no-code/source.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { binOf, binsOf } from '../core/analysis/histogram.ts'
import { createRandom, sampleWithoutReplacement } from '../core/numeric/random.ts'
import type { Project } from '../project.ts'
import { isLive, viewOf } from './view.ts'

/** Batches read before others get their turn. */
const STEP = 5
const VALUES = 50
/** Records that tell how rare a word is. */
const SAMPLE = 5_000

/** The numbers that a threshold would be compared with, over all records. */
export async function histogram(project: Project, { measure }: { measure: Measure }): Promise<Histogram> {
  const view = viewOf(project)
  const rows: number[] = []
  const numbers: number[] = []
  let missing = 0
  const read = reader(measure)
  await everyRecord(project, record => {
    const number = read(record)
    if (!Number.isFinite(number)) return void missing++
    rows.push(record.row)
    numbers.push(number)
  })
  if (numbers.length === 0) return { n: 0, missing, min: 0, max: 0, bins: [] }
  const layout = binsOf(Float64Array.from(numbers))
  const bins = Array.from({ length: layout.count }, (_, b) => ({
    from: layout.from + b * layout.width,
    to: layout.from + (b + 1) * layout.width,
    count: 0,
    gold: {} as Record<string, number>,
  }))
  numbers.forEach((number, at) => {
    const bin = bins[binOf(layout, number)]!
    bin.count++
    const gold = view.classNames[view.gold[rows[at]!]!]
    if (gold !== undefined) bin.gold[gold] = (bin.gold[gold] ?? 0) + 1
  })
  return { n: numbers.length, missing, min: layout.min, max: layout.max, bins }
}

/** As the generated code reads it: what is no number is none. */
function reader(measure: Measure): (record: StoredRecord) => number {
  if (measure.of === 'characters') return ({ text }) => text.length
  if (measure.of === 'words') return ({ text }) => countWords(text)
  return ({ fields }) => parseFloat(String((JSON.parse(fields) as Record<string, unknown>)[measure.name]))
}

/** The most frequent values of a field; the generated code compares them as text. */
export async function fieldValues(
  project: Project,
  { field, like = '' }: { field: string; like?: string | undefined },
): Promise<{ different: number; values: { value: string; count: number }[] }> {
  const counts = new Map<string, number>()
  await everyRecord(project, ({ fields }) => {
    const values = JSON.parse(fields) as Record<string, unknown>
    if (!Object.hasOwn(values, field)) return
    const value = String(values[field])
    counts.set(value, (counts.get(value) ?? 0) + 1)
  })
  const sought = like.toLowerCase()
  const values = [...counts]
    .filter(([value]) => value.toLowerCase().includes(sought))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, VALUES)
    .map(([value, count]) => ({ value, count }))
  return { different: counts.size, values }
}

/**
 * How rare the words of texts are among the records, as log((1 + n) / (1 + records with the word)) of a seeded sample of n;
 * `otherWeight` is what a word that stands in some record weighs in the mean (of squares, as they are added up).
 */
export function wordWeights(
  project: Project,
  { texts }: { texts: string[] },
): { weights: Record<string, number>; otherWeight: number } {
  const view = viewOf(project)
  const live: number[] = []
  for (let row = 0; row < view.rowCount; row++) if (isLive(view, row)) live.push(row)
  const counts = new Map<string, number>()
  const drawn = sampleWithoutReplacement(live.length, SAMPLE, createRandom(1))
  for (const at of drawn)
    for (const word of wordsIn(project.store.records.byRow(live[at]!)!.text))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  const weight = (count: number) => Math.log((1 + drawn.length) / (1 + count))
  let squares = 0
  let occurrences = 0
  for (const count of counts.values()) {
    squares += count * weight(count) ** 2
    occurrences += count
  }
  const words = new Set(texts.flatMap(text => [...wordsIn(text)]))
  const weights = [...words].map(word => [word, rounded(weight(counts.get(word) ?? 0))] as const)
  return {
    weights: Object.fromEntries(weights.filter(([, each]) => each > 0)),
    otherWeight: Math.max(0.1, rounded(Math.sqrt(squares / Math.max(1, occurrences)))),
  }
}

const rounded = (weight: number): number => Number(weight.toFixed(2))

async function everyRecord({ store }: Project, take: (record: StoredRecord) => void): Promise<void> {
  let batches = 0
  for (const batch of store.records.batches(0, store.records.rowCount())) {
    batch.forEach(take)
    if (++batches % STEP === 0) await new Promise(resolve => setImmediate(resolve))
  }
}
