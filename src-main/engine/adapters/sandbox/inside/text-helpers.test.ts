import { expect, test } from 'vitest'
import { makeTextHelpers } from './text-helpers.ts'

interface TextHelpers {
  tokens(text: unknown): string[]
  sentences(text: unknown): string[]
  fuzzy(text: unknown, words: string | string[], most?: number): string | undefined
  negated(text: unknown, word: string, cues?: string[]): boolean
  affirmed(text: unknown, words: string | string[], cues?: string[]): string | undefined
  dates(text: unknown): string[]
  numbers(text: unknown): number[]
  counts(text: unknown): Record<string, number>
}
const h = makeTextHelpers() as unknown as TextHelpers

test('tokens keep links, names, signs and emojis whole', () => {
  expect(h.tokens("Don't miss http://a.b/c?d=1, @anna #1 👍🏽!! it’s 3.5")).toEqual([
    "Don't",
    'miss',
    'http://a.b/c?d=1,',
    '@anna',
    '#1',
    '👍',
    '🏽',
    '!',
    '!',
    'it’s',
    '3',
    '.',
    '5',
  ])
  expect(h.tokens(null)).toEqual([])
})

test('sentences are cut by the rules of Unicode, not at every point', () => {
  expect(h.sentences('It costs 3.50 today. Really?  Yes!\nНовая песня. 東京です。大阪。')).toEqual([
    'It costs 3.50 today.',
    'Really?',
    'Yes!',
    'Новая песня.',
    '東京です。',
    '大阪。',
  ])
})

test.each<[text: string, words: string | string[], most: number | undefined, found: string | undefined]>([
  ['please subscribbe now', 'subscribe', undefined, 'subscribbe'],
  ['SUBSCIRBE!', 'subscribe', 1, 'SUBSCIRBE'],
  ['sub scribe', 'subscribe', undefined, undefined],
  ['chek out my chanel', 'my channel', undefined, 'my chanel'],
  ['chek out my chanel', ['buy', 'check out'], undefined, 'chek out'],
  ['buying', 'buy', undefined, undefined],
  ['bay', 'buy', undefined, undefined],
  ['bay', 'buy', 1, 'bay'],
  ['anything', '', 3, undefined],
])('fuzzy(%j, %j, %j) is %j', (text, words, most, found) => {
  expect(h.fuzzy(text, words, most)).toBe(found)
})

test.each<[text: string, word: string, negated: boolean]>([
  ['this is not a good song', 'good', true],
  ["I don't really like it", 'like', true],
  ['It isn’t good', 'good', true],
  ['good, not bad', 'good', false],
  ['not bad, good', 'good', false],
  ['not now but good', 'good', false],
  ['not good. Really good', 'good', false],
  ['never ever in all these long years was it good', 'good', false],
  ['a song', 'good', false],
  ['without any side effects', 'side effects', true],
])('negated(%j, %j) is %j', (text, word, negated) => {
  expect(h.negated(text, word)).toBe(negated)
  expect(h.affirmed(text, word) !== undefined).toBe(text.toLowerCase().includes(word) && !negated)
})

test('what is affirmed is told as it is written; other languages bring their own words of denial', () => {
  expect(h.affirmed('not good, but Great', ['good', 'great'])).toBe('Great')
  expect(h.negated('das ist nicht gut', 'gut', ['nicht', 'kein'])).toBe(true)
  expect(h.negated('das ist nicht gut', 'gut')).toBe(false)
})

test('dates come as year, month and day, whichever way they are written', () => {
  expect(
    h.dates(
      '2015-05-28T10:00, 28.05.2015 05/28/2015 28/05/2015, May 3rd, 2014; 3 of May 2014 and 1 Sept. 1999, not 2015-02-30',
    ),
  ).toEqual(['2015-05-28', '2015-05-28', '2015-05-28', '2015-05-28', '2014-05-03', '2014-05-03', '1999-09-01'])
  expect(h.dates('maybe 12 of 2014')).toEqual([])
})

test('numbers are read with either sign for thousands and decimals', () => {
  expect(h.numbers('1,234.5 and 1.234,5, -3.5 €12 3,5 1,000 1.000.000 100% v2 2nd 7.')).toEqual([
    1234.5, 1234.5, -3.5, 12, 3.5, 1000, 1000000, 100, 7,
  ])
})

test('counts tell what a text is made of', () => {
  expect(h.counts('SUBSCRIBE to www.a.b 4 me!! 😀')).toEqual({
    characters: 30,
    words: 7,
    letters: 18,
    capitals: 9,
    digits: 1,
    punctuation: 4,
    emojis: 1,
    links: 1,
  })
})
