import { expect, test } from 'vitest'
import type { JudgedRecords } from '../../src-shared/records.ts'
import { partsOf, toggled } from './filter-words.ts'

test('each part of a filter is told in words, with the filter that is left without it', () => {
  const filter = {
    states: ['tied' as const, 'uncovered' as const],
    votes: [{ lf: 'my_lf', vote: { class: 'SPAM' } }],
    field: { name: 'author', equals: 'Ann' },
  }
  const parts = partsOf(filter)
  expect(parts.map(part => part.words)).toEqual(['tied', 'uncovered', 'my_lf votes SPAM', 'author is Ann'])
  expect(parts[0]?.without.states).toEqual(['uncovered'])
  expect(parts[2]?.without).toEqual({ ...filter, votes: undefined })
})

test('slices and scores are told in words', () => {
  const filter = { slices: ['short', 'old'], scored: { outcome: 'wrong' as const, slice: 'short' } }
  const parts = partsOf(filter)
  expect(parts.map(part => part.words)).toEqual(['slice short', 'slice old', 'wrong when scored, slice short'])
  expect(parts[0]?.without.slices).toEqual(['old'])
  expect(parts[2]?.without).toEqual({ ...filter, scored: undefined })
})

test('where the last comparison put a record is told in words', () => {
  expect(partsOf({ domain: 'out', search: 'ship' }).map(part => part.words)).toEqual([
    '“ship”',
    'out of the labeled domain',
  ])
})

test('what a model said is told in words', () => {
  const wordsOf = (judged: JudgedRecords) => partsOf({ judged })[0]?.words
  expect(wordsOf({ model: 'label-model', truth: 'HAM', proposed: 'SPAM' })).toBe(
    'label model proposes SPAM, in truth HAM',
  )
  expect(wordsOf({ model: 'end-model', truth: 'HAM', proposed: null })).toBe('end model proposes nothing, in truth HAM')
  expect(wordsOf({ model: 'votes', right: false, bin: { index: 19, of: 20 } })).toBe(
    'majority of votes is wrong, says 0.95–1.00',
  )
  expect(wordsOf({ model: 'votes', atLeast: 0.9 })).toBe('majority of votes proposes a class with at least 0.90')
  expect(wordsOf({ model: 'votes' })).toBe('majority of votes was judged')
})

test('the least probability of pseudo-labels is told in words', () => {
  const [part] = partsOf({ atLeast: 0.75 })
  expect(part).toEqual({ words: 'pseudo-labels with at least 0.75', without: { atLeast: undefined } })
})

test('a value is added to a list or taken out; an empty list is none', () => {
  expect(toggled(undefined, 'a')).toEqual(['a'])
  expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
  expect(toggled(['a'], 'a')).toBeUndefined()
})
