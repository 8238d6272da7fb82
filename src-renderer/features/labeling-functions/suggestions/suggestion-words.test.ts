import { expect, test } from 'vitest'
import type { GroupPattern, Suggestion } from '../../../../src-shared/suggestions.ts'
import { evidenceWords, groupPatternWords, missingWords } from './suggestion-words.ts'

const suggestion = { votes: 1_420, newVotes: 30, conflicts: 0, gold: 4, correct: 3 } as Suggestion

test('the evidence names its counts', () => {
  expect(evidenceWords(suggestion)).toBe('would vote on 1,420 records, 30 of them new; right on 3 of 4 gold')
  expect(evidenceWords({ ...suggestion, conflicts: 2, gold: 0, correct: 0 })).toBe(
    'would vote on 1,420 records, 30 of them new; 2 where others disagree; no gold that teaches has it yet; judged by texts like it',
  )
})

test('what a group has in common comes with its counts', () => {
  const pattern = { votes: 158, newVotes: 158, gold: { HAM: 0, SPAM: 0 } } as unknown as GroupPattern
  expect(groupPatternWords(pattern)).toBe('in 158 records')
  expect(groupPatternWords({ ...pattern, newVotes: 1, gold: { HAM: 0, SPAM: 2 } })).toBe(
    'in 158 records, 1 without a vote; gold SPAM 2',
  )
})

test('what is missing is said with the gold there is', () => {
  const none = { suggestions: [], rejected: 0 }
  expect(missingWords({ ...none, missing: 'classes', gold: { HAM: 3, SPAM: 0 } })).toContain('HAM 3, SPAM 0')
  expect(missingWords({ ...none, missing: 'records', gold: {} })).toContain('Import records')
})
