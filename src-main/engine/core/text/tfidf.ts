import { joinColumns, type SparseMatrix } from '../numeric/sparse.ts'
import { grown, numbersOf, type Reading, readTexts, type TermKind, type TermNumbers } from './reading.ts'

export interface TfidfOptions {
  /** A term counts when at least so many texts hold it: what stands in one text only says nothing of another. */
  minTexts: number
  /** The most frequent terms of each kind are kept, so that a million texts do not fill the memory. */
  maxTerms: number
  /** Pieces of words are read as well. Absent: up to `SUBWORDS_UP_TO` texts, since they take four times the memory. */
  subwords?: boolean
  /**
   * A row is shorter than 1 by the terms that stand in no other text and have no column: two texts that share but `what is`
   * are then not the same. Absent: every row is of length 1.
   */
  isShortened?: boolean
}

const DEFAULTS: TfidfOptions = { minTexts: 2, maxTerms: 40_000 }
const SUBWORDS_UP_TO = 250_000

/**
 * [texts × terms] What the texts say, in two halves of length √½ each: words with pairs of neighbouring words, and pieces
 * of words, which tie together the forms of a word and its misspellings. A term weighs
 * (1 + log count) · (log((1 + n) / (1 + texts with it)) + 1). Without subwords the words are of length 1.
 *
 * Salton, Buckley (1988): Term-weighting approaches in automatic text retrieval. Information Processing & Management 24(5).
 * Subwords: Bojanowski et al. (2017): Enriching word vectors with subword information. TACL 5.
 */
export function tfidf(texts: readonly string[], options: Partial<TfidfOptions> = {}): SparseMatrix {
  const { subwords = texts.length <= SUBWORDS_UP_TO, isShortened, ...kept } = { ...DEFAULTS, ...options }
  const reading = readTexts(texts)
  const weigh = (kind: TermKind) => weighTerms(reading, kind, learnTerms(reading, kind, kept), isShortened)
  const words = weigh('words')
  return subwords ? beside(words, weigh('subwords')) : words
}

/** The terms that count, with what each weighs: enough to read texts that were not there when it was learned. */
export interface Terms {
  columnOf: ReadonlyMap<string, number>
  /** [terms] log((1 + n) / (1 + texts with it)) + 1 */
  rarity: Float64Array
}

/** Terms in alphabetical order: the same whatever the order of the texts. */
export function learnTerms(
  reading: Reading,
  kind: TermKind,
  { minTexts, maxTerms }: Pick<TfidfOptions, 'minTexts' | 'maxTerms'> = DEFAULTS,
): Terms {
  const n = reading.starts.length - 1
  const numbers = numbersOf(reading, kind, minTexts)
  const textsWith = countTexts(numbers, n)
  const often = Uint32Array.from(textsWith.keys()).filter(term => textsWith[term]! >= minTexts)
  const kept = mostUsed(often, textsWith, maxTerms, numbers)
  return {
    columnOf: new Map(kept.map(({ title }, column) => [title, column])),
    rarity: Float64Array.from(kept, ({ term }) => rarityOf(textsWith[term]!, n)),
  }
}

const rarityOf = (textsWith: number, n: number): number => Math.log((1 + n) / (1 + textsWith)) + 1

/** [terms] in how many texts each stands. */
function countTexts({ count, see }: TermNumbers, n: number): Uint32Array {
  const textsWith = new Uint32Array(count)
  const last = new Int32Array(count).fill(-1)
  let i = 0
  const note = (term: number): void => {
    if (last[term] === i) return
    last[term] = i
    textsWith[term]!++
  }
  for (; i < n; i++) see(i, note)
  return textsWith
}

/** In alphabetical order; of equally frequent terms the first of the alphabet are kept. */
function mostUsed(
  terms: Uint32Array,
  textsWith: Uint32Array,
  most: number,
  { title }: TermNumbers,
): { term: number; title: string }[] {
  const byUse = terms.sort((a, b) => textsWith[b]! - textsWith[a]!)
  const least = textsWith[byUse[most] ?? -1] ?? 0
  const titled = (some: Uint32Array) =>
    Array.from(some, term => ({ term, title: title(term) })).sort((a, b) => (a.title < b.title ? -1 : 1))
  const sure = byUse.filter(term => textsWith[term]! > least)
  const last = titled(byUse.filter(term => textsWith[term] === least)).slice(0, most - sure.length)
  return titled(Uint32Array.from([...sure, ...last.map(({ term }) => term)]))
}

