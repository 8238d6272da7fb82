import { expect, test } from 'vitest'
import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'
import { emptyWords, previewSentence } from './preview-words.ts'

const silent: LfPreview = {
  sampled: 1199,
  votes: { SPAM: 0, HAM: 0 },
  abstains: 1199,
  faultCount: 0,
  newlyCovered: 0,
  correct: 0,
  incorrect: 0,
  conflicts: 0,
  faults: [],
  examples: { votes: [], newlyCovered: [], incorrect: [], conflicts: [] },
}
const failing: LfPreview = { ...silent, abstains: 957, faultCount: 242 }
const stopped: LfPreview = { ...silent, abstains: 0, problem: { message: 'took longer than 100 ms for one record' } }
const voting: LfPreview = { ...silent, votes: { SPAM: 242, HAM: 0 }, abstains: 957, correct: 62, incorrect: 1 }

test('the sentence says what becomes of the whole sample, and how often it is right', () => {
  expect(previewSentence(voting)).toBe('abstains on 957 of 1,199 sampled records; right on 62 of 63 gold records')
  expect(previewSentence(failing)).toBe(
    'abstains on 957, fails on 242 of 1,199 sampled records; votes on no gold record',
  )
  expect(previewSentence(stopped)).toBe('')
})

test('a function that never votes is to be loosened only where it did not fail and was not stopped', () => {
  expect(emptyWords('votes', silent)).toMatch(/Loosen/)
  expect(emptyWords('votes', failing)).toBe('It votes on no record of the sample, and fails on 242: see Faults.')
  expect(emptyWords('votes', stopped)).toMatch(/it was stopped/)
  expect(emptyWords('faults', stopped)).toMatch(/it was stopped/)
})

test('the other lists are empty for their own reason once it votes, and for want of votes before', () => {
  expect(emptyWords('newlyCovered', voting)).toMatch(/already vote/)
  expect(emptyWords('newlyCovered', silent)).toMatch(/votes on no record/)
  expect(emptyWords('faults', silent)).toBe('It failed on no record of the sample.')
})
