import { expect, test } from 'vitest'
import { wishedLf } from './wished-lf.ts'

test('selected words are looked for as they stand', () => {
  expect(wishedLf({ vote: 'SPAM', phrase: 'check out' })).toEqual({
    name: 'like_check_out',
    source: "(x) => (h.anyOf(x.text, ['check out']) ? 'SPAM' : ABSTAIN)\n",
    form: { kind: 'keyword', settings: { label: 'SPAM', words: ['check out'], insideWords: false, matchCase: false } },
  })
})

test('a piece of a word is looked for inside words', () => {
  const { form } = wishedLf({ vote: 'SPAM', phrase: 'subscri', isPart: true })
  expect(form?.settings).toMatchObject({ words: ['subscri'], insideWords: true })
})

test('quotes and backslashes stay text', () => {
  expect(wishedLf({ vote: 'SPAM', phrase: `'] || x \\ "` }).source).toContain(
    String.raw`h.anyOf(x.text, ['\'] || x \\ "'])`,
  )
})

test('a record becomes an example of what it is like', () => {
  const { name, form } = wishedLf({ vote: 'HAM', like: 'a lovely song' })
  expect(name).toBe('like_a_lovely_song')
  expect(form).toMatchObject({ kind: 'similar', settings: { label: 'HAM', examples: ['a lovely song'] } })
})

test('one word of a search is looked for as the beginning of a word', () => {
  expect(wishedLf({ vote: 'SPAM', search: 'subscr' })).toEqual({
    name: 'like_subscr',
    source: "(x) => (h.match(x.text, /\\bsubscr/i) ? 'SPAM' : ABSTAIN)\n",
    form: { kind: 'regex', settings: { label: 'SPAM', pattern: '\\bsubscr', matchCase: false } },
  })
  expect(wishedLf({ vote: 'SPAM', search: 'açã' }).source).toContain(
    String.raw`h.match(x.text, /(?<![\p{L}\p{N}\p{M}_])açã/iu)`,
  )
})

test('more than one condition is code', () => {
  const { source, form } = wishedLf({ vote: 'SPAM', search: 'my, chan', field: { name: 'a field', equals: '5' } })
  expect(form).toBeUndefined()
  expect(source).toBe(
    [
      '(x) =>',
      "  h.anyOf(x.text, ['my']) &&",
      '  h.match(x.text, /\\bchan/i) &&',
      "  String(x.fields['a field'] ?? '') === '5'",
      "    ? 'SPAM'",
      '    : ABSTAIN',
      '',
    ].join('\n'),
  )
})

test('a field alone is compared with its value', () => {
  expect(wishedLf({ vote: 'SPAM', field: { name: 'video', equals: 'Psy' } })).toMatchObject({
    name: 'like_video_is_psy',
    form: { kind: 'field-equals', settings: { label: 'SPAM', name: 'video', values: ['Psy'] } },
  })
})
