import { expect, test } from 'vitest'
import { staleWords } from './stale-words.ts'

test('what has changed is listed as one would say it', () => {
  expect(staleWords(['gold'])).toBe('gold has changed since')
  expect(staleWords(['votes', 'gold'])).toBe('the votes and gold have changed since')
  expect(staleWords(['votes', 'gold', 'records'])).toBe('the votes, gold, and the records have changed since')
})
