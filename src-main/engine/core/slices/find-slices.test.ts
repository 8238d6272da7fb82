import { expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { createRandom, type Random, randomInteger } from '../numeric/random.ts'
import type { Corpus, FieldColumn } from '../suggestions/corpus.ts'
import { findSlices, type SliceSearch } from './find-slices.ts'

const words = Array.from({ length: 300 }, (_, i) => `word${String.fromCharCode(97 + (i % 26))}${i}`)
const SHOPS = ['north', 'south', 'east', 'west', 'online']

interface Planted {
  n?: number
  /** The share that the model gets right, of all others. */
  accuracy?: number
  /** Where it is right only so often. */
  bad?: { word?: string; shop?: string; share?: number; accuracy: number }
}

/** Messages of drawn words from drawn shops; 1 where the model is right. */
function plant(seed: number, { n = 1_500, accuracy = 0.9, bad }: Planted): SliceSearch {
  const random = createRandom(seed)
  const codes = Int16Array.from({ length: n }, () => randomInteger(random, SHOPS.length))
  const texts: string[] = []
  const outcomes = new Int8Array(n)
  for (let row = 0; row < n; row++) {
    const hasWord = bad?.word !== undefined && random() < (bad.share ?? 0.05)
    texts.push(message(random, hasWord ? bad.word! : undefined))
    const isBad = hasWord || (bad?.shop !== undefined && SHOPS[codes[row]!] === bad.shop)
    outcomes[row] = random() < (isBad ? bad!.accuracy : accuracy) ? 1 : 0
  }
  const shop: FieldColumn = { kind: 'texts', name: 'shop', codes, values: SHOPS }
  const corpus: Corpus = { texts, fields: [shop] }
  return { corpus, outcomes, least: 20, count: 10, seed: 0 }
}

function message(random: Random, word: string | undefined): string {
  const drawn = Array.from({ length: 8 }, () => words[Math.floor(random() ** 2 * words.length)]!)
  if (word) drawn[randomInteger(random, drawn.length)] = word
  return drawn.join(' ')
}

const seeds = Array.from({ length: 25 }, (_, seed) => seed)

test('a bad slice that was planted by a word is found first', () => {
  const first = seeds.map(seed => findSlices(plant(seed, { bad: { word: 'refund', accuracy: 0.5 } }))[0]?.pattern)
  expect(first).toEqual(seeds.map(() => ({ kind: 'phrase', phrase: 'refund' })))
})

test('one that was planted by the value of a field is found first', () => {
  const first = seeds.map(seed => findSlices(plant(seed, { bad: { shop: 'online', accuracy: 0.7 } }))[0]?.pattern)
  expect(first).toEqual(seeds.map(() => ({ kind: 'field', field: 'shop', value: 'online' })))
})

test('where nothing was planted hardly anything is told', () => {
  const alarms = seeds.filter(seed => findSlices(plant(seed, {})).length > 0)
  expect(alarms.length).toBeLessThanOrEqual(2)
})

test('a slice tells its records, how many are right and the interval of that', () => {
  const search = plant(1, { bad: { word: 'refund', accuracy: 0.4 } })
  const [found] = findSlices(search)
  const rows = search.corpus.texts.flatMap((text, row) => (text.split(' ').includes('refund') ? [row] : []))
  expect([...found!.rows]).toEqual(rows)
  expect(found!.right).toBe(rows.filter(row => search.outcomes[row] === 1).length)
  expect(found!.interval[0]).toBeLessThan(found!.right / rows.length)
  expect(found!.interval[1]).toBeGreaterThan(found!.right / rows.length)
})

test('records without an outcome count nowhere, and small slices are not told', () => {
  const search = plant(2, { bad: { word: 'refund', accuracy: 0.2 } })
  const outcomes = search.outcomes.map((outcome, row) => (row % 3 === 0 ? NONE : outcome))
  const [found] = findSlices({ ...search, outcomes })
  expect(found!.pattern).toEqual({ kind: 'phrase', phrase: 'refund' })
  expect([...found!.rows].filter(row => row % 3 === 0)).toEqual([])
  const all = findSlices({ ...search, outcomes, least: found!.rows.length + 1 })
  expect(all.filter(({ rows }) => rows.length <= found!.rows.length)).toEqual([])
})

test('of two words that always come together one is told', () => {
  const search = plant(3, { bad: { word: 'money back', accuracy: 0.3 } })
  const found = findSlices(search)
  expect(found.filter(({ pattern }) => pattern.kind === 'phrase' && /money|back/.test(pattern.phrase))).toHaveLength(1)
})

test('a model that is never wrong, or that nothing is known of, has no bad slice', () => {
  const search = plant(4, {})
  expect(findSlices({ ...search, outcomes: search.outcomes.map(() => 1) })).toEqual([])
  expect(findSlices({ ...search, outcomes: search.outcomes.map(() => NONE) })).toEqual([])
})
