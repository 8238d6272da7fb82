import { expect, test } from 'vitest'
import { markersOf } from './markers.ts'

test('what does not compile is told at its place, and nothing else', () => {
  const problem = { message: 'unexpected token', line: 3, column: 7 }
  const faults = [{ recordId: 'a', message: 'x', line: 1 }]
  expect(markersOf(undefined, problem, faults)).toEqual([{ ...problem, severity: 'error' }])
})

test('faults that say the same on the same line are one marker', () => {
  const fault = (recordId: string, line: number) => ({ recordId, message: 'x.fields.n is undefined', line })
  expect(markersOf(undefined, undefined, [fault('a', 2), fault('b', 2), fault('c', 5)])).toEqual([
    { line: 2, message: 'x.fields.n is undefined (record a and 1 other)', severity: 'warning' },
    { line: 5, message: 'x.fields.n is undefined (record c)', severity: 'warning' },
  ])
})
