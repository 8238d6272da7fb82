import { expect, test } from 'vitest'
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
  expect(leadOf1(corrected, 2)).toBeGreaterThan(-0.5)
  expect(leadOf1(corrected, 8)).toBeCloseTo(-1, 6)
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
