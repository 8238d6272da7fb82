import { expect, test } from 'vitest'
import { type Command, Commands } from './commands.svelte.ts'
import { KeyMap } from './key-map.svelte.ts'

function memory() {
  const entries = new Map<string, string>()
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  }
}

const command = (id: string, ...keys: string[]): Command => ({ id, title: id, group: 'Test', keys, run: () => {} })

function registered(keyMap: KeyMap) {
  const commands = new Commands(() => () => {}, keyMap)
  commands.register([command('palette', 'mod+k'), command('search', '/')])
  commands.register([command('skip', 's'), command('next', 'j', 'arrowdown'), command('search-class', '/')])
  const keys = () => Object.fromEntries(commands.all.map(({ id, keys }) => [id, keys]))
  return { commands, keys }
}

test('a view goes before the frame, also where both have a key', () => {
  const { keys } = registered(new KeyMap(memory(), () => 'ada'))
  expect(keys()).toEqual({
    palette: ['mod+k'],
    search: [],
    skip: ['s'],
    next: ['j', 'arrowdown'],
    'search-class': ['/'],
  })
})

test('a key that was given is no other command’s, and is back after a reset', () => {
  const keyMap = new KeyMap(memory(), () => 'ada')
  const { commands, keys } = registered(keyMap)
  keyMap.give('skip', ['j'])
  expect(keys()).toMatchObject({ skip: ['j'], next: ['arrowdown'] })
  expect(commands.keyOf('next')).toBe('arrowdown')
  keyMap.reset('skip')
  expect(keys()).toMatchObject({ skip: ['s'], next: ['j', 'arrowdown'] })
})

test('each person has keys of their own, in every window', () => {
  const store = memory()
  let person = 'ada'
  const keyMap = new KeyMap(store, () => person)
  keyMap.give('skip', ['x'])
  person = 'bob'
  expect(keyMap.given).toEqual({})
  keyMap.give('skip', ['y'])
  const elsewhere = new KeyMap(store, () => 'ada')
  expect(elsewhere.given).toEqual({ skip: ['x'] })
  elsewhere.reset()
  expect(new KeyMap(store, () => 'bob').given).toEqual({ skip: ['y'] })
})
