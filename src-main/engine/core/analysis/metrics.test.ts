import { expect, test } from 'vitest'
import { STATES } from '../../../../src-shared/vocabulary.ts'
import { wilsonInterval } from './intervals.ts'
import { evaluate } from './metrics.ts'

const states = (...names: (typeof STATES)[number][]) => Uint8Array.from(names, name => STATES.indexOf(name))

test('over all records tied and uncovered ones are wrong; over covered ones a tie counts its share', () => {
  const scores = evaluate({
    posterior: Float64Array.of(0.9, 0.1, 0.5, 0.5, 0.2, 0.8, 0.7, 0.3),
    truth: Int8Array.of(0, 1, 0, 0),
    states: states('pseudo', 'tied', 'pseudo', 'uncovered'),
    votesPerRecord: Uint16Array.of(2, 2, 1, 0),
    classCount: 2,
  })
  expect(scores).toMatchObject({ n: 4, covered: 3, accuracy: 1 / 4, accuracyCovered: 1.5 / 3 })
  expect(scores.confusion).toEqual([
    [1, 1],
    [0.5, 0.5],
  ])
  expect(scores.brierCovered).toBeCloseTo((0.02 + 0.5 + 1.28) / 3, 12)
  expect(scores.logLossCovered).toBeCloseTo(-(Math.log(0.9) + Math.log(0.5) + Math.log(0.2)) / 3, 12)
  expect(scores.accuracyInterval).toEqual(wilsonInterval(1, 4))
  expect(scores.accuracyCoveredInterval).toEqual(wilsonInterval(1.5, 3))
  expect(scores.f1[0]).toBeCloseTo((2 * 1) / (2 + 1.5), 12)
})

test('what a model proposes without a vote stands among the classes, and in no score of covered records', () => {
  const scores = evaluate({
    posterior: Float64Array.of(0.9, 0.1, 0.3, 0.7, 0.6, 0.4),
    truth: Int8Array.of(0, 0, 1),
    states: states('pseudo', 'pseudo', 'uncovered'),
    votesPerRecord: Uint16Array.of(0, 0, 0),
    classCount: 2,
  })
  expect(scores).toMatchObject({ n: 3, covered: 0, accuracy: 1 / 3, macroF1Covered: undefined })
  expect(scores.confusion).toEqual([
    [1, 1],
    [0, 0],
  ])
  expect(scores.f1).toEqual([2 / 3, 0])
  expect(scores.reliability.map(({ count, confidence }) => [count, confidence])).toEqual([
    [1, 0.7],
    [1, 0.9],
  ])
  expect(scores.eceCovered).toBeUndefined()
})

test('calibration error is the gap between confidence and accuracy, weighted by bin', () => {
  const scores = evaluate({
    posterior: Float64Array.of(0.95, 0.05, 0.95, 0.05, 0.62, 0.38),
    truth: Int8Array.of(0, 1, 0),
    states: states('pseudo', 'pseudo', 'pseudo'),
    votesPerRecord: Uint16Array.of(1, 1, 1),
    classCount: 2,
  })
  expect(scores.eceCovered).toBeCloseTo((Math.abs(1.9 - 1) + Math.abs(0.62 - 1)) / 3, 12)
})

test('records without truth are not asked for, and nothing to score is no number', () => {
  const scores = evaluate({
    posterior: Float64Array.of(1, 0),
    truth: Int8Array.of(-1),
    states: states('pseudo'),
    votesPerRecord: Uint16Array.of(1),
    classCount: 2,
  })
  expect(scores).toMatchObject({
    n: 0,
    covered: 0,
    accuracy: undefined,
    accuracyCovered: undefined,
    eceCovered: undefined,
  })
})

test('a class that is neither truth nor proposal has no F1 and does not enter the mean', () => {
  const scores = evaluate({
    posterior: Float64Array.of(1, 0, 0, 0, 1, 0),
    truth: Int8Array.of(0, 1),
    states: states('pseudo', 'pseudo'),
    votesPerRecord: Uint16Array.of(1, 1),
    classCount: 3,
  })
  expect(scores.f1).toEqual([1, 1, undefined])
  expect(scores.macroF1Covered).toBe(1)
})

test('a right class that was held to be impossible costs much, but not everything', () => {
  const scores = evaluate({
    posterior: Float64Array.of(1, 0),
    truth: Int8Array.of(1),
    states: states('pseudo'),
    votesPerRecord: Uint16Array.of(1),
    classCount: 2,
  })
  expect(scores.logLossCovered).toBeCloseTo(-Math.log(1e-6), 12)
})
