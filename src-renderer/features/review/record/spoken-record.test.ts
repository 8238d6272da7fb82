import { expect, test } from 'vitest'
import { spokenShare } from './spoken-record.ts'

test('a probability is read out in percent, and only what is certain as a hundred', () => {
  expect([0.714, 1, 0.9996, 0.001].map(spokenShare)).toEqual([
    '71 percent',
    '100 percent',
    'over 99 percent',
    'under 1 percent',
  ])
})
