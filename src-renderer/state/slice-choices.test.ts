import { expect, test } from 'vitest'
import type { Slice } from '../../src-shared/slices.ts'
import { sliceChoices } from './slice-choices.ts'

const slice = (name: string, status: Slice['status'] = 'ok'): Slice => ({
  name, status, version: 1, definition: { kind: 'filter', filter: {} }, author: '', savedAt: '', faults: 0, unseen: 0,
}) // prettier-ignore

test('all records stand first, a broken slice cannot be chosen, and a chosen one that is gone stays to be seen', () => {
  const slices = [slice('a'), slice('b', 'broken')]
  expect(sliceChoices(slices, 'gone')).toEqual([
    { value: '', label: 'all records' },
    { value: 'a', label: 'a', disabled: false },
    { value: 'b', label: 'b', disabled: true },
    { value: 'gone', label: 'gone' },
  ])
  expect(sliceChoices(undefined, undefined)).toEqual([{ value: '', label: 'all records' }])
})
