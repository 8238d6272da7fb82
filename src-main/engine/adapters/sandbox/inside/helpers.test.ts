import { expect, test } from 'vitest'
import { makeHelpers } from './helpers.ts'

interface Helpers {
  anyOf(text: unknown, words: readonly string[]): string | undefined
  contains(text: unknown, part: string): boolean
  count(text: unknown, pattern: RegExp | string): number
  list(name: string): readonly string[]
  match(text: unknown, pattern: RegExp): RegExpExecArray | null
  words(text: unknown): string[]
}

const lists = {
  long: JSON.stringify(['new york', 'ÉCLAIR', ...Array.from({ length: 200 }, (_, i) => `brand ${i}`)]),
  none: '[]',
}
const h = makeHelpers(lists).h as unknown as Helpers

test.each<[text: string, words: string[], found: string | undefined]>([
  ['Check my channel', ['my'], 'my'],
  ['Amy is myopic', ['my'], undefined],
  ['MY Channel', ['channel', 'my'], 'Channel'],
  ['my-channel', ['my'], 'my'],
  ['see C++ now', ['c++'], 'C++'],
  ['go to http://a.b', ['http://'], 'http://'],
  ['Ärger über Öl', ['öl'], 'Öl'],
  ['Ölung', ['öl'], undefined],
  ['новая песня', ['ПЕСНЯ'], 'песня'],
  ['İ am my İ', ['my'], 'my'],
  ['𝒜my my', ['my'], 'my'],
  ['e\u0301my', ['my'], undefined],
  ['please check  out', ['check out'], 'check  out'],
  ['check\n\tout', ['check out'], 'check\n\tout'],
  ['check\u00a0out', [' check  out '], 'check\u00a0out'],
  ['check-out, checkout', ['check out'], undefined],
  ['check outside', ['check out'], undefined],
  ['check check out', ['check out'], 'check out'],
  ['a b', [' '], undefined],
  ['please check out', ['check out'], 'check out'],
  ['anything', [''], undefined],
])('anyOf(%j, %j) is %j', (text, words, found) => {
  expect(h.anyOf(text, words)).toBe(found)
})

test('anyOf finds the words and phrases of a long list, and nothing else', () => {
  const list = h.list('long')
  expect(h.anyOf('I love New York!', list)).toBe('New York')
  expect(h.anyOf('an éclair', list)).toBe('éclair')
  expect(h.anyOf('BRAND 150, brand 3', list)).toBe('BRAND 150')
  expect(h.anyOf('in new\n york', list)).toBe('new\n york')
  expect(h.anyOf('new yorker, brand', list)).toBeUndefined()
  expect(h.anyOf('anything', h.list('none'))).toBeUndefined()
})

test('what is missing counts as an empty text, and an object is an error', () => {
  expect([h.anyOf(null, ['a']), h.contains(undefined, 'a'), h.words(undefined), h.match(null, /a/)]).toEqual([
    undefined,
    false,
    [],
    null,
  ])
  expect(h.words(12.5)).toEqual(['12', '5'])
  expect(() => h.words({})).toThrow(/an object/)
})

test('words are cut at everything that is no letter, number or mark inside of a word', () => {
  expect(h.words("Don't cut well-known, e-mail 2nd (naïve) 東京!")).toEqual([
    "Don't",
    'cut',
    'well-known',
    'e-mail',
    '2nd',
    'naïve',
    '東京',
  ])
  expect(h.words('')).toEqual([])
})

test('count counts words, phrases and matches', () => {
  expect(h.count('my channel, My video, Amy', 'my')).toBe(2)
  expect(h.count('a!b!!', /!/)).toBe(3)
  expect(h.count('aaaa', /aa/g)).toBe(2)
  expect(h.count('', /^/)).toBe(1)
  expect(h.count('a', '')).toBe(0)
})

test('a pattern with the flag g or y gives the same answer each time', () => {
  const pattern = /b/g
  expect([h.match('ab', pattern)?.index, h.match('ab', pattern)?.index]).toEqual([1, 1])
})

test('helpers and lists cannot be changed', () => {
  expect(() => Object.assign(h, { words: 1 })).toThrow(/read only/)
  expect(() => (h.list('long') as string[]).push('x')).toThrow(/extensible/)
  expect(Object.getPrototypeOf(h)).toBeNull()
})
