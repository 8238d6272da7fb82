import { expect, test } from 'vitest'
import { emptySentence, mapSentence, missingSentence } from './map-words.ts'

const words = { by: undefined, readsFields: false, without: 14 }

test('the map says what brings records together, and why some are not on it', () => {
  expect(mapSentence({ ...words, rows: [1, 2] })).toBe(
    '2 records, near to each other where they use the same kind of words.',
  )
  // They may well have a text: ":)" has no word that is anywhere else.
  expect(missingSentence(words)).toBe('14 with no word in common with others are not on it.')
  expect(missingSentence({ ...words, readsFields: true, without: 1 })).toBe(
    '1 with no value in common with others is not on it.',
  )
  expect(missingSentence({ ...words, by: 'MiniLM' })).toBe('14 that MiniLM has not read are not on it.')
  expect(missingSentence({ ...words, without: 0 })).toBe('')
  expect(emptySentence({ ...words, readsFields: true })).toBe(
    'There is nothing to draw a map by: no two records share a value of a field.',
  )
})
