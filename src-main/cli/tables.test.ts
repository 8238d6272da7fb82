import { expect, test } from 'vitest'
import { counted, plain, table } from './tables.ts'

interface Row {
  name: string
  votes?: number
}

const columns = [
  { title: 'name', value: (row: Row) => row.name, width: 8 },
  { title: 'votes', value: (row: Row) => row.votes },
]

test('texts stand left, numbers right, and what is missing is a dash', () => {
  const rows = [{ name: 'one', votes: 1200 }, { name: 'two' }]
  expect(table(columns, rows)).toBe('name  votes\none   1,200\ntwo       –')
})

test('long texts are cut, wide signs take two places', () => {
  const rows = [
    { name: 'a name too long', votes: 1 },
    { name: '日本', votes: 22 },
  ]
  expect(table(columns, rows)).toBe('name      votes\na name …      1\n日本         22')
})

test('an empty table is its titles', () => {
  expect(table(columns, [])).toBe('name  votes')
})

test('what a terminal would obey is taken out', () => {
  expect(plain('a\u001B[31mb\r\n\tc\u0007\u202Ed')).toBe('a[31mb cd')
})

test('one is one', () => {
  expect([counted(1, 'record'), counted(0, 'record'), counted(1200, 'label')]).toEqual([
    '1 record',
    '0 records',
    '1,200 labels',
  ])
})
