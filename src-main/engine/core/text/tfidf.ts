import type { SparseMatrix } from '../numeric/sparse.ts'

export interface TfidfOptions {
  /** A term counts when at least so many texts hold it: what stands in one text only says nothing of another. */
  minTexts: number
  /** The most frequent terms of each kind are kept, so that a million texts do not fill the memory. */
  maxTerms: number
  /** Pieces of words are read as well. Absent: up to `SUBWORDS_UP_TO` texts, since they take four times the memory. */
  subwords?: boolean
}

const DEFAULTS: TfidfOptions = { minTexts: 2, maxTerms: 40_000 }
const SUBWORDS_UP_TO = 250_000

/** Words, numbers and runs of other signs: `Check it out!!` → check, it, out, !! */
export const termsOf = (text: string): string[] => text.toLowerCase().match(TERM) ?? []

const TERM = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]+/gu

/**
 * [texts × terms] What the texts say, in two halves of length √½ each: words with pairs of neighbouring words, and pieces
 * of words, which tie together the forms of a word and its misspellings. A term weighs
 * (1 + log count) · (log((1 + n) / (1 + texts with it)) + 1). Without subwords the words are of length 1.
 *
 * Salton, Buckley (1988): Term-weighting approaches in automatic text retrieval. Information Processing & Management 24(5).
 * Subwords: Bojanowski et al. (2017): Enriching word vectors with subword information. TACL 5.
 */
export function tfidf(texts: readonly string[], options: Partial<TfidfOptions> = {}): SparseMatrix {
  const { minTexts, maxTerms, subwords = texts.length <= SUBWORDS_UP_TO } = { ...DEFAULTS, ...options }
  const words = weighed(texts, wordsAndPairs, minTexts, maxTerms)
  if (!subwords) return words
  return halves(words, weighed(texts, subwordReader(), minTexts, maxTerms))
}

/** [texts × terms], rows of length 1. */
function weighed(
  texts: readonly string[],
  read: (text: string) => readonly string[],
  minTexts: number,
  maxTerms: number,
): SparseMatrix {
  const columnOf = vocabulary(texts, read, minTexts, maxTerms)
  const starts = new Uint32Array(texts.length + 1)
  const columns: number[] = []
  const counts: number[] = []
  const textsWith = new Float64Array(columnOf.size)
  texts.forEach((text, i) => {
    const found = new Map<number, number>()
    for (const term of read(text)) {
      const column = columnOf.get(term)
      if (column !== undefined) found.set(column, (found.get(column) ?? 0) + 1)
    }
    for (const column of [...found.keys()].sort((a, b) => a - b)) {
      columns.push(column)
      counts.push(found.get(column)!)
      textsWith[column]!++
    }
    starts[i + 1] = columns.length
  })
  const rarity = textsWith.map(count => Math.log((1 + texts.length) / (1 + count)) + 1)
  const values = Float32Array.from(counts, (count, e) => (1 + Math.log(count)) * rarity[columns[e]!]!)
  scaleRows(starts, values)
  return { rowCount: texts.length, columnCount: columnOf.size, starts, columns: Uint32Array.from(columns), values }
}

/** Terms with their column, in alphabetical order: the same whatever the order of the texts. */
function vocabulary(
  texts: readonly string[],
  read: (text: string) => readonly string[],
  minTexts: number,
  maxTerms: number,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const term of new Set(read(text))) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const byUse = [...counts]
    .filter(([, count]) => count >= minTexts)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const terms = byUse.slice(0, maxTerms).map(([term]) => term)
  return new Map(terms.sort().map((term, column) => [term, column]))
}

function wordsAndPairs(text: string): string[] {
  const terms = termsOf(text)
  const pairs = terms.slice(1).map((term, at) => `${terms[at]} ${term}`)
  return [...terms, ...pairs]
}

/** Three and four neighbouring signs within a word and its edges; of a word that comes again they are known already. */
function subwordReader(): (text: string) => string[] {
  const known = new Map<string, string[]>()
  return text =>
    termsOf(text).flatMap(word => {
      let pieces = known.get(word)
      if (!pieces) known.set(word, (pieces = piecesOf(word)))
      return pieces
    })
}

/** it → _it, it_, _it_ (with blanks for the edges). */
function piecesOf(word: string): string[] {
  const signs = [' ', ...word, ' ']
  const pieces: string[] = []
  for (const length of [3, 4]) {
    for (let at = 0; at + length <= signs.length; at++) pieces.push(signs.slice(at, at + length).join(''))
  }
  return pieces
}

/** Both beside each other; rows of length 1, or of √½ where one side has nothing. */
function halves(left: SparseMatrix, right: SparseMatrix): SparseMatrix {
  const size = left.columns.length + right.columns.length
  const starts = new Uint32Array(left.rowCount + 1)
  const columns = new Uint32Array(size)
  const values = new Float32Array(size)
  let end = 0
  for (let i = 0; i < left.rowCount; i++) {
    for (const [side, offset] of [
      [left, 0],
      [right, left.columnCount],
    ] as const) {
      for (let e = side.starts[i]!; e < side.starts[i + 1]!; e++, end++) {
        columns[end] = offset + side.columns[e]!
        values[end] = side.values[e]! * Math.SQRT1_2
      }
    }
    starts[i + 1] = end
  }
  return { rowCount: left.rowCount, columnCount: left.columnCount + right.columnCount, starts, columns, values }
}

function scaleRows(starts: Uint32Array, values: Float32Array): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let squares = 0
    for (let e = starts[i]!; e < starts[i + 1]!; e++) squares += values[e]! ** 2
    const length = Math.sqrt(squares) || 1
    for (let e = starts[i]!; e < starts[i + 1]!; e++) values[e]! /= length
  }
}
