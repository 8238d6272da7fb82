import { expect, test } from 'vitest'
import type { KeyValueStore } from '../../state/stored-json.ts'
import { PastTexts } from './past-texts.ts'

function memory(entries: Record<string, string> = {}): KeyValueStore {
  const map = new Map(Object.entries(entries))
  return {
    getItem: key => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: key => void map.delete(key),
  }
}

test('texts are there again after the page was loaded anew, from where the first change began', () => {
  const storage = memory()
  const past = new PastTexts(storage, 'p')
  past.add('a', 'one two', 'one')
  past.add('a', 'one two', 'ignored')
  past.add('a', 'one two three', 'ignored')
  expect(new PastTexts(storage, 'p').of('a')).toEqual(['one', 'one two', 'one two three'])
  expect(new PastTexts(storage, 'other').of('a')).toEqual([])
})

test('two windows take nothing from each other', () => {
  const storage = memory()
  const [one, other] = [new PastTexts(storage, 'p'), new PastTexts(storage, 'p')]
  one.add('a', 'b', 'a')
  other.add('c', 'd', 'c')
  const next = new PastTexts(storage, 'p')
  expect([next.of('a'), next.of('c')]).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('they go with the name, and are forgotten on request', () => {
  const storage = memory()
  const past = new PastTexts(storage, 'p')
  past.add('+1', 'b', 'a')
  past.move('+1', 'lf')
  expect([past.of('+1'), new PastTexts(storage, 'p').of('lf')]).toEqual([[], ['a', 'b']])
  past.forget('lf')
  expect(new PastTexts(storage, 'p').of('lf')).toEqual([])
})

test('only so many are kept, the newest ones', () => {
  const past = new PastTexts(memory(), 'p')
  for (let i = 0; i < 200; i++) past.add('a', `text ${i}`, '')
  expect(past.of('a')).toHaveLength(60)
  expect(past.of('a').at(-1)).toBe('text 199')
  past.add('a', 'x'.repeat(70_000), '')
  expect(past.of('a')).toHaveLength(1)
})

test('what is stored and is no list of texts counts as absent', () => {
  for (const stored of ['[["a", [1]]]', '{"a": []}', '[["a"', '[["a", []]]'])
    expect(new PastTexts(memory({ 'heddle.past-texts.p': stored }), 'p').of('a')).toEqual([])
})
