import { joinColumns, type SparseMatrix } from '../numeric/sparse.ts'

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
  const { subwords = texts.length <= SUBWORDS_UP_TO, ...kept } = { ...DEFAULTS, ...options }
  const words = weighTerms(texts, 'words', learnTerms(texts, 'words', kept))
  if (!subwords) return words
  return beside(words, weighTerms(texts, 'subwords', learnTerms(texts, 'subwords', kept)))
}

/** What is read off a text: words with pairs of neighbouring words, or pieces of words. */
export type TermKind = 'words' | 'subwords'

/** The terms that count, with what each weighs: enough to read texts that were not there when it was learned. */
export interface Terms {
  columnOf: ReadonlyMap<string, number>
  /** [terms] log((1 + n) / (1 + texts with it)) + 1 */
  rarity: Float64Array
}

/** Terms in alphabetical order: the same whatever the order of the texts. */
export function learnTerms(
  texts: readonly string[],
  kind: TermKind,
  { minTexts, maxTerms }: Pick<TfidfOptions, 'minTexts' | 'maxTerms'> = DEFAULTS,
): Terms {
  const read = readerOf(kind)
  const textsWith = new Map<string, number>()
  for (const text of texts) {
    for (const term of new Set(read(text))) textsWith.set(term, (textsWith.get(term) ?? 0) + 1)
  }
  const byUse = [...textsWith]
    .filter(([, count]) => count >= minTexts)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const terms = byUse
    .slice(0, maxTerms)
    .map(([term]) => term)
    .sort()
  return {
    columnOf: new Map(terms.map((term, column) => [term, column])),
    rarity: Float64Array.from(terms, term => Math.log((1 + texts.length) / (1 + textsWith.get(term)!)) + 1),
  }
}

/** [texts × terms], rows of length 1; a row without any of the terms is empty. */
export function weighTerms(texts: readonly string[], kind: TermKind, { columnOf, rarity }: Terms): SparseMatrix {
  const read = readerOf(kind)
  const starts = new Uint32Array(texts.length + 1)
  const columns: number[] = []
  const counts: number[] = []
  texts.forEach((text, i) => {
    const found = new Map<number, number>()
    for (const term of read(text)) {
      const column = columnOf.get(term)
      if (column !== undefined) found.set(column, (found.get(column) ?? 0) + 1)
    }
    for (const column of [...found.keys()].sort((a, b) => a - b)) {
      columns.push(column)
      counts.push(found.get(column)!)
    }
    starts[i + 1] = columns.length
  })
  const values = Float32Array.from(counts, (count, e) => (1 + Math.log(count)) * rarity[columns[e]!]!)
  scaleRows(starts, values)
  return { rowCount: texts.length, columnCount: columnOf.size, starts, columns: Uint32Array.from(columns), values }
}

const readerOf = (kind: TermKind): ((text: string) => string[]) => (kind === 'words' ? wordsAndPairs : subwordReader())

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

/** Words and their pieces, each √½ long; a row of which one has nothing is √½ long. */
const beside = (words: SparseMatrix, pieces: SparseMatrix): SparseMatrix =>
  joinColumns([
    { X: words, weight: Math.SQRT1_2 },
    { X: pieces, weight: Math.SQRT1_2 },
  ])

function scaleRows(starts: Uint32Array, values: Float32Array): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let squares = 0
    for (let e = starts[i]!; e < starts[i + 1]!; e++) squares += values[e]! ** 2
    const length = Math.sqrt(squares) || 1
    for (let e = starts[i]!; e < starts[i + 1]!; e++) values[e]! /= length
  }
}
