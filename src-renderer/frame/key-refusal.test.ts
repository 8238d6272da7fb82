import { expect, test } from 'vitest'
import type { Command } from '../state/commands.svelte.ts'
import { keyRefusal } from './key-refusal.ts'

const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
  id,
  title: `Do ${id}`,
  group: 'Test',
  keys,
  run: () => {},
  ...more,
})
const accept = command('accept', ['enter'])
const palette = command('palette', ['mod+k'], { whileTyping: true })
const all = [accept, command('skip', ['s', 'arrowdown']), command('go', ['g r']), palette]

test('a free key, and its own, can be given', () => {
  expect(keyRefusal(accept, 'ö', all)).toBeUndefined()
  expect(keyRefusal(accept, 'space', all)).toBeUndefined()
  expect(keyRefusal(accept, 'enter', all)).toBeUndefined()
})

test.each([
  ['s', 'S is “Do skip” already'],
  ['arrowdown', '↓ is “Do skip” already'],
  ['g', 'G begins G R, “Do go”'],
  ['escape', 'Esc moves the focus or closes'],
])('%s is refused: %s', (key, sentence) => {
  expect(keyRefusal(accept, key, all)).toContain(sentence)
  expect(keyRefusal(accept, key, all)).toContain('Choose another key')
})

test('what works while typing takes no key that types', () => {
  expect(keyRefusal(palette, 'p', all)).toContain('works while you type')
  expect(keyRefusal(palette, 'shift+p', all)).toContain('works while you type')
  expect(keyRefusal(palette, 'shift+mod+p', all)).toBeUndefined()
})
