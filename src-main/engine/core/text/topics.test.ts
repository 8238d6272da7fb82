import { expect, test } from 'vitest'
import { textFeatures } from './text-features.ts'
import { tfidf } from './tfidf.ts'
import { topicsOf } from './topics.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'

function likeness(X: SparseMatrix, a: number, b: number): number {
  const row = new Map<number, number>()
  for (let e = X.starts[a]!; e < X.starts[a + 1]!; e++) row.set(X.columns[e]!, X.values[e]!)
  let sum = 0
  for (let e = X.starts[b]!; e < X.starts[b + 1]!; e++) sum += X.values[e]! * (row.get(X.columns[e]!) ?? 0)
  return sum
}

/** `goal` and `match` never meet, but both meet the team that plays. */
const texts = ['goal team play game', 'match team play game', 'flour oven bake cake', 'butter oven bake cake'].flatMap(
  text => Array.from({ length: 5 }, () => text),
)
const [goal, match, flour] = [0, 5, 10]

test('texts with the words of one topic lie in one direction, others across', () => {
  const topics = topicsOf(tfidf(texts, { subwords: false }), 2, 0)
  expect(likeness(topics, goal, match)).toBeCloseTo(1, 3)
  expect(likeness(topics, goal, flour)).toBeCloseTo(0, 3)
})

test('rows have length 1, an empty one stays empty, and the same seed gives the same bits', () => {
  const X = tfidf([...texts, ''])
  const topics = topicsOf(X, 3, 7)
  for (let i = 0; i < texts.length; i++) expect(likeness(topics, i, i)).toBeCloseTo(1, 5)
  expect(topics.starts[texts.length]).toBe(topics.starts[texts.length + 1])
  expect(topicsOf(X, 3, 7)).toEqual(topics)
})

test('more topics than there are directions, and no words at all, do no harm', () => {
  const many = topicsOf(tfidf(texts, { subwords: false }), 30, 1)
  expect(many.values.every(value => Number.isFinite(value))).toBe(true)
  expect(likeness(many, goal, goal)).toBeCloseTo(1, 5)
  expect(topicsOf(tfidf(['', '']), 4, 1).values).toHaveLength(0)
})

test('features hold the terms, a quarter less of them, and beside them the topics', () => {
  const terms = tfidf(texts)
  const both = textFeatures(texts)
  const most = texts.flatMap((_, i) => [...both.values.subarray(both.starts[i]!, both.starts[i + 1]! - 25)])
  most.forEach((value, e) => expect(value).toBeCloseTo(Math.sqrt(0.75) * terms.values[e]!, 5))
  texts.forEach((_, i) => expect(likeness(both, i, i)).toBeCloseTo(1, 5))
})

test('a text of which others say a part only is that much shorter, its topics too', () => {
  const { starts, values, columnCount } = textFeatures([...texts, 'goal team unheard of'])
  const squares = (row: Float32Array) => row.reduce((sum, value) => sum + value ** 2, 0)
  const last = values.subarray(starts[texts.length])
  expect(columnCount).toBeGreaterThan(25)
  expect(squares(last)).toBeLessThan(0.5)
  expect(squares(last.subarray(-25))).toBeCloseTo(squares(last) / 4, 5)
})
