import { expect, test } from 'vitest'
import { disagreementSentences } from './disagreement-sentences.ts'

const none = { records: 100, same: 100, other: 0, onlyFirst: 0, onlySecond: 0, gold: { n: 0, first: 0, second: 0 }, rows: [] } // prettier-ignore

test('models that agree everywhere are said to', () => {
  expect(disagreementSentences(none, 'A', 'B')).toEqual(['They say the same of all 100 records.'])
})

test('it counts where they differ, and leaves out what does not happen', () => {
  expect(disagreementSentences({ ...none, same: 90, other: 10 }, 'A', 'B')).toEqual([
    'They say the same of 90 of 100 records. Of 10 they propose different classes.',
  ])
  expect(disagreementSentences({ ...none, same: 90, other: 4, onlyFirst: 1, onlySecond: 5 }, 'A', 'B')[0]).toBe(
    'They say the same of 90 of 100 records. Of 4 they propose different classes. For 1 only A proposes one. For 5 only B proposes one.',
  )
})

test('where gold settles it, it says who is right', () => {
  const gold = { n: 8, first: 3, second: 5 }
  expect(disagreementSentences({ ...none, same: 90, other: 10, gold }, 'A', 'B')[1]).toBe(
    'Of the 8 with gold where they differ, A has 3 right and B 5.',
  )
})
