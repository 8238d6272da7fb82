import { expect, test } from 'vitest'
import { importedWords, lookWords, thresholdOf } from './votes-words.ts'

const look = { columns: ['id', 'task'], hasLongForm: false, hasScores: false, sources: [] }

test('a look says what becomes of the columns', () => {
  expect(lookWords({ ...look, form: 'long', long: { id: 'task', worker: 'who', label: 'class' } })).toMatch(
    /record is in the column “task”, who voted in “who”, the class in “class”/,
  )
  expect(lookWords({ ...look, form: 'wide', sources: ['a', 'b'] })).toBe('2 sources, each a labeling function: a, b.')
  expect(lookWords({ ...look, form: 'wide', sources: [...'abcdefg'] })).toMatch(/: a, b, c, d, e and 2 others\.$/)
  expect(lookWords(look)).toBe('The file has no votes: its columns are id, task.')
})

test('an import says what was left out', () => {
  const done = {
    form: 'wide' as const,
    sources: [{ name: 'ada', votes: 3 }],
    unknownIds: 0,
    skipped: [],
    skippedCount: 0,
  }
  expect(importedWords(done)).toBe('Imported the votes of ada.')
  expect(importedWords({ ...done, unknownIds: 1, skippedCount: 2 })).toBe(
    'Imported the votes of ada. 1 id in the file is of no record. 2 bad rows left out.',
  )
})

test('a threshold is a number, with a point or a comma', () => {
  expect(['0.5', '0,7', '-2', '', 'x'].map(thresholdOf)).toEqual([0.5, 0.7, -2, undefined, undefined])
})
