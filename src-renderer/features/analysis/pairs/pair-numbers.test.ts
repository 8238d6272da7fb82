import { expect, test } from 'vitest'
import type { LfPairs } from '../../../../src-shared/lf-pairs.ts'
import { dependentWords } from './dependent-words.ts'
import { cellAfterKey, cellAt, layOutMatrix, sizeOf } from './matrix-drawing.ts'
import { allPairs, cellText, pairOf, pairsSentence, pairWords, valueOf } from './pair-numbers.ts'

const pairs: LfPairs = {
  lfs: [
    { name: 'a', polarity: ['SPAM'], votes: 100 },
    { name: 'b', polarity: ['SPAM', 'HAM'], votes: 40 },
    { name: 'c', polarity: [], votes: 0 },
  ],
  both: [20, 0, 0],
  same: [15, 0, 0],
  kappa: [0.25, null, null],
  correlation: [-0.04, null, null],
  givenBy: 'gold',
  known: { gold: 120, model: 120 },
  records: 200,
}

test('a pair reads the same from both sides, but for the share that is of one of them', () => {
  const [one, other] = [pairOf(pairs, 0, 1), pairOf(pairs, 1, 0)]
  expect(one).toMatchObject({ a: 'a', b: 'b', both: 20, same: 15, kappa: 0.25, correlation: -0.04 })
  expect([valueOf.overlap(one), valueOf.overlap(other)]).toEqual([0.2, 0.5])
  expect([valueOf.conflict(one), valueOf.conflict(other)]).toEqual([0.25, 0.25])
  expect(valueOf.conflict(pairOf(pairs, 0, 2))).toBeUndefined()
  expect(allPairs(pairs).map(({ a, b }) => a + b)).toEqual(['ab', 'ac', 'bc'])
})

test('pairs are told in words with what they were counted over', () => {
  expect(pairWords(pairOf(pairs, 1, 0))).toBe(
    'b and a vote together on 20 records, 50\u00a0% of those of b, and differ on 5, 25\u00a0%, kappa +0.25, correlation given the class −0.04.',
  )
  expect(pairWords(pairOf(pairs, 2, 0))).toBe('c and a vote on no record together.')
  expect(pairsSentence(pairs)).toBe('a and b contradict each other most often: on 5 of 20 records where both vote.')
  expect(pairsSentence({ ...pairs, same: [20, 0, 0] })).toBe('No two of 3 labeling functions contradict each other.')
  expect(pairsSentence({ ...pairs, lfs: [] })).toBe('A matrix needs two labeling functions that are on.')
  expect([cellText('overlap', 1), cellText('overlap', 0.998), cellText('conflict', 0.001)]).toEqual([
    '100',
    '>99',
    '<1',
  ])
  expect([cellText('conflict', 0.256), cellText('kappa', 0.25), cellText('kappa', -0.04), cellText('kappa', 1)]).toEqual([
    '26', '.25', '−.04', '1.00',
  ]) // prettier-ignore
})

test('what the model does about LFs that depend on each other is said', () => {
  const found = { a: 'a', b: 'b', kind: 'duplicate' as const, follows: 1, isInFit: true }
  const model = { title: 'Dawid-Skene', treatment: 'shares-weight' as const }
  expect(dependentWords(found, model)).toMatch(/^They vote the same .*Dawid-Skene lets them share their weight/)
  expect(dependentWords({ ...found, isInFit: false }, model)).toContain('counts both in full')
  expect(dependentWords(found, undefined)).toContain('No label model is fitted')
})

test('cells are found under the pointer and by keys; two hundred LFs scroll', () => {
  const layout = layOutMatrix(200, 900, 100)
  expect(layout).toEqual({ count: 200, cell: 16, left: 116, top: 116 })
  expect(sizeOf(layout)).toEqual({ width: 3328, height: 3320 })
  expect(cellAt(layout, 116, 131, { left: 160, top: 0 })).toEqual({ row: 0, column: 10 })
  expect(cellAt(layout, 115, 131, { left: 160, top: 0 })).toBeUndefined()
  expect(layOutMatrix(3, 900, 10)).toEqual({ count: 3, cell: 40, left: 72, top: 72 })
  expect(cellAfterKey('ArrowLeft', { row: 1, column: 0 }, 3)).toEqual({ row: 1, column: 0 })
  expect(cellAfterKey('PageDown', { row: 1, column: 2 }, 3)).toEqual({ row: 2, column: 2 })
  expect(cellAfterKey('x', { row: 1, column: 2 }, 3)).toBeUndefined()
})
