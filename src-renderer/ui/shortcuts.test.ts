import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chordsOf, keyNames, type KeyPress } from './key-names.ts'
import { activeShortcuts, addShortcuts, handleKey, type Shortcut } from './shortcuts.ts'

/** An element as far as the question "is somebody typing here?" looks at it. */
function element(tag: string, type: string | null = null): EventTarget {
  const fits = (selector: string) => selector.split(', ').includes(tag)
  const found = (selector: string) => (fits(selector) ? {} : null)
  return Object.assign(new EventTarget(), { closest: found, matches: fits, getAttribute: () => type })
}

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const letter = /^[a-z]$/i.test(key)
  return {
    key,
    code: letter ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    defaultPrevented: false,
    target: element('body'),
    timeStamp: 1_000_000,
    preventDefault: vi.fn(),
    ...more,
  }
}

const dispose: (() => void)[] = []
function add(shortcut: Omit<Shortcut, 'run'>, modal = false) {
  const run = vi.fn()
  dispose.push(addShortcuts([{ ...shortcut, run }], { modal }))
  return run
}

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => {
  for (const remove of dispose.splice(0)) remove()
  vi.unstubAllGlobals()
})

test('a key runs its shortcut and is kept from the page', () => {
  const run = add({ keys: '2' })
  const event = press('2')
  handleKey(event)
  expect(run).toHaveBeenCalledOnce()
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test('keys typed into a field are text, unless the shortcut says otherwise', () => {
  const skip = add({ keys: 's' })
  const save = add({ keys: 'mod+s', whileTyping: true })
  handleKey(press('s', { target: element('input', 'text') }))
  handleKey(press('s', { target: element('textarea') }))
  handleKey(press('s', { target: element('.monaco-editor'), ctrlKey: true }))
  expect(skip).not.toHaveBeenCalled()
  expect(save).toHaveBeenCalledOnce()
})

test('a checkbox is no place to type', () => {
  const skip = add({ keys: 's' })
  handleKey(press('s', { target: element('input', 'checkbox') }))
  expect(skip).toHaveBeenCalledOnce()
})

test('Enter on a button belongs to the button', () => {
  const accept = add({ keys: 'enter' })
  handleKey(press('Enter', { target: element('button') }))
  expect(accept).not.toHaveBeenCalled()
  handleKey(press('Enter'))
  expect(accept).toHaveBeenCalledOnce()
})

test('a held key acts once, unless the shortcut repeats', () => {
  const label = add({ keys: '1' })
  const next = add({ keys: 'j', repeat: true })
  handleKey(press('1', { repeat: true }))
  handleKey(press('j', { repeat: true }))
  expect(label).not.toHaveBeenCalled()
  expect(next).toHaveBeenCalledOnce()
})

test('a sequence runs when its keys follow one another in time', () => {
  const go = add({ keys: 'g r' })
  const other = add({ keys: 'r' })
  handleKey(press('g'))
  handleKey(press('r', { timeStamp: 1_000_500 }))
  expect(go).toHaveBeenCalledOnce()
  expect(other).not.toHaveBeenCalled()
  handleKey(press('g'))
  handleKey(press('r', { timeStamp: 1_009_000 }))
  expect(go).toHaveBeenCalledOnce()
  expect(other).toHaveBeenCalledOnce()
})

test('a key that does not continue a sequence keeps its own meaning', () => {
  add({ keys: 'g r' })
  const search = add({ keys: '/' })
  handleKey(press('g'))
  handleKey(press('/'))
  expect(search).toHaveBeenCalledOnce()
})

test('the latest scope is asked first, and a modal one hides the others', () => {
  const below = add({ keys: 'k' })
  const above = add({ keys: 'k' })
  handleKey(press('k'))
  expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1])
  add({ keys: 'escape' }, true)
  handleKey(press('k'))
  expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1])
  expect(activeShortcuts().map(one => one.keys)).toEqual(['escape'])
})

test('a key that something on the page has answered, or that composes a character, is left alone', () => {
  const run = add({ keys: 'arrowdown' })
  handleKey(press('ArrowDown', { defaultPrevented: true }))
  handleKey(press('ArrowDown', { isComposing: true }))
  expect(run).not.toHaveBeenCalled()
})

test('letters are found on layouts of another script, digits where they need Shift', () => {
  expect(chordsOf(press('ы', { code: 'KeyS' }), false)).toContain('s')
  expect(chordsOf(press('&', { code: 'Digit1' }), false)).toContain('1')
  expect(chordsOf(press('1', { code: 'Digit1', shiftKey: true }), false)).toContain('1')
  expect(chordsOf(press('a', { code: 'KeyQ' }), false)).toEqual(['a'])
})

test('what a key types comes before the letter at its place, whichever scope has it', () => {
  const own = add({ keys: 'ы' })
  const atItsPlace = add({ keys: 's' })
  handleKey(press('ы', { code: 'KeyS' }))
  expect([own.mock.calls.length, atItsPlace.mock.calls.length]).toEqual([1, 0])
})

test('keys that may change are asked for when one is pressed', () => {
  let keys = ['a']
  const run = add({ keys: () => keys })
  keys = ['b']
  handleKey(press('a'))
  expect(run).not.toHaveBeenCalled()
  handleKey(press('b'))
  expect(run).toHaveBeenCalledOnce()
})

test('signs are found whatever keys type them', () => {
  expect(chordsOf(press('?', { code: 'Slash', shiftKey: true }), false)).toContain('?')
  expect(chordsOf(press('/', { code: 'Digit7', shiftKey: true }), false)[0]).toBe('/')
})

test('mod is the command key of the platform', () => {
  expect(chordsOf(press('z', { metaKey: true, shiftKey: true }), true)).toEqual(['shift+mod+z'])
  expect(chordsOf(press('k', { ctrlKey: true }), false)).toEqual(['mod+k'])
  expect(chordsOf(press('k', { ctrlKey: true }), true)).toEqual(['ctrl+k'])
})

test('keys are named as on the keyboard of the platform', () => {
  expect(keyNames('shift+mod+z', true)).toBe('⇧⌘Z')
  expect(keyNames('mod+k', false)).toBe('Ctrl K')
  expect(keyNames('g r', false)).toBe('G R')
  expect(keyNames('enter', false)).toBe('↵')
  expect(keyNames('?', false)).toBe('?')
})
