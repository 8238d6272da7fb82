import { expect, test } from 'vitest'
import { dense } from '../../testing/matrices.ts'
import { columnNames, describeFeatures, featuresOf, learnFeatures } from './feature-space.ts'
import type { RecordContent } from './record-content.ts'

const record = (text: string, fields: Record<string, unknown> = {}): RecordContent => ({ text, fields })

test('records that come later are read by the terms that were learned', () => {
  const space = learnFeatures([record('free money'), record('free lunch'), record('money')], {
    subwords: false,
    topics: 0,
  })
  expect(columnNames(space)).toEqual([
    { of: 'words', term: 'free' },
    { of: 'words', term: 'money' },
  ])
  const X = featuresOf(space, [record('lunch and free beer'), record('nothing known')])
  expect(dense(X)).toEqual([
    [1, 0],
    [0, 0],
  ])
})

test('topics stand beside the words: later records are near each other by what they are about', () => {
  const texts = ['goal team play game', 'match team play game', 'flour oven bake cake', 'butter oven bake cake']
  const records = texts.flatMap(text => Array.from({ length: 3 }, () => record(text)))
  const space = learnFeatures(records, { subwords: false, topics: 2 })
  expect(describeFeatures(space)).toBe('18 words and pairs of words; 2 topics')
  expect(columnNames(space).slice(-2)).toEqual([
    { of: 'topic', number: 1 },
    { of: 'topic', number: 2 },
  ])
  const [goal, match, flour] = dense(featuresOf(space, [record('goal'), record('match'), record('flour')]))
  const likeness = (a: number[], b: number[]) => a.reduce((sum, value, f) => sum + value * b[f]!, 0)
  expect(likeness(goal!, match!)).toBeCloseTo(0.5, 2)
  expect(likeness(goal!, flour!)).toBeCloseTo(0, 2)
})

test('a number is told by how far it is from the mean, and a missing one by a column of its own', () => {
  const space = learnFeatures([record('', { stars: 1 }), record('', { stars: 3 }), record('', { stars: null })])
  expect(columnNames(space)).toEqual([
    { of: 'field', field: 'stars', value: undefined },
    { of: 'field', field: 'stars', value: 'missing' },
  ])
  const later = [record('', { stars: 1 }), record('', {}), record('', { stars: 1000 })]
  expect(dense(featuresOf(space, later))).toEqual([
    [-1, 0],
    [0, 1],
    [5, 0],
  ])
})

test('categories are columns; those that nobody else has, free text and fields of one value tell nothing', () => {
  const records = ['web', 'mail', 'web', 'mail', 'fax'].map((source, i) =>
    record('', { source, id: `n${i}`, same: 'x', year: 2020, mixed: i % 2 ? 1 : 'one' }),
  )
  const space = learnFeatures(records)
  expect(columnNames(space)).toEqual([
    { of: 'field', field: 'source', value: 'mail' },
    { of: 'field', field: 'source', value: 'web' },
  ])
  expect(dense(featuresOf(space, records.slice(1)))).toEqual([
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 0],
  ])
})

test('rows of numbers keep their zeros and one scale', () => {
  const records = [record('', { pixels: [0, 4, 2] }), record('', { pixels: [2, 0, 2] }), record('', { pixels: [1, 2] })]
  expect(learnFeatures(records).fields).toEqual([])
  const [one, other] = dense(featuresOf(learnFeatures(records.slice(0, 2)), records.slice(0, 2)))
  expect(one![0]).toBe(0)
  expect(other![1]).toBe(0)
  expect(one![1]! / one![2]!).toBeCloseTo(2)
  expect(one![2]).toBeCloseTo(other![0]!)
})

test('an embedding stands beside the rest, and one of another size is refused', () => {
  const records = [record('a'), record('a')]
  const embedding = { width: 2, values: Float32Array.of(1, 0, 0, 1) }
  const space = learnFeatures(records, { subwords: false, topics: 0, embedding })
  expect(dense(featuresOf(space, records, embedding))).toEqual([
    [1, 1, 0],
    [1, 0, 1],
  ])
  expect(() => featuresOf(space, records)).toThrow('embeddings of 2 × 2; no were given')
  expect(describeFeatures(space, 'tiny')).toBe('1 words and pairs of words; vectors of 2 numbers by tiny')
  const alone = learnFeatures(records, { readsText: false, embedding })
  expect(dense(featuresOf(alone, records, { width: 2, values: Float32Array.of(0, 0, 0, 1) }))).toEqual([
    [0, 0],
    [0, 1],
  ])
})

test('records that say nothing have no columns', () => {
  const space = learnFeatures([record(''), record('')])
  expect(featuresOf(space, [record('')])).toMatchObject({ rowCount: 1, columnCount: 0 })
})
