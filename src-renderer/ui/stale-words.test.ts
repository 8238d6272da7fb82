import { expect, test } from 'vitest'
import { staleUntilFitted, staleWords } from './stale-words.ts'

test('what has changed is listed as one would say it', () => {
  expect(staleWords(['gold'])).toBe('gold has changed since')
  expect(staleWords(['votes', 'gold'])).toBe('the votes and gold have changed since')
  expect(staleWords(['votes', 'gold', 'records'])).toBe('the votes, gold, and the records have changed since')
})

test('what the model learns from by itself is nobody’s task', () => {
  const model = { staleBecause: ['votes' as const, 'gold' as const] }
  expect(staleUntilFitted({ model, learning: false })).toEqual(['votes', 'gold'])
  expect(staleUntilFitted({ model, learning: true })).toEqual(['votes'])
  expect(staleUntilFitted({ learning: true })).toEqual([])
  expect(staleUntilFitted()).toEqual([])
})
