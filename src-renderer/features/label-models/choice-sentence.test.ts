import { expect, test } from 'vitest'
import type { ComparedModel, ModelComparison } from '../../../src-shared/model-comparison.ts'
import { choiceSentence } from './choice-sentence.ts'

const model = (title: string, loss: number, accuracy: number, interval: [number, number]): ComparedModel => ({
  model: title.toLowerCase(),
  title,
  options: {},
  records: 500,
  proposed: 400,
  seconds: 1,
  evaluation: {
    model: title.toLowerCase(),
    against: 'gold',
    n: 100,
    covered: 90,
    excluded: 0,
    accuracyCovered: accuracy,
    accuracyCoveredInterval: interval,
    logLossCovered: loss,
    reliability: [],
    f1: {},
    confusion: [],
  },
})

const comparison = (models: ComparedModel[], more: Partial<ModelComparison> = {}): ModelComparison => ({
  against: 'gold',
  n: 100,
  heldBack: 0,
  models,
  waiting: [],
  stale: false,
  ...more,
})

const good = model('MACE', 0.2, 0.92, [0.86, 0.96])
const close = model('Triplet', 0.25, 0.9, [0.84, 0.95])
const poor = model('Vote', 0.6, 0.7, [0.6, 0.8])

test('it names the model with the smallest log-loss, and says so where it is the current one', () => {
  expect(choiceSentence(comparison([poor, good]), 'mace')).toBe(
    'On 100 gold records, MACE has the smallest log-loss: 0.20, with 92\u00a0% of the covered ones right. It is the current model.',
  )
  expect(choiceSentence(comparison([poor, good]), undefined)).toMatch(/ones right\.$/)
  expect(choiceSentence(comparison([good], { heldBack: 250 }), undefined)).toMatch(
    /^On 100 gold records \(250 of test are kept for measuring\), MACE/,
  )
})

test('it says whether the current model may be worse by chance only', () => {
  expect(choiceSentence(comparison([close, good]), 'triplet')).toMatch(
    /Triplet, the current model, comes to 0\.25, with 90\s% of the covered ones right; between these shares chance may be/,
  )
  expect(choiceSentence(comparison([poor, good]), 'vote')).toMatch(
    /comes to 0\.60, with 70\s% of the covered ones right\.$/,
  )
})

test('without gold, with gold of test only, or with too little of it, it does not choose', () => {
  const none = { against: undefined, n: 0 }
  expect(choiceSentence(comparison([good], none), 'mace')).toMatch(/^No record has gold yet/)
  expect(choiceSentence(comparison([good], { ...none, heldBack: 40 }), 'mace')).toMatch(/^All gold is of test/)
  expect(choiceSentence(comparison([good], { n: 6 }), 'mace')).toMatch(/^Scored on 6 gold records: too few/)
})