/** Of a term without a column: in which text it stands. */
const NOT_SEEN = -1
const IN_SEVERAL = -2

/** [texts × terms], rows of length 1, or shorter by what no other text says; a row without any of the terms is empty. */
export function weighTerms(
  reading: Reading,
  kind: TermKind,
  { columnOf, rarity }: Terms,
  isShortened = false,
): SparseMatrix {
  const n = reading.starts.length - 1
  const { count, title, see } = numbersOf(reading, kind)
  const columnAt = new Int32Array(count)
  for (let term = 0; term < count; term++) columnAt[term] = columnOf.get(title(term)) ?? -1
  const starts = new Uint32Array(n + 1)
  /** [texts] how many terms stand in this text alone. */
  const alone = new Uint32Array(n)
  const textOf = isShortened ? new Int32Array(count).fill(NOT_SEEN) : undefined
  const placeOf = new Int32Array(columnOf.size).fill(-1)
  const likely = Math.max(1024, reading.tokens.length * (kind === 'words' ? 2 : 8))
  let columns = new Uint32Array(likely)
  let counts = new Uint32Array(likely)
  let from = 0
  let end = 0
  let text = 0
  const note = (term: number): void => {
    const column = columnAt[term]!
    if (column < 0) {
      if (textOf) noteLone(textOf, alone, term, text)
      return
    }
    const place = placeOf[column]!
    if (place >= from) {
      counts[place]!++
      return
    }
    if (end === columns.length) {
      columns = grown(columns)
      counts = grown(counts)
    }
    placeOf[column] = end
    columns[end] = column
    counts[end++] = 1
  }
  for (; text < n; text++) {
    from = end
    see(text, note)
    sortTogether(columns.subarray(from, end), counts.subarray(from, end))
    starts[text + 1] = end
  }
  const values = new Float32Array(end)
  for (let e = 0; e < end; e++) values[e] = (1 + Math.log(counts[e]!)) * rarity[columns[e]!]!
  scaleRows(starts, values, alone, rarityOf(1, n))
  return { rowCount: n, columnCount: columnOf.size, starts, columns: columns.slice(0, end), values }
}

/** Counts a term for the text that it stands in, as long as that is the only one. */
function noteLone(textOf: Int32Array, alone: Uint32Array, term: number, text: number): void {
  const only = textOf[term]!
  if (only === text || only === IN_SEVERAL) return
  if (only === NOT_SEEN) alone[text]!++
  else alone[only]!--
  textOf[term] = only === NOT_SEEN ? text : IN_SEVERAL
}

/** More than a term can stand in a text; a column times this and its count are one number. */
const MOST_COUNT = 2 ** 20

/** Brings columns into ascending order, each with its count. */
function sortTogether(columns: Uint32Array, counts: Uint32Array): void {
  const both = new Float64Array(columns.length)
  for (let e = 0; e < both.length; e++) both[e] = columns[e]! * MOST_COUNT + Math.min(counts[e]!, MOST_COUNT - 1)
  both.sort()
  for (let e = 0; e < both.length; e++) {
    columns[e] = Math.floor(both[e]! / MOST_COUNT)
    counts[e] = both[e]! % MOST_COUNT
  }
}

/** Words and their pieces, each √½ long; a row of which one has nothing is √½ long. */
const beside = (words: SparseMatrix, pieces: SparseMatrix): SparseMatrix =>
  joinColumns([
    { X: words, weight: Math.SQRT1_2 },
    { X: pieces, weight: Math.SQRT1_2 },
  ])

/** To length 1, counting in so many terms of each row that have no column, and weigh `rarity`. */
function scaleRows(starts: Uint32Array, values: Float32Array, alone: Uint32Array, rarity: number): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let squares = alone[i]! * rarity ** 2
    for (let e = starts[i]!; e < starts[i + 1]!; e++) squares += values[e]! ** 2
    const length = Math.sqrt(squares) || 1
    for (let e = starts[i]!; e < starts[i + 1]!; e++) values[e]! /= length
  }
}
