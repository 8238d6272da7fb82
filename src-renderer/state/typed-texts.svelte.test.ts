import { expect, test } from 'vitest'
import { TypedTexts } from './typed-texts.svelte.ts'

function memory() {
  const map = new Map<string, string>()
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

test('what was typed is there again in the next page, in its project alone, until it is dropped', () => {
  const storage = memory()
  new TypedTexts(storage, 'p').keep('note', 'half a')
  expect(new TypedTexts(storage, 'q').get('note')).toBeUndefined()
  const next = new TypedTexts(storage, 'p')
  expect(next.get('note')).toBe('half a')
  next.keep('note', undefined)
  expect([next.get('note'), storage.map.size]).toEqual([undefined, 0])
})

test('two windows keep each their own, and an empty text is a text', () => {
  const storage = memory()
  const [one, other] = [new TypedTexts(storage, 'p'), new TypedTexts(storage, 'p')]
  one.keep('a', 'from one')
  other.keep('b', '')
  const next = new TypedTexts(storage, 'p')
  expect([next.get('a'), next.get('b')]).toEqual(['from one', ''])
})

test('without room in the browser it stays as long as the page', () => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  const typed = new TypedTexts(full, 'p')
  typed.keep('note', 'half a')
  expect(typed.get('note')).toBe('half a')
})
