import { expect, test } from 'vitest'
import { fileNameOf, problemOfClassNames, suggestClassNames } from './names.ts'

test('class names come from the values of a column, each once, without empty ones', () => {
  expect(suggestClassNames(['SPAM', '', 'HAM', 'SPAM ', ' '])).toEqual(['SPAM', 'HAM'])
})

test('numbers are put in order', () => {
  expect(suggestClassNames(['10', '2', '1'])).toEqual(['1', '2', '10'])
})

test('two to 127 different names are needed; empty lines do not count', () => {
  expect(problemOfClassNames(['A', 'B', ''])).toBeUndefined()
  expect(problemOfClassNames(['A', ' '])).toBe('Give at least 2 classes to choose between.')
  expect(problemOfClassNames(['A', 'B', 'A'])).toBe('“A” is there twice. Give each class a name of its own.')
  expect(problemOfClassNames(Array.from({ length: 128 }, (_, i) => `c${i}`))).toBe(
    'There can be at most 127 classes; these are 128.',
  )
})

test('a file is named after the title, without what a file name cannot hold', () => {
  expect(fileNameOf('Comments (2026), part 1/2: “new”')).toBe('Comments (2026) part 12 new')
  expect(fileNameOf('../../etc')).toBe('etc')
  expect(fileNameOf('评论 données')).toBe('评论 données')
  expect(fileNameOf('???')).toBe('Untitled')
})
