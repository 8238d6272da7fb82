import { expect, test } from 'vitest'
import { classDigits, classKeys } from './class-keys.ts'

/** Names of so many classes. */
const named = (count: number) => Array.from({ length: count }, (_, index) => `class ${index}`)
const taken = new Set(['s', 'f', 'u', 'j', 'k', 'c', 'e', 'arrowdown'])

test('nine classes have the digits', () => {
  expect(classKeys(named(9), taken)).toEqual([...'123456789'])
})

test('more classes have letters, none of which means something else', () => {
  const letters = classKeys(named(26), taken).slice(9)
  expect(letters.slice(0, 3)).toEqual(['a', 'b', 'd'])
  for (const key of [...taken, 'g']) expect(letters).not.toContain(key)
})

test('a key that a person gave to something else is left out, digits too', () => {
  expect(classKeys(named(3), new Set(['2']))).toEqual(['1', '3', '4'])
})

test('the classes that are left over have no key, and no two share one', () => {
  const keys = classKeys(named(127), taken)
  const given = keys.filter(key => key !== undefined)
  expect(keys).toHaveLength(127)
  expect(keys.at(-1)).toBeUndefined()
  expect(new Set(given).size).toBe(given.length)
})

test('a class that is a digit has that digit as its key, so that no number means another', () => {
  expect(classKeys([...'0123456789'], taken)).toEqual([...'0123456789'])
  expect(classKeys(['3', 'unclear', '1', '2'], taken)).toEqual(['3', '4', '1', '2'])
  expect(classKeys(['1', '2'], new Set(['1']))).toEqual(['3', '2'])
})

test('where only digits are keys, later classes have none', () => {
  expect(classDigits(named(11))).toEqual([...'123456789', undefined, undefined])
})
