import { expect, test } from 'vitest'
import { STATES } from '../../../../src-shared/vocabulary.ts'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { gold, votes } from '../../testing/votes.ts'
import { crossFit } from './cross-fit.ts'
import type { LabelModel } from './label-model.ts'
import { labelModel } from './registry.ts'

const model = labelModel('majority-vote')!
const input = { options: {}, seed: 1 }

test('a record with gold is scored by its votes, not by its gold', () => {
  const L = votes(2, '0 0 0 \n 1 1 0 \n 0 1 . \n . . .')
  const { posterior } = crossFit(model, L, { ...input, gold: gold('1 . 1 .') }, 5)
  expect([...posterior.subarray(0, 6)]).toEqual([1, 0, 1 / 3, 2 / 3, 1 / 2, 1 / 2])
})

test('records without gold keep the posterior of the fit to all gold', () => {
  const { L, truth } = plantVotes(200, lfsBetween(5, 0.6, 0.9, 0.6), [0.5, 0.5], 2)
  const known = truth.map((c, i) => (i % 4 === 0 ? c : -1))
  const dawidSkene = labelModel('dawid-skene')!
  const withOptions = { options: { smoothing: 1, iterations: 100, tolerance: 1e-9 }, seed: 1, gold: known }
  const full = dawidSkene.fit(L, withOptions).posterior
  const crossed = crossFit(dawidSkene, L, withOptions, 5).posterior
  const changed = [...known.keys()].filter(i => crossed[2 * i] !== full[2 * i])
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.every(i => known[i]! >= 0)).toBe(true)
  expect(crossFit(dawidSkene, L, withOptions, 5).posterior).toEqual(crossed)
})

test('a record that no vote reaches stays uncovered, although each fold has a class balance of its own', () => {
  const L = votes(2, '0 0 \n 1 1 \n 0 . \n . . \n . . \n . . \n 0 1')
  const { states } = crossFit(model, L, { ...input, gold: gold('0 1 . 1 1 0 1') }, 3)
  const named = [...states].map(state => STATES[state])
  expect(named).toEqual(['pseudo', 'pseudo', 'pseudo', 'uncovered', 'uncovered', 'uncovered', 'tied'])
})

test('each gold record is hidden once, and no fold is empty', () => {
  const hidden: number[][] = []
  const spy: LabelModel = {
    ...model,
    fit: (L, given) => {
      hidden.push([...given.gold.keys()].filter(i => given.gold[i] === -1))
      return model.fit(L, given)
    },
  }
  const L = votes(2, '0 \n 0 \n 1')
  crossFit(spy, L, { ...input, gold: gold('0 0 1') }, 10)
  expect(hidden[0]).toEqual([])
  expect(hidden.slice(1).sort()).toEqual([[0], [1], [2]])
  hidden.length = 0
  crossFit(spy, L, { ...input, gold: gold('. . .') }, 5)
  expect(hidden.length).toBe(1)
})
