import { expect, test } from 'vitest'
import { makeNearestGold } from './nearest-gold.ts'

const gold = (rows: [id: string, label: string, text: string][]) => {
  const column = (at: number) => JSON.stringify(rows.map(row => row[at]))
  return makeNearestGold({ ids: column(0), labels: column(1), texts: column(2) })
}
const { nearestGold } = gold([
  ['a', 'SPAM', 'Subscribe to my channel'],
  ['b', 'HAM', 'I love this song'],
  ['c', 'SPAM', 'Win a phone'],
])

test('the same words in another order are 1', () => {
  expect(nearestGold({ id: 'x', text: 'my channel: subscribe to!' })).toEqual({
    label: 'SPAM',
    similarity: 1,
    id: 'a',
    text: 'Subscribe to my channel',
  })
})

test('a record does not find itself, but its like', () => {
  expect(nearestGold({ id: 'b', text: 'I love this song' })).toBeUndefined()
  expect(nearestGold({ id: 'b2', text: 'I love this song' })?.id).toBe('b')
})

test('similarity is the cosine of word weights 1 + ln((1 + n) / (1 + holders))', () => {
  // Of three texts each word is in one: all weights are alike, also of a word that is known; an unknown one weighs 1 + ln 4.
  const known = 1 + Math.log(4 / 2)
  const unknown = 1 + Math.log(4)
  const found = nearestGold({ id: 'x', text: 'win gold' })!
  const expected = known ** 2 / (Math.sqrt(known ** 2 + unknown ** 2) * Math.sqrt(3 * known ** 2))
  expect(found.id).toBe('c')
  expect(found.similarity).toBeCloseTo(expected, 12)
})

test('what is less alike than asked is not found', () => {
  expect(nearestGold({ id: 'x', text: 'win gold' }, 0.4)).toBeUndefined()
  expect(nearestGold({ id: 'x', text: 'win gold' }, 0)?.id).toBe('c')
  expect(nearestGold({ id: 'x', text: 'nothing alike' }, 0)).toBeUndefined()
  expect(nearestGold({ id: 'x', text: '' }, 0)).toBeUndefined()
})

test('of equally near records the first counts', () => {
  const twice = gold([
    ['a', 'SPAM', 'win a phone'],
    ['b', 'HAM', 'win a phone'],
  ])
  expect(twice.nearestGold({ id: 'x', text: 'phone' })?.id).toBe('a')
})

test('without gold nothing is found', () => {
  expect(gold([]).nearestGold({ id: 'x', text: 'win' })).toBeUndefined()
})

test('misuse is named', () => {
  expect(() => nearestGold('win a phone')).toThrow('h.nearestGold is given the record itself')
  expect(() => nearestGold(undefined)).toThrow('h.nearestGold is given the record itself')
  expect(() => nearestGold({ id: 'x', text: 'a' }, Number.NaN)).toThrow('from 0 to 1')
  expect(() => makeNearestGold(undefined).nearestGold({ id: 'x', text: 'a' })).toThrow('by its name')
})
