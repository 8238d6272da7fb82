import { expect, test } from 'vitest'
import { mappingOf, withRole } from './mapping.ts'

const columns = [
  { name: 'key', role: 'id' },
  { name: 'comment', role: 'text' },
  { name: 'title', role: 'field' },
  { name: 'junk', role: 'ignore' },
] as const

test('a role that one column can have moves: the column that had it becomes a field', () => {
  expect(withRole(columns, 'title', 'text').map(column => column.role)).toEqual(['id', 'field', 'text', 'ignore'])
})

test('fields and columns that are left out may be many', () => {
  expect(withRole(columns, 'title', 'ignore').map(column => column.role)).toEqual(['id', 'text', 'ignore', 'ignore'])
  expect(withRole(columns, 'key', 'field').map(column => column.role)).toEqual(['field', 'text', 'field', 'ignore'])
})

test('the mapping names the columns that have a role and those that are left out', () => {
  expect(mappingOf(columns)).toEqual({ id: 'key', text: 'comment', ignore: ['junk'] })
  expect(mappingOf([{ name: 'a', role: 'field' }])).toEqual({})
})
