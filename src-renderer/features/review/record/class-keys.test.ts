import { expect, test } from 'vitest'
import { classKeys } from './class-keys.ts'

const taken = new Set(['s', 'f', 'u', 'j', 'k', 'c', 'e', 'arrowdown'])

test('nine classes have the digits', () => {
  expect(classKeys(9, taken)).toEqual([...'123456789'])
})

test('more classes have letters, none of which means something else', () => {
  const letters = classKeys(26, taken).slice(9)
  expect(letters.slice(0, 3)).toEqual(['a', 'b', 'd'])
  for (const key of [...taken, 'g']) expect(letters).not.toContain(key)
})

test('a key that a person gave to something else is left out, digits too', () => {
  expect(classKeys(3, new Set(['2']))).toEqual(['1', '3', '4'])
})

test('the classes that are left over have no key, and no two share one', () => {
  const keys = classKeys(127, taken)
  const given = keys.filter(key => key !== undefined)
  expect(keys).toHaveLength(127)
  expect(keys.at(-1)).toBeUndefined()
  expect(new Set(given).size).toBe(given.length)
})
