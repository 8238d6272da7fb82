import type { Corpus } from './corpus.ts'
import { type Pattern, SKIPPED } from './pattern.ts'
import { eachWord, fold } from './words.ts'

/** A pattern with the records of the sample that it is found in. */
export interface Candidate {
  pattern: Pattern
  /** Ascending positions in the sample. */
  found: Int32Array
}

/** Longest phrase, in words. */
const LONGEST = 3
/** What stands between two words of a phrase: a blank, an apostrophe, `://`. */
const LONGEST_GAP = 3
/** Words that may take part in skip-grams: the most frequent. */
const FREQUENT = 1_500
/** A pattern found in a larger share of the sample tells nothing apart. */
const MOST = 0.6

/**
 * Everything that might be looked for: phrases, skip-grams, field values, thresholds; each in at least `atLeast` records.
 * `sampled`: the texts of the rows, or their beginnings.
 */
export function mineCandidates(
  corpus: Corpus,
  rows: Int32Array,
  sampled: readonly string[],
  atLeast: number,
  { inOrder = true }: { inOrder?: boolean } = {},
): Candidate[] {
  const found = new Map<string, Mined>()
  // Any white space is as good as other.
  const texts = sampled.map(text => fold(text).replace(/\s+/g, ' '))
  const words = texts.map(readWords)
  minePhrases(texts, words, found, atLeast)
  const candidates = [...found]
    .filter(([phrase, { rows }]) => rows.length >= atLeast && phrase.length > 1)
    .map(([phrase, { rows }]): Candidate => ({ pattern: { kind: 'phrase', phrase }, found: Int32Array.from(rows) }))
  if (inOrder) candidates.push(...mineInOrder(texts, words, found, atLeast))
  candidates.push(...mineFields(corpus, rows), ...mineThresholds(corpus, rows, words))
  return candidates.filter(({ found }) => found.length >= atLeast && found.length <= MOST * rows.length)
}

interface Mined {
  rows: number[]
}

/** [words × 2] begin and end of each word. */
function readWords(text: string): number[] {
  const edges: number[] = []
  eachWord(text, (start, end) => edges.push(start, end))
  return edges
}

/** As `h.words` counts: `don't` is one. */
export function countWords(text: string): number {
  let count = 0
  let last = -1
  eachWord(text, (start, end) => {
    const isJoined = last >= 0 && start === last + 1 && "'’-".includes(text[last]!)
    if (!isJoined) count++
    last = end
  })
  return count
}

/** Longer phrases only of words that are frequent enough alone. */
function minePhrases(texts: string[], words: number[][], found: Map<string, Mined>, atLeast: number): void {
  const note = (phrase: string, s: number) => {
    const mined = found.get(phrase)
    if (!mined) found.set(phrase, { rows: [s] })
    else if (mined.rows.at(-1) !== s) mined.rows.push(s)
  }
  texts.forEach((text, s) => {
    const edges = words[s]!
    for (let w = 0; w < edges.length; w += 2) note(text.slice(edges[w], edges[w + 1]), s)
  })
  const isFrequent = (phrase: string) => (found.get(phrase)?.rows.length ?? 0) >= atLeast
  for (let length = 2; length <= LONGEST; length++) {
    texts.forEach((text, s) => {
      const edges = words[s]!
      for (let w = 0; w + 2 * length <= edges.length; w += 2) {
        const last = w + 2 * (length - 1)
        const gap = edges[last]! - edges[last - 1]!
        if (gap > LONGEST_GAP) continue
        if (
          !isFrequent(text.slice(edges[w], edges[last - 1])) ||
          !isFrequent(text.slice(edges[w + 2], edges[last + 1]))
        )
          continue
        note(text.slice(edges[w], edges[last + 1]), s)
      }
    })
  }
}

