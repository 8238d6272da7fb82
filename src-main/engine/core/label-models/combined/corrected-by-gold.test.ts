import { expect, test } from 'vitest'
import { textFeatures } from '../../text/text-features.ts'
import { tfidf } from '../../text/tfidf.ts'
import { correctByGold } from './corrected-by-gold.ts'

const texts = [
  'win a free prize',
  'win a free prize now',
  'meet me for lunch',
  'lunch at noon',
  'something else',
].flatMap(text => [text, text])
const X = tfidf(texts, { minTexts: 1 })
/** All of them are held for class 0, at odds of e. */
const answer = () => Float64Array.from({ length: 2 * texts.length }, (_, x) => (x % 2 === 0 ? 1 : 0))
const leadOf1 = (logWeights: Float64Array, i: number) => logWeights[2 * i + 1]! - logWeights[2 * i]!

test('gold against the answer moves what reads like it, the more alike the more, and nothing else', () => {
  const gold = new Int8Array(texts.length).fill(-1)
  gold[0] = 1
  const corrected = answer()
  correctByGold(corrected, X, gold, 2)
  expect(leadOf1(corrected, 1)).toBeGreaterThan(leadOf1(corrected, 2))
  expect(leadOf1(corrected, 2)).toBeGreaterThan(-0.75)
  expect(leadOf1(corrected, 8)).toBeCloseTo(-1, 6)
})

test('among much other gold, one record reaches further than alone', () => {
  const many = Array.from({ length: 100 }, (_, i) => `word${i} word${i}`)
  const all = tfidf([...texts, ...many], { minTexts: 1, subwords: false })
  const movedWith = (others: number) => {
    const gold = new Int8Array(all.rowCount).fill(-1)
    gold[0] = 1
    gold.fill(0, texts.length, texts.length + others)
    const corrected = Float64Array.from({ length: 2 * all.rowCount }, (_, x) => (x % 2 === 0 ? 1 : 0))
    correctByGold(corrected, all, gold, 2)
    return leadOf1(corrected, 1) + 1
  }
  expect(movedWith(0)).toBeGreaterThan(0.2)
  expect(movedWith(100)).toBeGreaterThan(4 * movedWith(0))
})

test('gold that bears the answer out makes it surer there, and without gold nothing changes', () => {
  const gold = new Int8Array(texts.length).fill(-1)
  const same = answer()
  correctByGold(same, X, gold, 2)
  expect(same).toEqual(answer())
  gold[4] = 0
  correctByGold(same, X, gold, 2)
  expect(leadOf1(same, 5)).toBeLessThan(-1)
})

test('one gold record of a rare class does not turn all that share but its common words with it', () => {
  const subjects = 'autism bingo cholera desert epoxy fungus glucose humus iodine jetlag karma lupus mulch nylon'.split(
    ' ',
  )
  const asked = ['what is svhs ?', 'who founded rome ?', 'how many eggs fit ?', 'who wrote emma ?', 'how many days ?']
  const all = textFeatures([...asked, ...subjects.map(subject => `what is ${subject} ?`)])
  const gold = new Int8Array(all.rowCount).fill(-1)
  gold.set([2, 0, 0, 0, 0])
  // Class 1 is a little ahead, class 2 the second.
  const corrected = Float64Array.from({ length: 3 * all.rowCount }, (_, x) => [-1, 0.25, 0][x % 3]!)
  correctByGold(corrected, all, gold, 3)
  const lead = (i: number) => corrected[3 * i + 1]! - corrected[3 * i + 2]!
  expect(lead(0)).toBeLessThan(0.25)
  for (let i = asked.length; i < all.rowCount; i++) expect(lead(i)).toBeGreaterThan(0)
})
