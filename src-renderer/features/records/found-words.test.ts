import { expect, test } from 'vitest'
import { foundPieces } from './found-words.ts'

/** The line as it is read, with brackets around what was found. */
const shown = (text: string, search: string): string =>
  foundPieces(text, search)
    .map(({ text: piece, isFound }) => (isFound ? `[${piece}]` : piece))
    .join('')

test('every word of the search is marked, the last one also where it only begins a word', () => {
  expect(shown('Subscribe to my channel, subscribers!', 'subscribe')).toBe('[Subscribe] to my channel, [subscribers]!')
  expect(shown('my channel, mychannel', 'my cha')).toBe('[my] [channel], mychannel')
})

test('accents and capitals do not count, as in the search itself', () => {
  expect(shown('Un CAFÉ, deux cafe\u0301s', 'café')).toBe('Un [CAFÉ], deux [cafe\u0301s]')
})

test('a word far in the text is brought into the line', () => {
  const text = `${'a word '.repeat(20)}before my channel and more`
  expect(shown(text, 'channel')).toBe('… word a word before my [channel] and more')
  expect(shown(`${'x'.repeat(200)} channel`, 'channel')).toBe('… [channel]')
})

test('without a word to look for, and where only the id fits, the text is as it was', () => {
  expect(shown('check (it) out', '')).toBe('check (it) out')
  expect(shown('check (it) out', '?!')).toBe('check (it) out')
  expect(shown('check (it) out', 'train-7')).toBe('check (it) out')
})
