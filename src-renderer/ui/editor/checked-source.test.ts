import { expect, test } from 'vitest'
import { checkedSource, isInSource } from './checked-source.ts'

const HEAD = 'export const labelingFunction: LF = '
const RESULT = ': ReturnType<LF>'
const checked = (source: string) => checkedSource(source, 'LF').text

test('the source becomes the value of a constant, and its function gets the result type', () => {
  expect(checked("(x) => 'SPAM'")).toBe(`${HEAD}(x)${RESULT} => 'SPAM'`)
  expect(checked('(x) => { return 1 }')).toBe(`${HEAD}(x)${RESULT} => { return 1 }`)
  expect(checked('function (x) { return 1 }')).toBe(`${HEAD}function (x)${RESULT} { return 1 }`)
  expect(checked('function spam(x) { return 1 }')).toBe(`${HEAD}function spam(x)${RESULT} { return 1 }`)
})

test('a parameter without parentheses gets them', () => {
  expect(checked('x => x.text')).toBe(`${HEAD}(x)${RESULT} => x.text`)
  expect(checked('// spam\nx => x.text')).toBe(`${HEAD}// spam\n(x)${RESULT} => x.text`)
})

test('comments, strings and brackets among the parameters do not mislead', () => {
  expect(checked('/* ( */ (x, /* ) */ y = ")") => 1')).toBe(`${HEAD}/* ( */ (x, /* ) */ y = ")")${RESULT} => 1`)
  expect(checked('({ text, fields: { a } }) => 1')).toBe(`${HEAD}({ text, fields: { a } })${RESULT} => 1`)
})

test('a function in parentheses is found', () => {
  expect(checked('((x) => 1)')).toBe(`${HEAD}((x)${RESULT} => 1)`)
})

test('a function with a result type of its own, or no function at all, is left alone', () => {
  for (const source of ['(x): string => x.text', 'async (x) => 1', 'x.text', "'SPAM'", '', '(x', 'function* (x) {}'])
    expect(checked(source)).toBe(HEAD + source)
})

test('offsets lead there and back', () => {
  const source = "x => x.text ? 'SPAM' : ABSTAIN"
  const { text, toChecked, toSource } = checkedSource(source, 'LF')
  for (let offset = 1; offset < source.length; offset++) {
    expect(text.charAt(toChecked(offset))).toMatch(/./)
    expect(toSource(toChecked(offset))).toBe(offset)
  }
  expect(text.slice(toChecked(source.indexOf('SPAM'))).startsWith('SPAM')).toBe(true)
})

test('what lies in the inserted text leads to its place, what lies behind the end to the end', () => {
  const { text, toSource } = checkedSource('(x) => 1', 'LF')
  expect(toSource(5)).toBe(0)
  expect(toSource(text.indexOf('ReturnType'))).toBe(3)
  expect(toSource(text.length + 9)).toBe(8)
})

test('without an expected type the text is checked as it is', () => {
  expect(checkedSource('const a = 1').text).toBe('const a = 1')
})

test('a long row of comments is read in no time', () => {
  const source = `${'//'.repeat(5_000)}\n${'/* a */ '.repeat(5_000)} nothing`
  const start = performance.now()
  expect(checked(source)).toBe(HEAD + source)
  expect(performance.now() - start).toBeLessThan(500)
})

test('a piece is of the source if nothing that was put in is in it', () => {
  const source = checkedSource('x => x.text', 'LF')
  const piece = (words: string) => ({ start: source.text.indexOf(words), length: words.length })
  expect(isInSource(source, piece('x.text'))).toBe(true)
  expect(isInSource(source, { ...piece('x.text'), length: 0 })).toBe(true)
  for (const words of ['labelingFunction', '= (', '(x', 'x): ', ': ReturnType<LF> =>'])
    expect(isInSource(source, piece(words))).toBe(false)
  expect(isInSource(source, { start: 10, length: 0 })).toBe(false)
})
