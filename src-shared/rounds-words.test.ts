import { expect, test } from 'vitest'
import type { TrainingRound } from './end-models.ts'
import { stopSentence } from './rounds-words.ts'

const rounds = (...later: [added: number, isRolledBack: boolean][]): TrainingRound[] =>
  [[12, false] as const, ...later].map(([added, isRolledBack], round) => ({
    round,
    added,
    addedPerClass: [added, 0],
    isRolledBack,
  }))

test('it says why the rounds ended', () => {
  expect(stopSentence('all_labeled', rounds([8, false], [2, false]))).toBe('It stopped because no record was left.')
  expect(stopSentence('rolled_back', rounds([8, false], [2, true]))).toMatch(/^The held-out guard took back what did/)
})

test('where nothing of what was added is kept, it says so', () => {
  expect(stopSentence('rolled_back', rounds([1000, true], [200, true]))).toBe(
    'The held-out guard took back all 2 rounds: none of 1,200 pseudo-labels did good beyond chance, so nothing is kept of them. This is what gold alone teaches.',
  )
  expect(stopSentence('rolled_back', rounds([1, true]))).toContain('took back the only round: none of 1 pseudo-label ')
  expect(stopSentence('no_change', rounds())).toMatch(
    /sure enough of\. No record got a pseudo-label: this is what gold/,
  )
})
