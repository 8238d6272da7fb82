import { expect, test } from 'vitest'
import { STATES } from '../../../../src-shared/vocabulary.ts'
import { disagreement, proposalOf, type Proposals } from './disagreement.ts'

const model = (posterior: number[], ...names: (typeof STATES)[number][]): Proposals => ({
  posterior: Float64Array.from(posterior),
  states: Uint8Array.from(names, name => STATES.indexOf(name)),
})
const all = (n: number) => new Uint8Array(n).fill(1)

test('a class is proposed where the record is pseudo, and none where it is tied or uncovered', () => {
  const one = model([0.2, 0.8, 0.5, 0.5, 0.7, 0.3], 'pseudo', 'tied', 'uncovered')
  expect([0, 1, 2].map(i => proposalOf(one, i, 2))).toEqual([1, -1, -1])
})

test('records on which both propose another class come first, the furthest apart of them before the others', () => {
  const a = model([0.6, 0.4, 0.9, 0.1, 0.9, 0.1, 0.8, 0.2, 0.5, 0.5], 'pseudo', 'pseudo', 'pseudo', 'pseudo', 'tied')
  const b = model([0.4, 0.6, 0.1, 0.9, 0.8, 0.2, 0.5, 0.5, 0.1, 0.9], 'pseudo', 'pseudo', 'pseudo', 'tied', 'pseudo')
  const found = disagreement(a, b, all(5), 2)
  expect(found).toMatchObject({ same: 1, other: 2, onlyFirst: 1, onlySecond: 1 })
  expect([...found.rows]).toEqual([1, 0, 4, 3])
})

test('records outside the mask are not counted', () => {
  const a = model([1, 0, 1, 0], 'pseudo', 'pseudo')
  const b = model([0, 1, 0, 1], 'pseudo', 'pseudo')
  const found = disagreement(a, b, Uint8Array.of(0, 1), 2)
  expect([found.same, found.other, ...found.rows]).toEqual([0, 1, 1])
})
