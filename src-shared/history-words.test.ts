import { expect, test } from 'vitest'
import type { Moment } from './history.ts'
import { whatChanged } from './history-words.ts'

const moment = (more: Partial<Moment>): Moment => ({
  moment: 1, at: '2026-03-02T10:00:00.000Z', cause: 'apply', records: 1200, covered: 0,
  states: { gold: 0, pseudo: 0, tied: 0, uncovered: 1200 }, classes: [], gold: [], pseudo: [], added: [], gone: [], ...more,
}) // prettier-ignore

test('what changed is told with the versions of labeling functions that made the difference', () => {
  expect(whatChanged(moment({ cause: 'import' }))).toBe('import, 1,200 records in all')
  expect(whatChanged(moment({ cause: 'fit', model: 'MACE' }))).toBe('MACE fitted')
  const added = [{ name: 'links', version: 3 }]
  const gone = [
    { name: 'links', version: 2 },
    { name: 'old', version: 1 },
  ]
  expect(whatChanged(moment({ added, gone }))).toBe('labeling functions applied: links v3; gone: old v1')
  const many = Array.from({ length: 6 }, (_, i) => ({ name: `lf${i}`, version: 1 }))
  expect(whatChanged(moment({ added: many }))).toBe(
    'labeling functions applied: lf0 v1, lf1 v1, lf2 v1, lf3 v1 and 2 more',
  )
})
