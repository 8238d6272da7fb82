import { expect, test } from 'vitest'
import type { ModelJudgement, ModelQuality } from './model-quality.ts'
import { qualitySentence, thresholdSentence, withRange } from './model-quality-words.ts'

const steps = (change: (step: number) => number) => Array.from({ length: 101 }, (_, step) => change(step))
const model = {
  title: 'MACE',
  scores: { accuracy: 0.9, accuracyInterval: [0.8, 0.96] },
  kept: steps(step => step).map(step => ({ kept: step <= 90 ? 40 : 0, right: step <= 90 ? 38 : 0 })),
} as ModelJudgement
const quality = {
  against: 'gold',
  split: 'test',
  n: 50,
  models: [model, { ...model, title: 'Majority vote', scores: { ...model.scores, accuracy: undefined } }],
  exported: { gold: 12, pseudo: steps(step => (step <= 90 ? 1000 : 400)) },
} as ModelQuality

test('the sentence names every model, on which records, and n/a where nothing is known', () => {
  expect(qualitySentence(quality)).toBe(
    'MACE is right on 0.90 (0.80–0.96) of 50 records with gold of test; Majority vote on n/a.',
  )
  expect(withRange(undefined)).toBe('n/a')
})

test('a threshold is told by what an export at it holds', () => {
  expect(thresholdSentence(quality, model, 0.9)).toBe(
    'An export at 0.90 holds 12 gold and 1,000 of 1,000 pseudo-labels (100\u00a0%). Of the scored records it keeps 40 of 50, and 0.95 of them are right.',
  )
  expect(thresholdSentence(quality, model, 0.91)).toContain('None of the scored records reaches it.')
})
