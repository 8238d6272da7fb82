import { expect, test } from 'vitest'
import type { FoundSlice, SliceScores } from '../../../../src-shared/slices.ts'
import { scoresSentence } from './slice-words.ts'

const scores = (more: Partial<SliceScores> = {}): SliceScores => ({
  against: 'gold', least: 10, all: { n: 200, right: 180, accuracy: 0.9, interval: [0.85, 0.93] },
  slices: [], found: [], isStale: false, ...more,
}) // prettier-ignore

test('the sentence names the worst slice that is large enough, and n', () => {
  const small = { name: 'tiny', isStale: false, n: 2, right: 0, accuracy: 0, interval: [0, 0.66] as [number, number] }
  const bad = {
    name: 'short',
    isStale: false,
    n: 40,
    right: 20,
    accuracy: 0.5,
    interval: [0.35, 0.65] as [number, number],
  }
  expect(scoresSentence(scores({ slices: [bad, small] }))).toBe(
    'The model is right on 0.90 of 200 records with gold, and worst in the slice short: 0.50 of 40.',
  )
  expect(scoresSentence(scores({ slices: [small], split: 'test' }))).toBe(
    'The model is right on 0.90 of 200 records of test with gold, and no slice is worse.',
  )
  expect(scoresSentence(scores({ found: [{} as FoundSlice] }))).toContain('1 slice that nobody named is worse.')
})
