import type { SparseMatrix } from '../numeric/sparse.ts'

export interface TfidfOptions {
  /** A term counts when at least so many texts hold it: what stands in one text only says nothing of another. */
  minTexts: number
  /** The most frequent terms are kept, so that a million texts do not fill the memory. */
  maxTerms: number
}

const DEFAULTS: TfidfOptions = { minTexts: 2, maxTerms: 20_000 }

/** Words, numbers and runs of other signs: `Check it out!!` → check, it, out, !! */
export const termsOf = (text: string): string[] => text.toLowerCase().match(TERM) ?? []

const TERM = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]+/gu

/**
 * [texts × terms] Words and pairs of neighbouring words, weighed by (1 + log count) · log((1 + n) / (1 + texts with it)) + 1
 * and scaled to length 1.
 *
 * Salton, Buckley (1988): Term-weighting approaches in automatic text retrieval. Information Processing & Management 24(5).
 */
export function tfidf(texts: readonly string[], options: Partial<TfidfOptions> = {}): SparseMatrix {
  const { minTexts, maxTerms } = { ...DEFAULTS, ...options }
  const columnOf = vocabulary(texts, minTexts, maxTerms)
  const starts = new Uint32Array(texts.length + 1)
  const columns: number[] = []
  const counts: number[] = []
  const textsWith = new Float64Array(columnOf.size)
  texts.forEach((text, i) => {
    const found = new Map<number, number>()
    for (const term of withPairs(termsOf(text))) {
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
  const X = { rowCount: texts.length, columnCount: columnOf.size, starts, columns: Uint32Array.from(columns), values }
  return X
}

/** Terms with their column, in alphabetical order: the same whatever the order of the texts. */
function vocabulary(texts: readonly string[], minTexts: number, maxTerms: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const term of new Set(withPairs(termsOf(text)))) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const byUse = [...counts]
    .filter(([, count]) => count >= minTexts)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const terms = byUse.slice(0, maxTerms).map(([term]) => term)
  return new Map(terms.sort().map((term, column) => [term, column]))
}

function withPairs(terms: string[]): string[] {
  const pairs = terms.slice(1).map((term, at) => `${terms[at]} ${term}`)
  return [...terms, ...pairs]
}

function scaleRows(starts: Uint32Array, values: Float32Array): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let squares = 0
    for (let e = starts[i]!; e < starts[i + 1]!; e++) squares += values[e]! ** 2
    const length = Math.sqrt(squares) || 1
    for (let e = starts[i]!; e < starts[i + 1]!; e++) values[e]! /= length
  }
}
