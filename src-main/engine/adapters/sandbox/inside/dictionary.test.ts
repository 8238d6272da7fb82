import { expect, test } from 'vitest'
import { makeDictionary } from './dictionary.ts'

const entries = [
  'New York',
  'US',
  'us',
  'C++',
  '#1',
  ':)',
  'ÉCLAIR',
  'straße',
  "rock'n'roll",
  'well-known fact',
  'St. Louis',
  'R&B',
]
const lists = {
  words: JSON.stringify(entries),
  'words\n': JSON.stringify(['NYC', 'USA', '', '', '', 'smile', '', '', '', '', '', '']),
}
const { lookup } = makeDictionary(lists)
const found = (text: string, rule?: string) => lookup(text, 'words', rule).map(({ text, value }) => `${text} ${value}`)

test.each<[text: string, rule: string, found: string[]]>([
  ['I love new york!', 'any', ['new york NYC']],
  ['I love new york!', 'exact', []],
  ['New Yorker, renew York', 'any', []],
  ['it is in the US', 'any', ['US USA', 'US us']],
  ['it is in the US', 'exact', ['US USA']],
  ['tell us and New york', 'capitals', ['us us', 'New york NYC']],
  ['US', 'capitals', ['US USA', 'US us']],
  ['c++ and C', 'any', ['c++ C++']],
  ['we are #1 :)', 'any', ['#1 #1', ':) smile']],
  ['we are 1', 'any', []],
  ['an éclair in der STRASSE, Straße', 'any', ['éclair ÉCLAIR', 'Straße straße']],
  ["rock'n'roll is a well-known fact", 'any', ["rock'n'roll rock'n'roll", 'well-known fact well-known fact']],
  ['', 'any', []],
  ['new\n  york, New\u00a0York and new-york', 'any', ['new\n  york NYC', 'New\u00a0York NYC', 'new-york NYC']],
  ['a new. York is old, york', 'any', []],
  ['new\tyork, New-York', 'exact', ['New-York NYC']],
  ['rock’n’roll, a well known  fact', 'any', ["rock’n’roll rock'n'roll", 'well known  fact well-known fact']],
  ['St Louis, st. louis; "St." Louis', 'any', ['St Louis St. Louis', 'st. louis St. Louis']],
  ['R & B, r&b, r b', 'any', ['R & B R&B', 'r&b R&B']],
])('%j by the rule %s holds %j', (text, rule, expected) => {
  expect(found(text, rule).sort()).toEqual([...expected].sort())
})

test('what is missing holds nothing; an object, an unknown list and an unknown rule are errors', () => {
  expect([lookup(null, 'words'), lookup(undefined, 'words'), lookup(12, 'words')]).toEqual([[], [], []])
  expect(() => lookup({}, 'words')).toThrow(/an object/)
  expect(() => lookup('a', 'none')).toThrow(/no list "none"/)
  expect(() => lookup('a', 'toString')).toThrow(/no list/)
  expect(() => lookup('a', 'words', 'loud')).toThrow(/no case rule/)
})

test('answers cannot be changed, so that one record tells the next one nothing', () => {
  const answer = lookup('us', 'words')
  expect(() => Object.assign(answer[0]!, { value: 1 })).toThrow(/read only/)
  expect(() => (answer as unknown[]).push(1)).toThrow(/extensible/)
})
