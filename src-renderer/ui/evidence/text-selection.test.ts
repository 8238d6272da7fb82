import { expect, test } from 'vitest'
import { selectionIn } from './text-selection.ts'

const whole = 'please check out my channel'

test.each([
  [7, 16, { text: 'check out', isPart: false }],
  [6, 17, { text: 'check out', isPart: false }],
  [7, 10, { text: 'che', isPart: true }],
  [9, 16, { text: 'eck out', isPart: true }],
  [0, 27, { text: whole, isPart: false }],
])('from %i to %i', (start, end, expected) => {
  expect(selectionIn(whole, start, end)).toEqual(expected)
})

test('blanks and whole pages are no selection', () => {
  expect(selectionIn(whole, 6, 7)).toBeUndefined()
  expect(selectionIn('a'.repeat(300), 0, 300)).toBeUndefined()
})
