import { expect, test } from 'vitest'
import { STATES } from '../../../../src-shared/vocabulary.ts'
import { votes } from '../../testing/votes.ts'
import { tfidf } from '../text/tfidf.ts'
import { type Landscape, landscapeOf } from './landscape.ts'
import type { StrategyInput } from './query-strategy.ts'
import { rank } from './rank.ts'
import { queryStrategy } from './registry.ts'
import { spread } from './spread.ts'

const kinds = ['love this lovely song', 'subscribe to my channel', 'earn money with coins']
const texts = Array.from({ length: 90 }, (_, i) => `${kinds[i % 3]} ${['today', 'again', 'maybe', 'never'][i % 4]}`)
const n = texts.length
const landscape: Landscape = {
  clusters: Int32Array.from({ length: n }, (_, i) => i % 3),
  clusterCount: 3,
  typical: new Float32Array(n).fill(0.5),
}
const input: StrategyInput = {
  L: votes(2, Array.from({ length: n }, () => '.').join('\n')),
  posterior: new Float64Array(2 * n).fill(0.5),
  states: new Uint8Array(n).fill(STATES.indexOf('uncovered')),
  gold: new Int8Array(n).fill(-1),
  candidates: new Uint8Array(n).fill(1),
  classNames: ['HAM', 'SPAM'],
  seed: 0,
  landscape,
}
const even = new Float64Array(n).fill(1)
const kindsOf = (rows: Int32Array) => [...rows].map(row => row % 3)

test('texts of different kinds never lie in one cluster, and each is like its own', () => {
  const { clusters, clusterCount, typical } = landscapeOf(tfidf(texts), 0)
  const kindOf = new Map<number, number>()
  clusters.forEach((cluster, i) => {
    expect(kindOf.get(cluster) ?? i % 3).toBe(i % 3)
    kindOf.set(cluster, i % 3)
  })
  expect(clusterCount).toBe(6)
  expect(typical.every(share => share > 0.3 && share <= 1 + 1e-6)).toBe(true)
})

test('a record without text lies nowhere', () => {
  const { clusters } = landscapeOf(tfidf(['a b', 'a b', '', 'c d', 'c d']), 0)
  expect(clusters[2]).toBe(-1)
  expect(landscapeOf(tfidf(['', '']), 0).clusterCount).toBe(0)
})

test('each kind of text is asked in turn', () => {
  for (let from = 0; from < 9; from += 3) {
    const three = kindsOf(rank(spread(input, even), 9, 0).subarray(from, from + 3))
    expect(new Set(three).size).toBe(3)
  }
})

test('a kind that was answered already waits, and a kind with more weight comes more often', () => {
  const gold = new Int8Array(n).fill(-1)
  for (const row of [0, 3, 6]) gold[row] = 0
  const candidates = Uint8Array.from(gold, c => +(c < 0))
  const first = kindsOf(rank(spread({ ...input, gold, candidates }, even), 4, 0))
  expect(first).not.toContain(0)

  const heavy = even.map((_, row) => (row % 3 === 1 ? 1 : 0.2))
  const eight = kindsOf(rank(spread(input, heavy), 8, 0))
  expect(eight.filter(kind => kind === 1).length).toBeGreaterThanOrEqual(5)
})

test('of a kind the typical record comes first, unless all count alike', () => {
  const typical = Float32Array.from({ length: n }, (_, row) => (row >= 87 ? 0.9 : 0.1))
  const weights = even.map((_, row) => (row < 3 ? 1 : 0.5))
  const uneven = { ...input, landscape: { ...landscape, typical } }
  expect([...rank(spread(uneven, weights), 3, 0)].sort()).toEqual([87, 88, 89])
  expect([...rank(spread(uneven, weights, false), 3, 0)].sort()).toEqual([0, 1, 2])
})

test('without a landscape the weights rank', () => {
  const weights = Float64Array.from({ length: n }, (_, row) => row / n)
  expect([...rank(spread({ ...input, landscape: undefined }, weights), 3, 0)]).toEqual([89, 88, 87])
})

test('uncovered records come first, and are told to read alike', () => {
  const strategy = queryStrategy('uncovered')!
  const states = input.states.map((state, row) => (row < 60 ? STATES.indexOf('pseudo') : state))
  const order = rank(strategy.score({ ...input, states }), n, 0)
  expect(order.subarray(0, 30).every(row => row >= 60)).toBe(true)
  expect(strategy.reason({ ...input, states }, 60)).toBe('no LF votes here, one of 10 that read alike')
})
