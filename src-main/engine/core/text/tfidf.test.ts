import { expect, test } from 'vitest'
import { termsOf, tfidf } from './tfidf.ts'

test('a text falls into words, numbers and runs of signs, in any script', () => {
  expect(termsOf("Don't CHECK it out!! 50% über été 中文")).toEqual([
    "don't",
    'check',
    'it',
    'out',
    '!!',
    '50',
    '%',
    'über',
    'été',
    '中文',
  ])
  expect(termsOf('')).toEqual([])
})

test('terms of one text only are left out, rare ones weigh more, rows have length 1', () => {
  const X = tfidf(['free free money', 'free lunch', 'money', 'free', ''])
  expect([X.rowCount, X.columnCount]).toEqual([5, 2])
  expect([...X.starts]).toEqual([0, 2, 3, 4, 5, 5])
  const [free, money] = X.values
  const rarity = (texts: number) => Math.log(6 / (1 + texts)) + 1
  expect(free! / money!).toBeCloseTo(((1 + Math.log(2)) * rarity(3)) / rarity(2), 5)
  expect(free! ** 2 + money! ** 2).toBeCloseTo(1, 6)
})

test('neighbouring words count as a term of their own, and the most frequent terms are kept', () => {
  const texts = ['check out a', 'check out b', 'a check']
  expect(tfidf(texts).columnCount).toBe(4)
  expect(tfidf(texts, { maxTerms: 1 }).columnCount).toBe(1)
  expect(tfidf(texts, { minTexts: 4 }).columnCount).toBe(0)
})
