import { expect, test } from 'vitest'
import { areDefaults, areWithinBounds } from './option-values.ts'

const option = { title: '', help: '', min: 1, max: 9 }
const options = [
  { ...option, id: 'rounds', default: 3, integer: true },
  { ...option, id: 'weight', default: 1.5 },
]

test('defaults are all values, not some', () => {
  expect(areDefaults(options, { rounds: 3, weight: 1.5 })).toBe(true)
  expect(areDefaults(options, { rounds: 3, weight: 2 })).toBe(false)
})

test.each([
  [{ rounds: 1, weight: 9 }, true],
  [{ rounds: 0, weight: 2 }, false],
  [{ rounds: 10, weight: 2 }, false],
  [{ rounds: 2.5, weight: 2.5 }, false],
  [{ rounds: NaN, weight: 2 }, false],
  [{ rounds: 2 }, false],
])('%j may be used: %s', (values, may) => {
  expect(areWithinBounds(options, values)).toBe(may)
})
