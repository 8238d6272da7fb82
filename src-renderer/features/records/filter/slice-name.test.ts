import { expect, test } from 'vitest'
import { partsOf } from '../../../state/filter-words.ts'
import { sliceNameOf } from './slice-name.ts'

test('a name for a slice is made of the words of its filter, with the signs that a name may hold', () => {
  expect(sliceNameOf(partsOf({ search: 'check out!', states: ['uncovered'] }))).toBe('check out uncovered')
  expect(sliceNameOf(partsOf({ field: { name: 'author', equals: '-- (Ann)' } }))).toBe('author is -- Ann')
  expect(sliceNameOf(partsOf({ search: '…' }))).toBe('')
})
