import { expect, test } from 'vitest'
import { nearestRows } from './nearest-texts.ts'
import { tfidf } from './tfidf.ts'

test('texts with the same rare words come first, the row itself and those without a common word never', () => {
  const texts = ['free money now', 'free money now', 'free lunch now', 'a lovely song', 'lovely song', '']
  const X = tfidf(texts, { subwords: false })
  const near = nearestRows(X, 0, 10)
  expect(near.map(({ index }) => index)).toEqual([1, 2])
  expect(near[0]!.similarity).toBeCloseTo(1)
  expect(nearestRows(X, 5, 10)).toEqual([])
  expect(nearestRows(X, 3, 1).map(({ index }) => index)).toEqual([4])
})
