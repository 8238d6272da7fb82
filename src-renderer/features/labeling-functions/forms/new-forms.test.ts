import { expect, test } from 'vitest'
import { sourceOf } from '../../../../src-shared/no-code/source.ts'
import { freeName, nameFor, newForm, wordsOf } from './new-forms.ts'

test('what was typed goes to where each kind has it', () => {
  expect(newForm('keyword', 'SPAM', ' check out,\nmy channel , ').settings).toMatchObject({
    words: ['check out', 'my channel'],
  })
  expect(newForm('regex', 'SPAM', 'check\\s+out').settings).toMatchObject({ pattern: 'check\\s+out' })
  expect(newForm('similar', 'SPAM', 'one\n\n two ').settings).toMatchObject({ examples: ['one', 'two'] })
})

test('a form that has just begun says what is missing', () => {
  const kinds = ['keyword', 'regex', 'dictionary', 'threshold', 'field-equals', 'similar'] as const
  for (const kind of kinds) expect(sourceOf(newForm(kind, 'SPAM', '')).missing).toMatch(/^(Give|Choose|Drag) .*\.$/)
})

test('names are made of what is noticed, and are free', () => {
  expect(nameFor(newForm('keyword', 'SPAM', 'Check out, me'))).toBe('has_check_out')
  expect(nameFor(newForm('regex', 'SPAM', '\\bhttps?:'))).toBe('matches_bhttps')
  expect(nameFor(newForm('threshold', 'SPAM', ''))).toBe('few_words')
  expect(nameFor(newForm('keyword', 'SPAM', '!!!'))).toBe('has_it')
  expect(freeName('a', ['a', 'a_2'])).toBe('a_3')
  expect(wordsOf('a, ,b\n')).toEqual(['a', 'b'])
})
