import { expect, test } from 'vitest'
import { differenceSentence, outSentence } from './distribution-words.ts'

const check = { by: 'gold' as const, labeled: 120, others: 1836 }

test.each([
  [0.52, 0.48, 'Nothing tells records with gold from records without gold'],
  [0.6, 0.55, 'Records with gold and records without gold differ a little'],
  [0.7, 0.6, 'Records with gold and records without gold differ'],
  [0.9, 0.85, 'Records with gold and records without gold differ much'],
  [0.99, 0.98, 'Records with gold and records without gold have next to nothing in common'],
])('an area of %f, at least %f: %s', (auc, low, words) => {
  const sentence = differenceSentence({ ...check, auc, interval: [low, 1] })
  expect(sentence.startsWith(`${words} (AUC ${auc.toFixed(2)}, ${low.toFixed(2)} to 1.00; 120 and 1,836).`)).toBe(true)
})

test('what lies out of the domain stands beside what would by chance', () => {
  expect(outSentence({ ...check, by: 'votes', out: 212, share: 0.05 })).toBe(
    '212 of 1,836 uncovered records (11.5\u00a0%) lie out of the labeled domain: they look less labeled than 95\u00a0% of the covered records. By chance 5\u00a0% would.',
  )
})
