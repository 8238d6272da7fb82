import { type RecordState, STATES } from '../../../src-shared/vocabulary.ts'
import type { ExportOptions } from '../../../src-shared/records.ts'
import type { Values } from '../adapters/formats/format.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { isLive, labelOf, probabilityOf, splitOf, type Snapshot, stateOf, type View } from './view.ts'

/** Whether a record is among those asked for. `inSlice`: [n] of the slice that the options name. The threshold is for proposals: gold is certain. */
export function isExported(view: View, row: number, options: ExportOptions, inSlice?: Uint8Array): boolean {
  if (!isLive(view, row) || (inSlice && !inSlice[row])) return false
  const state = STATES[stateOf(view, row)]!
  if (options.states && !options.states.includes(state)) return false
  if (options.splits && !options.splits.includes(splitOf(view, row) ?? 'none')) return false
  return state !== 'pseudo' || probabilityOf(view, row, labelOf(view, row))! >= (options.minProbability ?? 0)
}

/** One record as a line of JSON. */
export function exportRow(project: Project, view: Snapshot, record: StoredRecord, options: ExportOptions): Values {
  const { row } = record
  const state = STATES[stateOf(view, row)]!
  const label = labelOf(view, row)
  const log = state === 'gold' ? project.store.reviews.ofRecord(record.id) : []
  const decided = standing(log.filter(entry => entry.seq <= view.lastLine)).filter(entry => entry.kind === 'label')
  return {
    id: record.id,
    text: record.text,
    fields: JSON.parse(record.fields) as unknown,
    ...(record.image === null ? {} : { image: record.image }),
    split: splitOf(view, row) ?? null,
    label: view.classNames[label] ?? null,
    state,
    probability: state === 'gold' ? 1 : state === 'pseudo' ? probabilityOf(view, row, label) : null,
    source: sourceOf(view, state, decided.length > 0),
    annotators: [...new Set(decided.map(entry => entry.annotator))],
    annotatedAt: decided.at(-1)?.at ?? null,
    ...(options.probabilities ? { probabilities: probabilities(view, row, state, label) } : {}),
    ...(options.votes ? { votes: votes(view, row) } : {}),
  }
}

function sourceOf({ fit }: View, state: RecordState, isDecided: boolean): string | null {
  if (state === 'gold') return isDecided ? 'review' : 'import'
  if (state !== 'pseudo') return null
  return fit?.summary.endModel ? 'end-model' : 'label-model'
}

/** Of gold it is certain; of a record that no model reaches nothing is claimed. */
function probabilities(view: View, row: number, state: RecordState, label: number): Record<string, number> | null {
  if (state === 'gold') return Object.fromEntries(view.classNames.map((name, c) => [name, c === label ? 1 : 0]))
  if (state === 'uncovered' || probabilityOf(view, row, 0) === undefined) return null
  return Object.fromEntries(view.classNames.map((name, c) => [name, probabilityOf(view, row, c)!]))
}

const votes = (view: View, row: number): Record<string, string | null> =>
  Object.fromEntries(
    view.lfs.map((lf, j) => [lf.name, view.classNames[view.L.votes[j * view.rowCount + row]!] ?? null]),
  )

const DECISION = ['split', 'label', 'state', 'probability', 'source', 'annotators', 'annotatedAt']

/** The keys of a line of JSON. */
export const lineKeys = (hasImage: boolean, options: ExportOptions): string[] => [
  'id',
  'text',
  'fields',
  ...(hasImage ? ['image'] : []),
  ...DECISION,
  ...(options.probabilities ? ['probabilities'] : []),
  ...(options.votes ? ['votes'] : []),
]

/** The columns of a table: fields, probabilities and votes are columns of their own. */
export const tableColumns = (view: View, fieldNames: string[], hasImage: boolean, options: ExportOptions): string[] => [
  'id',
  'text',
  ...(hasImage ? ['image'] : []),
  ...DECISION,
  ...fieldNames.map(name => `field_${name}`),
  ...(options.probabilities ? view.classNames.map(name => `p_${name}`) : []),
  ...(options.votes ? view.lfs.map(lf => `vote_${lf.name}`) : []),
]

/** The same record as the cells of a table. */
export function tableRow(values: Values, jsonFields: ReadonlySet<string>): Values {
  const { fields, probabilities, votes, annotators, ...cells } = values
  const row: Values = { ...cells, annotators: (annotators as string[]).join('; ') }
  for (const [name, value] of Object.entries(fields as object)) {
    row[`field_${name}`] = jsonFields.has(name) && typeof value !== 'number' ? JSON.stringify(value) : value
  }
  for (const [name, value] of Object.entries(probabilities ?? {})) row[`p_${name}`] = value
  for (const [name, value] of Object.entries(votes ?? {})) row[`vote_${name}`] = value
  return row
}
