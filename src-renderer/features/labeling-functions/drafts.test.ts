import { expect, onTestFinished, test, vi } from 'vitest'
import type { KeyValueStore } from '../../state/stored-json.ts'
import { Drafts, isNewKey } from './drafts.svelte.ts'

function memory(entries: Record<string, string> = {}): KeyValueStore & { entries: Map<string, string> } {
  const map = new Map(Object.entries(entries))
  return {
    entries: map,
    getItem: key => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: key => void map.delete(key),
  }
}

const draft = (source: string) => ({ name: 'my_lf', source, base: 2 })

test('a draft is there again after the page was loaded anew', () => {
  const storage = memory()
  new Drafts(storage, 'comments').keep('my_lf', draft('(x) => ABSTAIN'))
  expect(new Drafts(storage, 'comments').get('my_lf')).toMatchObject(draft('(x) => ABSTAIN'))
})

test('the drafts of one project do not show up in another', () => {
  const storage = memory()
  new Drafts(storage, 'comments').keep('my_lf', draft('(x) => ABSTAIN'))
  expect(new Drafts(storage, 'messages').get('my_lf')).toBeUndefined()
})

test('a dropped draft can be kept again', () => {
  const storage = memory()
  const drafts = new Drafts(storage, 'comments')
  drafts.keep('my_lf', draft('(x) => null'))
  const dropped = drafts.drop('my_lf')!
  expect(drafts.get('my_lf')).toBeUndefined()
  expect(storage.entries.size).toBe(0)
  drafts.keep('my_lf', dropped)
  expect(drafts.get('my_lf')?.source).toBe('(x) => null')
})

test('every new labeling function gets a key of its own, also beside stored ones', () => {
  const storage = memory()
  const first = new Drafts(storage, 'comments')
  const key = first.newKey()
  first.keep(key, { ...draft(''), base: 0 })
  const other = new Drafts(storage, 'comments').newKey()
  expect(isNewKey(key) && isNewKey(other)).toBe(true)
  expect(other).not.toBe(key)
})

test('two windows take nothing from each other: what both have typed is there', () => {
  const storage = memory()
  const [one, other] = [new Drafts(storage, 'comments'), new Drafts(storage, 'comments')]
  one.keep('a', draft('of one'))
  other.keep('b', draft('of the other'))
  one.drop('c')
  expect(Object.keys(new Drafts(storage, 'comments').all)).toEqual(['a', 'b'])
  expect(Object.keys(one.all)).toEqual(['a', 'b'])
})

test('while they are shown they follow what another window types', () => {
  vi.stubGlobal('window', new EventTarget())
  onTestFinished(() => void vi.unstubAllGlobals())
  const storage = memory()
  const [one, other] = [new Drafts(storage, 'comments'), new Drafts(storage, 'comments')]
  let taken = 0
  const stop = one.attend(() => taken++)
  const tell = (key: string) => window.dispatchEvent(Object.assign(new Event('storage'), { key }))
  other.keep('a', draft('of the other'))
  tell('heddle.drafts.other')
  expect([one.get('a'), taken]).toEqual([undefined, 0])
  tell('heddle.drafts.comments')
  expect([one.get('a')?.source, taken]).toEqual(['of the other', 1])
  stop()
  tell('heddle.drafts.comments')
  expect(taken).toBe(1)
})

test('without room in the browser a draft lasts as long as the page, and it says so', () => {
  const storage = memory()
  const full = { ...storage, setItem: () => throwFull() }
  const drafts = new Drafts(full, 'comments')
  drafts.keep('a', draft('one'))
  drafts.keep('b', draft('two'))
  expect([Object.keys(drafts.all), drafts.areKept]).toEqual([['a', 'b'], false])
})

const throwFull = (): never => {
  throw new DOMException('full', 'QuotaExceededError')
}

test('entries that are no drafts are left out', () => {
  const storage = memory({ 'heddle.drafts.comments': JSON.stringify({ a: 1, b: null, c: draft('x') }) })
  expect(Object.keys(new Drafts(storage, 'comments').all)).toEqual(['c'])
})

test('drafts that were cut off while they were written do not keep the screen from opening', () => {
  const storage = memory({ 'heddle.drafts.comments': '{"my_lf": {"na' })
  expect(new Drafts(storage, 'comments').all).toEqual({})
})
