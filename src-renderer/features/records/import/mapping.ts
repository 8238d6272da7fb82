import type { ColumnRole, ImportMapping } from '../../../../src-shared/records.ts'

export interface MappedColumn {
  name: string
  role: ColumnRole
}

/** What each role means, in the order in which they are offered. */
export const ROLES: readonly { role: ColumnRole; title: string; help: string }[] = [
  { role: 'text', title: 'Text', help: 'What is read and labeled' },
  { role: 'id', title: 'Id', help: 'Names the record; a known id is updated' },
  { role: 'gold', title: 'Gold', help: 'The accepted class: it teaches the models' },
  { role: 'reference', title: 'Reference', help: 'An answer key to measure against; nothing learns from it' },
  { role: 'split', title: 'Split', help: 'train, valid or test' },
  { role: 'image', title: 'Image', help: 'The file of a picture' },
  { role: 'field', title: 'Field', help: 'Kept with the record; labeling functions can read it' },
  { role: 'ignore', title: 'Leave out', help: 'Not imported' },
]

/** Only fields and columns that are left out may be many. */
const isShared = (role: ColumnRole): boolean => role === 'field' || role === 'ignore'

/** The columns after one of them was given a role; whoever had it before becomes a field. */
export function withRole(columns: readonly MappedColumn[], name: string, role: ColumnRole): MappedColumn[] {
  return columns.map(column => {
    if (column.name === name) return { name, role }
    return !isShared(role) && column.role === role ? { name: column.name, role: 'field' } : column
  })
}

export function mappingOf(columns: readonly MappedColumn[]): ImportMapping {
  const mapping: ImportMapping = {}
  const ignore: string[] = []
  for (const { name, role } of columns) {
    if (role === 'ignore') ignore.push(name)
    else if (role !== 'field') mapping[role] = name
  }
  return ignore.length > 0 ? { ...mapping, ignore } : mapping
}
