import { describe, expect, test } from 'vitest'
import { freeName, templateOf, wordsOf, type Wish } from './templates.ts'

const wish = (more: Partial<Wish>): Wish => ({
  kind: 'words',
  label: 'SPAM',
  words: '',
  pattern: '',
  measure: { of: 'words' },
  comparison: '<=',
  limit: 5,
  ...more,
})

/** What the labeling function votes on a record, with as much of the helpers as the templates use. */
function voteOf(one: Wish, record: { text?: string; fields?: Record<string, unknown> }): unknown {
  const template = templateOf(one)
  if ('missing' in template) throw new Error(template.missing)
  const h = {
    anyOf: (text: string, words: string[]) => words.find(word => text.toLowerCase().includes(word.toLowerCase())),
    match: (text: string, pattern: RegExp) => pattern.exec(text),
    words: (text: string) => text.match(/[\p{L}\p{N}_]+/gu) ?? [],
  }
  const lf = new Function('h', 'ABSTAIN', `return (${template.source})`)(h, undefined)
  return lf({ text: '', fields: {}, ...record })
}

describe('every template is one function expression that votes as it says', () => {
  test('words', () => {
    const one = wish({ words: "subscribe, it's\nmy channel" })
    expect(voteOf(one, { text: 'please SUBSCRIBE' })).toBe('SPAM')
    expect(voteOf(one, { text: "it's me" })).toBe('SPAM')
    expect(voteOf(one, { text: 'nice song' })).toBeUndefined()
  })

  test('a pattern, with slashes and class names that need escaping', () => {
    const one = wish({ kind: 'pattern', pattern: 'https?://\\S+', label: 'it\'s \\ "ham"' })
    expect(voteOf(one, { text: 'see http://x.y' })).toBe('it\'s \\ "ham"')
    expect(voteOf(one, { text: 'nothing' })).toBeUndefined()
  })

  test('a number of the text', () => {
    expect(voteOf(wish({ kind: 'number' }), { text: 'one two three' })).toBe('SPAM')
    expect(voteOf(wish({ kind: 'number' }), { text: 'one two three four five six' })).toBeUndefined()
    expect(voteOf(wish({ kind: 'number', measure: { of: 'characters' }, limit: 2 }), { text: 'ab' })).toBe('SPAM')
  })

  test('a number of a field, which says nothing where it is missing', () => {
    const likes = wish({ kind: 'number', measure: { of: 'field', name: 'likes', isNumber: true } })
    expect(voteOf(likes, { fields: { likes: 3 } })).toBe('SPAM')
    expect(voteOf(likes, { fields: {} })).toBeUndefined()
    const odd = wish({ kind: 'number', measure: { of: 'field', name: 'my likes', isNumber: false } })
    expect(voteOf(odd, { fields: { 'my likes': '4.5' } })).toBe('SPAM')
    expect(voteOf(odd, { fields: { 'my likes': '' } })).toBeUndefined()
  })

  test('code', () => {
    expect(voteOf(wish({ kind: 'code' }), { text: 'a phrase' })).toBe('SPAM')
    expect(voteOf(wish({ kind: 'code' }), { text: 'else' })).toBeUndefined()
  })
})

test('what is missing is said instead of making half a source', () => {
  expect(templateOf(wish({ words: ' , ' }))).toEqual({ missing: 'Give at least one word or phrase.' })
  expect(templateOf(wish({ kind: 'pattern', pattern: '(' }))).toHaveProperty('missing')
  expect(templateOf(wish({ kind: 'number', limit: NaN }))).toHaveProperty('missing')
})

test('long lists of words are broken into lines', () => {
  const words = Array.from({ length: 30 }, (_, index) => `word${index}`).join(',')
  const template = templateOf(wish({ words }))
  expect('source' in template && template.source.split('\n').length).toBeGreaterThan(2)
})

test('a name is made from what it notices, and is free', () => {
  expect(templateOf(wish({ words: 'My channel!' }))).toMatchObject({ name: 'has_my_channel' })
  expect(freeName('a', ['a', 'a_2'])).toBe('a_3')
  expect(wordsOf('a, b\n c ,')).toEqual(['a', 'b', 'c'])
})
