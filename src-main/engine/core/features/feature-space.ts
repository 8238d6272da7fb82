import { joinColumns, type SparseMatrix } from '../numeric/sparse.ts'
import { type Reading, readTexts, type TermKind } from '../text/reading.ts'
import { learnTerms, type Terms, weighTerms } from '../text/tfidf.ts'
import { findTopics, placesIn, type Topics } from '../text/topics.ts'
import { type FieldColumns, fieldMatrix, learnFields } from './fields.ts'
import type { RecordContent } from './record-content.ts'

/** What the columns of the features are, learned once: records that come later are read by it as well. Plain data, to be kept. */
export interface FeatureSpace {
  /** Empty where the records have no text. */
  terms: { kind: TermKind; terms: Terms }[]
  /** What the texts are about, along the terms of all kinds; absent without terms, where none were wanted, and in projects of old. */
  topics?: Topics | undefined
  fields: FieldColumns[]
  /** Columns of a dense embedding, last in every row; 0 without one. */
  embeddingWidth: number
}

export interface FeatureOptions {
  /** A term counts when at least so many records hold it. */
  minRecords: number
  /** The most frequent terms of each kind are kept. */
  maxTerms: number
  /** Without it only fields and an embedding are read. */
  readsText: boolean
  /** Pieces of words are read beside the words. */
  subwords: boolean
  /** What the texts are about is read beside the terms, along so many directions: with few labels a model tells texts apart by words that no label has shown it. */
  topics: number
  /** [n × d] vectors of another model, row by row. */
  embedding?: Embedding | undefined
}

/** [n × width], rows of length 1; a row of zeros where there is none. */
export interface Embedding {
  width: number
  values: Float32Array
}

const DEFAULTS: FeatureOptions = { minRecords: 2, maxTerms: 40_000, readsText: true, subwords: true, topics: 25 }

/** The length of the topics of a text beside its terms: without labels enough they lead, with many the terms do. */
const WEIGHT_OF_TOPICS = Math.SQRT1_2
/** The same texts are about the same. */
const TOPIC_SEED = 0

/** Reads off the records which terms, topics, numbers and categories there are. */
export const learnFeatures = (records: readonly RecordContent[], options: Partial<FeatureOptions> = {}): FeatureSpace =>
  learnAndRead(records, options).space

/**
 * [records × columns] What each record says, in the columns of the space: its text, its fields and its embedding weigh the
 * same, whatever their number of columns.
 */
export const featuresOf = (
  space: FeatureSpace,
  records: readonly RecordContent[],
  embedding?: Embedding,
): SparseMatrix => {
  const reading = readTexts(textsOf(records, space.terms.length > 0))
  return beside(space, readTerms(space.terms, reading), records, embedding)
}

/** Both of the same records: each text is read once. */
export function learnAndRead(
  records: readonly RecordContent[],
  options: Partial<FeatureOptions> = {},
): { space: FeatureSpace; X: SparseMatrix } {
  const { readsText, topics, embedding, ...chosen } = { ...DEFAULTS, ...options }
  const reading = readTexts(textsOf(records, readsText))
  const terms = learnKinds(reading, chosen)
  const inTerms = readTerms(terms, reading)
  const space: FeatureSpace = {
    terms,
    topics: terms.length > 0 && topics > 0 ? smaller(findTopics(inTerms, topics, TOPIC_SEED)) : undefined,
    fields: learnFields(records),
    embeddingWidth: embedding?.width ?? 0,
  }
  return { space, X: beside(space, inTerms, records, embedding) }
}

const textsOf = (records: readonly RecordContent[], areRead: boolean): string[] =>
  areRead ? records.map(({ text }) => text) : []

function learnKinds(
  reading: Reading,
  { minRecords, maxTerms, subwords }: Pick<FeatureOptions, 'minRecords' | 'maxTerms' | 'subwords'>,
): FeatureSpace['terms'] {
  const kinds: TermKind[] = subwords ? ['words', 'subwords'] : ['words']
  return kinds
    .map(kind => ({ kind, terms: learnTerms(reading, kind, { minTexts: minRecords, maxTerms }) }))
    .filter(({ terms }) => terms.columnOf.size > 0)
}

/** Half the memory, in a project that keeps them. */
const smaller = ({ count, directions }: Topics): Topics => ({ count, directions: Float32Array.from(directions) })

