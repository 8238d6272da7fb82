import { expect, test } from 'vitest'
import { phraseForm, sourceOf } from './source.ts'

const sourceOfPhrase = (phrase: string, insideWords?: boolean) =>
  sourceOf(phraseForm('SPAM', phrase, insideWords)).source

test('a phrase becomes a word list where one can hold it', () => {
  expect(phraseForm('SPAM', 'check out')).toMatchObject({ kind: 'keyword', settings: { words: ['check out'] } })
  expect(sourceOfPhrase('check out')).toBe("(x) => (h.anyOf(x.text, ['check out']) ? 'SPAM' : ABSTAIN)\n")
  expect(sourceOfPhrase('subscri', true)).toBe("(x) => (h.match(x.text, /subscri/iu) ? 'SPAM' : ABSTAIN)\n")
})

test('a phrase over several lines, or with a comma, becomes a pattern', () => {
  const form = phraseForm('SPAM', 'a (b)\n\nc/d')
  expect(form.settings).toMatchObject({
    pattern: String.raw`(?<![\p{L}\p{N}\p{M}_])a\s+\(b\)\s+c\/d(?![\p{L}\p{N}\p{M}_])`,
  })
  expect(phraseForm('SPAM', ', go', true).settings).toMatchObject({ pattern: ',\\s+go' })
  expect(phraseForm('SPAM', ', go').settings).toMatchObject({ pattern: String.raw`,\s+go(?![\p{L}\p{N}\p{M}_])` })
})

test('a pattern that names kinds of letters is read with the flag that knows them', () => {
  const source = (pattern: string) =>
    sourceOf({ kind: 'regex', settings: { label: 'SPAM', pattern, matchCase: false } }).source
  expect(source(String.raw`\p{Lu}\d`)).toContain(String.raw`/\p{Lu}\d/iu)`)
  expect(source(String.raw`\d-\w`)).toContain(String.raw`/\d-\w/i)`)
})
