import { expect, test } from 'vitest'
import type { QualityCheck } from '../../../src-shared/quality.ts'
import {
  agreementValue,
  checksSentence,
  estimateSentence,
  moreSentence,
  qualitySentence,
  stoppingSentence,
} from './quality-sentences.ts'

const check = (labels: number, groups: number): QualityCheck => ({
  labelErrors: { labels, estimated: 0, judges: [], count: 0, suspects: [] },
  contradictions: { compared: 0, count: groups, groups: [] },
  audit: { asked: 0, answered: 0, n: 0, right: 0, width: 0.1 },
  checkedAt: '2026-01-01T00:00:00.000Z',
  stale: false,
})

test('the screen says how much looks wrong', () => {
  expect(qualitySentence(undefined, undefined)).toBe('Gold and proposals have not been checked yet.')
  expect(qualitySentence(check(0, 0), 0)).toBe('There is no gold to check yet.')
  expect(qualitySentence(check(2056, 0), 0)).toBe(
    'None of 2,056 gold labels looks wrong, and no near-duplicates contradict each other.',
  )
  expect(qualitySentence(check(2056, 1), 1)).toBe(
    '1 of 2,056 gold labels looks wrong, and 1 group of near-duplicates contradicts itself.',
  )
  expect(qualitySentence(check(50, 3), 12)).toBe(
    '12 of 50 gold labels look wrong, and 3 groups of near-duplicates contradict themselves.',
  )
})

test('an estimate tells who judged', () => {
  const errors = { labels: 100, estimated: 4.6, judges: ['Automatic', 'Text model of gold'], count: 0, suspects: [] }
  expect(estimateSentence(errors)).toBe(
    'About 5 are wrong of 100, as Automatic and Text model of gold have it without having seen the label.',
  )
  expect(estimateSentence({ ...errors, estimated: 0.2, judges: ['Triplets'] })).toBe(
    'Hardly any is wrong of 100, as Triplets has it without having seen the label.',
  )
  expect(estimateSentence({ ...errors, judges: [] })).toMatch(/^Nothing is there to judge gold by/)
})

test('what more certainty takes is told in checks and in reviews', () => {
  const audit = {
    model: 'Automatic',
    asked: 12,
    answered: 10,
    n: 9,
    right: 8,
    width: 0.1,
    moreChecks: 130,
    moreReviews: 1300,
  }
  expect(checksSentence(audit)).toBe('12 random checks, 10 answered, 9 with a proposal.')
  expect(moreSentence(audit)).toBe('takes 130 more checks: 1,300 reviews in the default order, or 130 in random order.')
  expect(moreSentence(audit, 400)).toBe(
    'takes 130 more checks in random order; the default order mixes in too few of them.',
  )
  expect(moreSentence(audit, 30)).toBe('takes 130 more checks, and 30 records without gold are left.')
  expect(moreSentence({ ...audit, moreChecks: 0, moreReviews: 0 })).toBe('is reached.')
  expect(checksSentence({ ...audit, model: undefined })).toMatch(/^It takes a fitted label model/)
})

test('stopping is told once three steps are known', () => {
  const steps = [80, 60, 40].map(to => ({ from: to - 20, to, kappa: 1 }))
  expect(stoppingSentence({ gold: 80, steps, mean: 1, isStable: true })).toBe(
    'The last 60 reviews changed hardly any proposal; more will hardly do.',
  )
  expect(stoppingSentence({ gold: 80, steps, mean: 0.9, isStable: false })).toBe(
    'The last 60 reviews still changed proposals.',
  )
  expect(stoppingSentence({ gold: 80, steps: [], isStable: false })).toMatch(/^Too little to tell/)
})

test('what is not known is a dash, and less than chance has its sign', () => {
  expect([agreementValue(undefined), agreementValue(-0.25), agreementValue(0.806)]).toEqual(['–', '−0.25', '0.81'])
})
