import { expect, test } from 'vitest'
import { Tabs } from './tabs.svelte.ts'

function memory(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries))
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

test('pinned functions stay open over a reload, in their order', () => {
  const storage = memory()
  const tabs = new Tabs(storage, 'p')
  for (const key of ['a', '+1', 'b', 'a']) tabs.pin(key)
  tabs.move('+1', 'c')
  tabs.unpin('a')
  expect(new Tabs(storage, 'p').pinned).toEqual(['c', 'b'])
  expect(new Tabs(storage, 'other').pinned).toEqual([])
})

test('what is stored and is no list of names is left out', () => {
  expect(new Tabs(memory({ 'heddle.tabs.p': '[1, "a", "a"]' }), 'p').pinned).toEqual(['a'])
  expect(new Tabs(memory({ 'heddle.tabs.p': '{' }), 'p').pinned).toEqual([])
})
