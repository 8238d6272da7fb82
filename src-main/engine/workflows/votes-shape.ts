import type { VotesForm } from '../../../src-shared/labeling-functions.ts'

/** One row a record: a column for each source, or one for each class that a source gives a score. */
export interface WideShape {
  form: 'wide'
  id: string
  sources: { name: string; column: string }[]
  scored: { name: string; columns: { column: string; vote: number }[] }[]
}

/** One row a vote. */
export interface LongShape {
  form: 'long'
  id: string
  worker: string
  label: string
  score?: string | undefined
}

const IDS = ['id', 'task', 'record', 'item', 'example']
const WORKERS = ['worker', 'annotator', 'source', 'rater', 'labeler', 'lf']
const LABELS = ['label', 'class', 'vote', 'answer', 'category']
const SCORES = ['score', 'probability', 'confidence']

/** What the columns of a table of votes are. Without `form` its names tell; undefined where they do not fit the form asked for. */
export function votesShape(
  header: readonly string[],
  classNames: readonly string[],
  form?: VotesForm,
): WideShape | LongShape | undefined {
  const named = (names: string[]) => header.find(column => names.includes(column.toLowerCase()))
  const [worker, label] = [named(WORKERS), named(LABELS)]
  if (form !== 'wide' && worker !== undefined && label !== undefined) {
    const id = named(IDS) ?? header.find(column => column !== worker && column !== label)
    if (id !== undefined) return { form: 'long', id, worker, label, score: named(SCORES) }
  }
  if (form === 'long') return undefined
  const id = header.includes('id') ? 'id' : header[0]!
  const shape: WideShape = { form: 'wide', id, sources: [], scored: [] }
  for (const column of header) if (column !== id) addSource(shape, column, classNames)
  return shape.sources.length + shape.scored.length > 0 ? shape : undefined
}

/** `bert:SPAM` holds the score that bert gives SPAM, if SPAM is a class. */
function addSource({ sources, scored }: WideShape, column: string, classNames: readonly string[]): void {
  const vote = classNames.findIndex(label => column.endsWith(`:${label}`))
  const name = column.slice(0, -(classNames[vote] ?? '').length - 1)
  if (vote < 0 || name === '') return void sources.push({ name: column, column })
  const known = scored.find(source => source.name === name)
  if (known) known.columns.push({ column, vote })
  else scored.push({ name, columns: [{ column, vote }] })
}
