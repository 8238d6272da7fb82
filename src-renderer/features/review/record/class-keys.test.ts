import { expect, test } from 'vitest'
import { classKeys, COMMAND_KEYS } from './class-keys.ts'

test('nine classes have the digits', () => {
  expect(classKeys(9)).toEqual([...'123456789'])
})

test('more classes have letters, none of which means something else', () => {
  const letters = classKeys(26).slice(9)
  expect(letters.slice(0, 3)).toEqual(['a', 'b', 'd'])
  for (const taken of [...Object.values(COMMAND_KEYS), 'g']) expect(letters).not.toContain(taken)
})

test('the classes that are left over have no key, and no two share one', () => {
  const keys = classKeys(127)
  const given = keys.filter(key => key !== undefined)
  expect(keys).toHaveLength(127)
  expect(keys.at(-1)).toBeUndefined()
  expect(new Set(given).size).toBe(given.length)
})
