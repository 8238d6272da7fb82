import { expect, test } from 'vitest'
import { splitBySpans, type Span } from './spans.ts'

const source = (id: string, ...spans: Span[]) => ({ id, label: id, colour: 0, spans })

/** Pieces as `text` or `text{a,b}`. */
function pieces(text: string, ...sources: ReturnType<typeof source>[]): string[] {
  return splitBySpans(text, sources).map(({ text, sources }) =>
    sources.length ? `${text}{${sources.map(one => one.id).join(',')}}` : text,
  )
}

test('a text without spans is one piece', () => {
  expect(pieces('check out')).toEqual(['check out'])
  expect(pieces('')).toEqual([])
})

test('spans cut the text where they begin and end', () => {
  expect(pieces('check out my channel', source('a', [0, 5], [13, 20]))).toEqual(['check{a}', ' out my ', 'channel{a}'])
})

test('where sources overlap, the piece belongs to both', () => {
  expect(pieces('abcdef', source('a', [0, 4]), source('b', [2, 6]))).toEqual(['ab{a}', 'cd{a,b}', 'ef{b}'])
  expect(pieces('abcdef', source('a', [0, 6]), source('b', [2, 4]))).toEqual(['ab{a}', 'cd{a,b}', 'ef{a}'])
})

test('touching and repeated spans of one source do not multiply it', () => {
  expect(pieces('abcd', source('a', [0, 2], [2, 4], [0, 2]))).toEqual(['ab{a}', 'cd{a}'])
})

test('spans outside the text, empty or turned around are cut or left out', () => {
  expect(pieces('abc', source('a', [-5, 1], [2, 99], [1, 1], [3, 2], [50, 60]))).toEqual(['a{a}', 'b', 'c{a}'])
})

test('a span that would tear a character apart takes all of it', () => {
  expect(pieces('a😀b', source('a', [2, 3]))).toEqual(['a', '😀{a}', 'b'])
  expect(pieces('a😀b', source('a', [0, 2]))).toEqual(['a😀{a}', 'b'])
})

test('the pieces together are the text', () => {
  const text = 'one two three four'
  const joined = splitBySpans(text, [source('a', [1, 9]), source('b', [5, 12]), source('c', [0, 18])])
  expect(joined.map(segment => segment.text).join('')).toBe(text)
  expect(joined.every(segment => text.startsWith(segment.text, segment.start))).toBe(true)
})
