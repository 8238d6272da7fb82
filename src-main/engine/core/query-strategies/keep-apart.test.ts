import { expect, test } from 'vitest'
import { keepApart } from './keep-apart.ts'

const texts = [
  'like this comment for no reason',
  'Like this comment, for no reason!',
  'watch my new video',
  'like this comment for no reason please',
  'a lovely song',
  '',
  '',
]
const rows = Int32Array.from(texts.keys())
const textOf = (row: number) => texts[row]!
const always = () => true

test('what says nearly the same as one of the few before it goes to the end', () => {
  expect([...keepApart(rows, textOf, always)]).toEqual([0, 2, 4, 5, 6, 1, 3])
})

test('records of a fair sample keep their place', () => {
  expect([...keepApart(rows, textOf, row => row !== 1)]).toEqual([0, 1, 2, 4, 5, 6, 3])
})

test('the same may come again once others stood between', () => {
  const other = (row: number) => `word${row} thing${row}`
  const many = Int32Array.from({ length: 40 }, (_, row) => row)
  const again = (row: number) => (row === 0 || row === 30 ? 'the very same' : other(row))
  expect([...keepApart(many, again, always)]).toEqual([...many])
})