/** [texts × terms of all kinds] */
const readTerms = (kinds: FeatureSpace['terms'], reading: Reading): SparseMatrix =>
  joinColumns(
    kinds.map(({ kind, terms }) => ({ X: weighTerms(reading, kind, terms), weight: 1 / Math.sqrt(kinds.length) })),
  )

function beside(
  { terms, topics, fields, embeddingWidth }: FeatureSpace,
  inTerms: SparseMatrix,
  records: readonly RecordContent[],
  embedding: Embedding | undefined,
): SparseMatrix {
  const parts: { X: SparseMatrix; weight: number }[] = []
  if (terms.length > 0) parts.push({ X: inTerms, weight: 1 })
  if (topics) parts.push({ X: placesIn(topics, inTerms), weight: WEIGHT_OF_TOPICS })
  if (fields.length > 0) parts.push({ X: fieldMatrix(fields, records), weight: 1 })
  if (embeddingWidth > 0) parts.push({ X: embedded(embeddingWidth, records.length, embedding), weight: 1 })
  return parts.length === 0
    ? { ...EMPTY, rowCount: records.length, starts: new Uint32Array(records.length + 1) }
    : joinColumns(parts)
}

const EMPTY = { columnCount: 0, columns: new Uint32Array(0), values: new Float32Array(0) }

function embedded(width: number, rowCount: number, embedding: Embedding | undefined): SparseMatrix {
  if (embedding?.width !== width || embedding.values.length !== rowCount * width) {
    const given = embedding ? `${embedding.values.length / embedding.width} × ${embedding.width}` : 'no'
    throw new RangeError(`the features want embeddings of ${rowCount} × ${width}; ${given} were given`)
  }
  return embeddingMatrix(embedding)
}

/** [n × width] A record without a vector has an empty row. */
export function embeddingMatrix({ width, values }: Embedding): SparseMatrix {
  const rowCount = values.length / width
  const starts = new Uint32Array(rowCount + 1)
  const columns = new Uint32Array(values.length)
  const kept = new Float32Array(values.length)
  let end = 0
  for (let i = 0; i < rowCount; i++) {
    for (let d = 0; d < width; d++) {
      const value = values[i * width + d]!
      if (value === 0) continue
      columns[end] = d
      kept[end++] = value
    }
    starts[i + 1] = end
  }
  return { rowCount, columnCount: width, starts, columns: columns.subarray(0, end), values: kept.subarray(0, end) }
}

/** What a column stands for. */
export type ColumnName =
  | { of: TermKind; term: string }
  | { of: 'topic'; number: number }
  | { of: 'field'; field: string; value?: string | undefined }
  | { of: 'embedding'; dimension: number }

/** [columns] in the order of the columns. */
export function columnNames(space: FeatureSpace): ColumnName[] {
  const names: ColumnName[] = []
  for (const { kind, terms } of space.terms) for (const term of terms.columnOf.keys()) names.push({ of: kind, term })
  for (let number = 1; number <= (space.topics?.count ?? 0); number++) names.push({ of: 'topic', number })
  for (const columns of space.fields)
    for (const value of columns.names) names.push({ of: 'field', field: columns.field, value })
  for (let dimension = 0; dimension < space.embeddingWidth; dimension++) names.push({ of: 'embedding', dimension })
  return names
}

/** As people read it. */
export function columnTitle(name: ColumnName): string {
  if (name.of === 'topic') return `topic ${name.number}`
  if (name.of === 'embedding') return `embedding ${name.dimension}`
  if (name.of !== 'field') return name.term
  return name.value === undefined ? name.field : `${name.field}: ${name.value}`
}

/** One line on what the features are, for people; `embedding` names the model whose vectors are read. */
export function describeFeatures(space: FeatureSpace, embedding = 'an embedding'): string {
  const words = { words: 'words and pairs of words', subwords: 'pieces of words' }
  const parts = space.terms.map(({ kind, terms }) => `${terms.columnOf.size.toLocaleString('en')} ${words[kind]}`)
  if (space.topics) parts.push(`${space.topics.count} topics`)
  if (space.fields.length > 0)
    parts.push(
      `${space.fields.length === 1 ? 'the field' : 'the fields'} ${space.fields.map(columns => columns.field).join(', ')}`,
    )
  if (space.embeddingWidth > 0) parts.push(`vectors of ${space.embeddingWidth} numbers by ${embedding}`)
  return parts.join('; ')
}
