import { expect, test } from 'vitest'
import { tfidf } from '../text/tfidf.ts'
import { createRandom } from './random.ts'
import { sphericalKMeans } from './spherical-k-means.ts'

const kinds = ['love this lovely song', 'subscribe to my channel', 'earn money with coins']
const texts = Array.from({ length: 60 }, (_, i) => `${kinds[i % 3]} ${['today', 'again', 'maybe', 'never'][i % 4]}`)
const X = tfidf(texts, { subwords: false })

test('texts of one kind come into one cluster, whatever the seed, and also where there could be more', () => {
  for (let seed = 0; seed < 4; seed++) {
    const { clusters } = sphericalKMeans(X, 3 + seed, createRandom(seed))
    const byKind = [0, 1, 2].map(kind => new Set(clusters.filter((_, i) => i % 3 === kind)))
    expect(byKind.map(({ size }) => size)).toEqual([1, 1, 1])
    expect(new Set(clusters).size).toBe(3)
  }
})

test('same rows, same seed, same clusters', () => {
  expect(sphericalKMeans(X, 4, createRandom(1))).toEqual(sphericalKMeans(X, 4, createRandom(1)))
})

test('empty rows belong to none, and fewer different rows than clusters are no trouble', () => {
  const same = tfidf(['a b', 'a b', '', 'a b'], { subwords: false })
  const { clusters } = sphericalKMeans(same, 5, createRandom(0))
  expect(clusters[2]).toBe(-1)
  expect(new Set([clusters[0], clusters[1], clusters[3]]).size).toBe(1)
  expect(sphericalKMeans(tfidf([]), 3, createRandom(0)).clusters).toEqual(new Int32Array(0))
})
