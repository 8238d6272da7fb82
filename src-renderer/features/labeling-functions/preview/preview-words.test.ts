import { expect, test } from 'vitest'
import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'
import { conflictWords, emptyWords, isRare, otherClass, previewSentence, rareWords } from './preview-words.ts'

const silent: LfPreview = {
  sampled: 1199,
  gold: 200,
  votes: { SPAM: 0, HAM: 0 },
  abstains: 1199,
  faultCount: 0,
  newlyCovered: 0,
  correct: 0,
  incorrect: 0,
  goldByClass: { SPAM: 0, HAM: 0 },
  conflicts: 0,
  conflictsByLf: [],
  faults: [],
  examples: { votes: [], newlyCovered: [], incorrect: [], conflicts: [] },
}
const failing: LfPreview = { ...silent, abstains: 957, faultCount: 242 }
const stopped: LfPreview = { ...silent, abstains: 0, problem: { message: 'took longer than 100 ms for one record' } }
const voting: LfPreview = {
  ...silent,
  votes: { SPAM: 242, HAM: 0 },
  abstains: 957,
  coverage: 242 / 1199,
  correct: 60,
  incorrect: 3,
  empiricalAccuracy: 60 / 63,
  interval: [0.869, 0.984],
}

test('a form that votes the wrong class is told the right one, where the gold is clear', () => {
  const of = (SPAM: number, HAM: number) => ({ ...silent, goldByClass: { SPAM, HAM } })
  expect(otherClass('HAM', of(47, 1))).toEqual({
    name: 'SPAM',
    sentence: '47 of 48 gold records that it votes on are SPAM.',
  })
  expect(otherClass('SPAM', of(47, 1))).toBeUndefined()
  expect(otherClass('HAM', of(2, 0))).toBeUndefined()
  expect(otherClass('HAM', of(10, 10))).toBeUndefined()
  expect(otherClass('HAM', silent)).toBeUndefined()
})

test('the sentence says what becomes of the whole sample, and how often it is right', () => {
  expect(previewSentence(voting)).toBe(
    'abstains on 957 of 1,199 sampled records; right on 60 of 63 gold records: 95\u00a0% (87\u00a0% to 98\u00a0%)',
  )
  expect(previewSentence(failing)).toBe(
    'abstains on 957 of 1,199 sampled records, fails on 242 sampled or gold records; votes on none of 200 gold records',
  )
  expect(previewSentence({ ...voting, gold: 0 })).toMatch(/no gold yet/)
  expect(previewSentence(stopped)).toBe('')
})

test('a function that never votes is to be loosened only where it did not fail and was not stopped', () => {
  expect(emptyWords('votes', silent)).toMatch(/Loosen/)
  const rare = { ...silent, correct: 3 }
  expect([isRare(rare), isRare(silent), isRare(voting)]).toEqual([true, false, false])
  expect(rareWords(rare)).toBe('It is rare: it votes on no record of the sample, and on 3 records with gold.')
  expect(emptyWords('conflicts', rare)).toBe(rareWords(rare))
  expect(emptyWords('votes', failing)).toBe(
    'It votes on no record of the sample, and fails on 242 records: see Faults.',
  )
  expect(emptyWords('votes', stopped)).toMatch(/it was stopped/)
  expect(emptyWords('faults', stopped)).toMatch(/it was stopped/)
})

test('the other lists are empty for their own reason once it votes, and for want of votes before', () => {
  expect(emptyWords('newlyCovered', voting)).toMatch(/already vote/)
  expect(emptyWords('newlyCovered', silent)).toMatch(/votes on no record/)
  expect(emptyWords('faults', silent)).toBe('It failed on no record that it was tried on.')
  expect(conflictWords({ lf: 'short', conflicts: 12, overlaps: 1040 })).toBe('12 of 1,040')
})
