import { expect, test } from 'vitest'
import { keyOf, ofKey, type Pattern } from './pattern.ts'

test.each<Pattern>([
  { kind: 'phrase', phrase: 'check "out"' },
  { kind: 'in-order', first: 'my', second: 'channel' },
  { kind: 'field', field: 'video', value: 'Psy' },
  { kind: 'field', field: 'is live', value: true },
])('what the key of %o stands for is that pattern', pattern => {
  expect(ofKey(keyOf(pattern, 3))).toEqual({ classIndex: 3, pattern })
})

test('the key of a threshold tells all but where it lies', () => {
  const words = { kind: 'number', measure: { of: 'words' }, comparison: '<=' } as const
  const field = { kind: 'number', measure: { of: 'field', name: 'likes' }, comparison: '>=' } as const
  for (const pattern of [words, field])
    expect(ofKey(keyOf({ ...pattern, limit: 5 }, 0))).toEqual({ classIndex: 0, pattern })
})
