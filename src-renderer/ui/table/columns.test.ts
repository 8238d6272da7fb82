import { expect, test } from 'vitest'
import { gridTemplate, leastWidth, nextSort, rowAfterKey } from './columns.ts'

test('columns that grow share the room, the others keep their width', () => {
  const columns = [{ width: 80 }, { width: 200, grow: 2 }]
  expect(gridTemplate(columns)).toBe('80px minmax(200px, 2fr)')
  expect(leastWidth(columns)).toBe(280)
})

test('a header sorts numbers from the largest, words from A, and turns around', () => {
  expect(nextSort('coverage', true, undefined)).toEqual({ column: 'coverage', descending: true })
  expect(nextSort('name', false, { column: 'coverage', descending: true })).toEqual({
    column: 'name',
    descending: false,
  })
  expect(nextSort('name', false, { column: 'name', descending: false })).toEqual({ column: 'name', descending: true })
})

const table = { rowCount: 100, page: 20, first: 7 }

test('keys move the selection and stop at the ends', () => {
  expect(rowAfterKey('ArrowDown', 3, table)).toBe(4)
  expect(rowAfterKey('ArrowUp', 0, table)).toBe(0)
  expect(rowAfterKey('PageDown', 90, table)).toBe(99)
  expect(rowAfterKey('PageUp', 30, table)).toBe(10)
  expect(rowAfterKey('Home', 30, table)).toBe(0)
  expect(rowAfterKey('End', 30, table)).toBe(99)
  expect(rowAfterKey('a', 30, table)).toBeUndefined()
})

test('without a selection the first visible row is taken', () => {
  expect(rowAfterKey('ArrowDown', undefined, table)).toBe(7)
  expect(rowAfterKey('ArrowDown', undefined, { ...table, rowCount: 0 })).toBeUndefined()
})
