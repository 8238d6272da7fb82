import { expect, test } from 'vitest'
import type { TrainingSummary } from '../../../src-shared/end-models.ts'
import { figuresAlone, lessonWords, standingSentence } from './training-words.ts'

const figures = { n: 120, accuracy: 0.9, logLoss: 0.2 }
const training: TrainingSummary = {
  model: 'naive-bayes',
  title: 'Naive Bayes',
  options: {},
  seed: 0,
  trainedAt: '',
  features: '',
  usedGold: 1,
  usedPseudo: 1_300,
  current: true,
  reason: '',
  metrics: { ...figures, against: 'gold', labelModel: { ...figures, accuracy: 0.85 } },
  topFeatures: [],
  seconds: 1,
}
const standing = { trainings: [training], labelModel: 'Dawid-Skene', hasLabels: true }

test('the sentence sets the current model beside the label model, on the gold that neither had seen', () => {
  expect(standingSentence(standing)).toBe(
    'Naive Bayes is right on 90\u00a0% of 120 gold records it had not seen, Dawid-Skene alone on 85\u00a0%.',
  )
  const alone = [{ ...training, metrics: { ...figures, against: 'gold' as const } }]
  expect(standingSentence({ ...standing, trainings: alone })).toMatch(/had not seen\.$/)
  const unjudged = [{ ...training, metrics: undefined }]
  expect(standingSentence({ ...standing, trainings: unjudged })).toContain('no gold tells yet')
})

test('without a current end model it says who proposes, or what is missing', () => {
  const others = [{ ...training, current: false }]
  expect(standingSentence({ ...standing, trainings: others })).toBe(
    'Dawid-Skene alone proposes the classes: of 1 model trained here none is current.',
  )
  expect(standingSentence({ ...standing, trainings: [] })).toMatch(
    /^Dawid-Skene proposes the classes; an end model learns/,
  )
  expect(standingSentence({ trainings: [], labelModel: undefined, hasLabels: false })).toBe(
    'There is nothing to learn from yet.',
  )
})

test('what taught it is counted', () => {
  expect(lessonWords(training)).toBe('1,300 pseudo-labels and 1 gold record')
  expect(lessonWords({ usedGold: 2, usedPseudo: 0 })).toBe('2 gold records')
})

test('of a model that learned from decisions since it was scored the sentence says that its score is older', () => {
  expect(standingSentence({ ...standing, trainings: [{ ...training, stale: true }] })).toMatch(
    /^Naive Bayes was, when it was scored, right on 90\u00a0% of 120 gold records/,
  )
})

test('the figures of the label model alone are of the one that is there, with its options, and the newest', () => {
  const scored = (model: string, accuracy: number, options = {}) => ({
    stale: false,
    metrics: { ...figures, against: 'gold' as const, labelModel: { ...figures, accuracy, model, options } },
  })
  const trainings = [scored('triplet', 0.7), { ...scored('mace', 0.8), stale: true }, scored('mace', 0.9)]
  expect(figuresAlone(trainings, { model: 'mace', options: {} })).toMatchObject({ accuracy: 0.9, stale: false })
  expect(figuresAlone(trainings.slice(0, 2), { model: 'mace', options: {} })).toMatchObject({ stale: true })
  expect(figuresAlone(trainings, { model: 'mace', options: { smoothing: 2 } })).toBeUndefined()
  expect(figuresAlone(trainings, { model: 'glad', options: {} })).toBeUndefined()
})
