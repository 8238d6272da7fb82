import { STATES } from '../../../src-shared/vocabulary.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { createRandom } from '../core/numeric/random.ts'
import { stratifiedSample } from '../core/numeric/stratified.ts'
import type { Project } from '../project.ts'
import { bestClass, isLive, PSEUDO, type View } from './view.ts'

/** What a draft is tried on. */
export interface PreviewRows {
  /** The sample and all gold, in import order. */
  records: readonly StoredRecord[]
  /** [records] 1 for those of the sample: only these stand for all records. */
  isSampled: Uint8Array
}

const SAMPLE = 1_000
/** More is read anew each time. */
const MOST_KEPT_CHARACTERS = 32_000_000
/** Where more than this share of all records is wanted, reading them in their order is faster. */
const DENSE = 1 / 4

const samples = new WeakMap<View, Uint32Array>()
const kept = new WeakMap<Project, { key: string; rows: Uint32Array; records: StoredRecord[] }>()

export function previewRows(project: Project, view: View): PreviewRows {
  const sampled = sampleOf(view)
  const mask = new Uint8Array(view.rowCount)
  for (const row of sampled) if (isLive(view, row)) mask[row] = 1
  let count = 0
  for (let row = 0; row < view.rowCount; row++) if (mask[row] || hasGold(view, row)) count++
  const rows = new Uint32Array(count)
  for (let row = 0, at = 0; row < view.rowCount; row++) if (mask[row] || hasGold(view, row)) rows[at++] = row
  const records = recordsOf(project, view, rows)
  return { records, isSampled: Uint8Array.from(records, ({ row }) => mask[row]!) }
}

const hasGold = (view: View, row: number): boolean => view.gold[row]! >= 0 && isLive(view, row)

/** By state and proposed class of what votes and model alone say, so that a decision draws no other sample. */
function sampleOf(view: View): Uint32Array {
  const known = samples.get(view)
  if (known) return known
  const live: number[] = []
  for (let row = 0; row < view.rowCount; row++) if (isLive(view, row)) live.push(row)
  const strata = Uint16Array.from(live, row => {
    const state = view.modelStates[row]!
    return state === PSEUDO ? STATES.length + bestClass(view, row) : state
  })
  const drawn = stratifiedSample(strata, SAMPLE, createRandom(1)).map(at => live[at]!)
  samples.set(view, drawn)
  return drawn
}

/** Kept from one key to the next. */
function recordsOf(project: Project, view: View, rows: Uint32Array): readonly StoredRecord[] {
  const key = String(project.store.settings.revisions().records)
  const known = kept.get(project)
  if (known?.key === key && known.rows.length === rows.length && known.rows.every((row, at) => row === rows[at]))
    return known.records
  const records = read(project, view, rows)
  const characters = records.reduce((sum, { text, fields }) => sum + text.length + fields.length, 0)
  if (characters <= MOST_KEPT_CHARACTERS) kept.set(project, { key, rows, records })
  else kept.delete(project)
  return records
}

function read({ store }: Project, view: View, rows: Uint32Array): StoredRecord[] {
  if (rows.length < view.rowCount * DENSE)
    return Array.from(rows, row => store.records.byRow(row)).filter(record => record !== undefined)
  const wanted = new Uint8Array(view.rowCount)
  for (const row of rows) wanted[row] = 1
  const records: StoredRecord[] = []
  for (const batch of store.records.batches(0, view.rowCount))
    for (const record of batch) if (wanted[record.row]) records.push(record)
  return records
}
