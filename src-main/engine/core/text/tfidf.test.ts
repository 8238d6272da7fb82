import { expect, test } from 'vitest'
import { termsOf } from './reading.ts'
import { tfidf, type TfidfOptions } from './tfidf.ts'

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
  const X = tfidf(['free free money', 'free lunch', 'money', 'free', ''], { subwords: false })
  expect([X.rowCount, X.columnCount]).toEqual([5, 2])
  expect([...X.starts]).toEqual([0, 2, 3, 4, 5, 5])
  const [free, money] = X.values
  const rarity = (texts: number) => Math.log(6 / (1 + texts)) + 1
  expect(free! / money!).toBeCloseTo(((1 + Math.log(2)) * rarity(3)) / rarity(2), 5)
  expect(free! ** 2 + money! ** 2).toBeCloseTo(1, 6)
})

test('what stands in one text only makes a row shorter, if it is asked to', () => {
  const texts = ['free money', 'free money lunch', 'free money']
  const lengths = (options: Partial<TfidfOptions>) => {
    const { starts, values } = tfidf(texts, { subwords: false, ...options })
    return texts.map((_, i) => Math.hypot(...values.subarray(starts[i], starts[i + 1])))
  }
  lengths({}).forEach(length => expect(length).toBeCloseTo(1, 6))
  const [known, partly] = lengths({ isShortened: true })
  expect(known).toBeCloseTo(1, 6)
  // Of free, money, free money, each in all texts, and of lunch, money lunch, each in one of three.
  expect(partly).toBeCloseTo(Math.sqrt(3 / (3 + 2 * (Math.log(4 / 2) + 1) ** 2)), 6)
  // What is left out though several texts hold it does not set them apart.
  expect(lengths({ isShortened: true, maxTerms: 1 })[0]).toBeCloseTo(1, 6)
})

test('neighbouring words count as a term of their own, and the most frequent terms are kept', () => {
  const texts = ['check out a', 'check out b', 'a check']
  const columnCount = (options: Partial<TfidfOptions>) => tfidf(texts, { subwords: false, ...options }).columnCount
  expect(columnCount({})).toBe(4)
  expect(columnCount({ maxTerms: 1 })).toBe(1)
  expect(columnCount({ minTexts: 4 })).toBe(0)
})

test('forms of a word that share no term share pieces of it', () => {
  const likeness = (subwords: boolean) => {
    const X = tfidf(['subscribers', 'subscribing', 'subscribers', 'subscribing', 'lunch', 'lunch'], { subwords })
    const row = (i: number) =>
      new Map(
        Array.from(X.columns.subarray(X.starts[i]!, X.starts[i + 1]!), (c, e) => [c, X.values[X.starts[i]! + e]!]),
      )
    const [one, other] = [row(0), row(1)]
    return [...one].reduce((sum, [column, value]) => sum + value * (other.get(column) ?? 0), 0)
  }
  expect(likeness(false)).toBe(0)
  expect(likeness(true)).toBeGreaterThan(0.2)
})

test('words and their pieces count as much as each other', () => {
  const texts = ['check out', 'check it out', 'out', 'it']
  const words = tfidf(texts, { subwords: false })
  const both = tfidf(texts, { subwords: true })
  for (let i = 0; i < texts.length; i++) {
    const values = both.values.subarray(both.starts[i]!, both.starts[i + 1]!)
    const squares = (from: Float32Array) => from.reduce((sum, value) => sum + value ** 2, 0)
    expect(squares(values)).toBeCloseTo(1, 5)
    expect(squares(values.subarray(0, words.starts[i + 1]! - words.starts[i]!))).toBeCloseTo(0.5, 5)
  }
})
