import { expect, test } from 'vitest'
import type { RejectedSuggestion, SuggestedPattern } from '../../src-shared/suggestions.ts'
import { patternWords } from './pattern-words.ts'

test.each<[SuggestedPattern | RejectedSuggestion['pattern'], string]>([
  [{ kind: 'phrase', phrase: 'check out' }, '“check out”'],
  [{ kind: 'in-order', first: 'check', second: 'out' }, '“check” and, at most 3 words on, “out”'],
  [{ kind: 'field', field: 'video', value: 'Psy' }, 'video is “Psy”'],
  [{ kind: 'number', measure: { of: 'words' }, comparison: '<=', limit: 5 }, 'at most 5 words'],
  [{ kind: 'number', measure: { of: 'field', name: 'stars' }, comparison: '>=', limit: 4 }, 'stars is at least 4'],
  [{ kind: 'number', measure: { of: 'words' }, comparison: '<=' }, 'few words'],
])('%o reads %s', (pattern, words) => {
  expect(patternWords(pattern)).toBe(words)
})
