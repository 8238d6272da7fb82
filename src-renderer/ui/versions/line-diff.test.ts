import { expect, test } from 'vitest'
import { diffLines } from './line-diff.ts'

const drawn = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ text, change }) => `${{ same: ' ', added: '+', removed: '-' }[change]}${text}`)

test('equal texts differ in nothing, whatever ends them', () => {
  expect(drawn('a\nb\n', 'a\nb')).toEqual([' a', ' b'])
})

test('a changed line is one gone and one new, between lines that stay', () => {
  expect(drawn('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c'])
})

test('lines put in and taken out are found', () => {
  expect(drawn('a\nc', 'a\nb\nc\nd')).toEqual([' a', '+b', ' c', '+d'])
  expect(drawn('a\nb\nc', 'c')).toEqual(['-a', '-b', ' c'])
})