function mineInOrder(texts: string[], words: number[][], found: Map<string, Mined>, atLeast: number): Candidate[] {
  const frequent = [...found]
    .filter(([word, { rows }]) => rows.length >= atLeast && word.length > 1 && !/[^\p{L}\p{N}\p{M}_]/u.test(word))
    .sort((a, b) => b[1].rows.length - a[1].rows.length || (a[0] < b[0] ? -1 : 1))
    .slice(0, FREQUENT)
    .map(([word]) => word)
  const numberOf = new Map(frequent.map((word, id) => [word, id]))
  const pairs = new Map<number, number[]>()
  texts.forEach((text, s) => {
    const edges = words[s]!
    const ids: number[] = []
    for (let w = 0; w < edges.length; w += 2) ids.push(numberOf.get(text.slice(edges[w], edges[w + 1])) ?? -1)
    for (let a = 0; a < ids.length; a++) {
      if (ids[a]! < 0) continue
      for (let b = a + 1; b < ids.length && b <= a + SKIPPED + 1; b++) {
        if (ids[b]! < 0 || ids[a] === ids[b]) continue
        const key = ids[a]! * FREQUENT + ids[b]!
        const rows = pairs.get(key)
        if (!rows) pairs.set(key, [s])
        else if (rows.at(-1) !== s) rows.push(s)
      }
    }
  })
  return [...pairs]
    .filter(([, rows]) => rows.length >= atLeast)
    .map(([key, rows]) => ({
      pattern: { kind: 'in-order', first: frequent[Math.floor(key / FREQUENT)]!, second: frequent[key % FREQUENT]! },
      found: Int32Array.from(rows),
    }))
}

function mineFields({ fields }: Corpus, rows: Int32Array): Candidate[] {
  return fields.flatMap(field => {
    if (field.kind !== 'texts') return []
    const lists = field.values.map((): number[] => [])
    for (let s = 0; s < rows.length; s++) lists[field.codes[rows[s]!]!]?.push(s)
    return lists.map((list, code): Candidate => ({
      pattern: { kind: 'field', field: field.name, value: field.values[code]! },
      found: Int32Array.from(list),
    }))
  })
}

/** Shares of the sample that a threshold cuts off, at either end. */
const CUTS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4]

function mineThresholds(corpus: Corpus, rows: Int32Array, words: number[][]): Candidate[] {
  const texts = Array.from({ length: rows.length }, (_, s) => corpus.texts[rows[s]!]!)
  const hasText = words.some(edges => edges.length > 0)
  const columns: { measure: Extract<Pattern, { kind: 'number' }>['measure']; numbers: Float64Array }[] = [
    ...(hasText
      ? [
          { measure: { of: 'words' as const }, numbers: Float64Array.from(texts, countWords) },
          { measure: { of: 'characters' as const }, numbers: Float64Array.from(texts, text => text.length) },
        ]
      : []),
    ...corpus.fields
      .filter(field => field.kind === 'numbers')
      .map(({ name, numbers }) => ({
        measure: { of: 'field' as const, name },
        numbers: Float64Array.from({ length: rows.length }, (_, s) => numbers[rows[s]!]!),
      })),
  ]
  return columns.flatMap(({ measure, numbers }) => {
    const sorted = numbers.filter(number => !Number.isNaN(number)).sort()
    if (sorted.length === 0) return []
    const low = CUTS.map(cut => sorted[Math.floor(cut * (sorted.length - 1))]!)
    const high = CUTS.map(cut => sorted[Math.ceil((1 - cut) * (sorted.length - 1))]!)
    const at = (comparison: '<=' | '>=', limit: number): Candidate => ({
      pattern: { kind: 'number', measure, comparison, limit },
      found: Int32Array.from(positions(numbers, n => (comparison === '<=' ? n <= limit : n >= limit))),
    })
    return [...[...new Set(low)].map(limit => at('<=', limit)), ...[...new Set(high)].map(limit => at('>=', limit))]
  })
}

function positions(numbers: Float64Array, test: (number: number) => boolean): number[] {
  const found: number[] = []
  for (let s = 0; s < numbers.length; s++) if (test(numbers[s]!)) found.push(s)
  return found
}
