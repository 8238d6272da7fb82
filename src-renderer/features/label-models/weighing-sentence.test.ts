import { expect, test } from 'vitest'
import type { TrainingSummary } from '../../../src-shared/end-models.ts'
import { weighingSentence } from './weighing-sentence.ts'

const voting = (...votes: number[]) =>
  votes.map((count, at) => ({ name: `lf_${at}`, votes: count, coverage: count / 100 }))
const some = { covered: 80, records: 100 }

test('what weighs the votes is the label model, also where an end model proposes', () => {
  const fit = { title: 'Automatic', lfs: voting(60, 0, 40) }
  expect(weighingSentence(some, fit)).toBe('Automatic weighs the votes of 2 labeling functions on 80 of 100 records.')
  const endModel = { title: 'Softmax regression' } as TrainingSummary
  expect(weighingSentence(some, { ...fit, endModel })).toBe(
    'Automatic weighs the votes of 2 labeling functions on 80 of 100 records; Softmax regression learns from that, and proposes.',
  )
})

test('without a fit it says what there is to weigh', () => {
  expect(weighingSentence({ covered: 0, records: 100 })).toMatch(/nothing to weigh/)
  expect(weighingSentence(some)).toBe('80 of 100 records have votes, and no label model weighs them yet.')
})
