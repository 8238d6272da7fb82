import { expect, test } from 'vitest'
import { NONE, SPLITS } from '../../../../src-shared/vocabulary.ts'
import { plantVotes } from '../../testing/synthetic.ts'
import type { LabelModel } from '../label-models/label-model.ts'
import { labelModel } from '../label-models/registry.ts'
import { queryStrategies, queryStrategy } from '../query-strategies/registry.ts'
import { labelModelLearner } from './learners.ts'
import { simulate, type SimulationInput } from './simulate.ts'

const n = 200
const lfs = [0.9, 0.7, 0.6].map(accuracy => ({ accuracy, coverage: 0.8 }))
const { L, truth } = plantVotes(n, lfs, [0.6, 0.4], 1)

function input(model: LabelModel = labelModel('dawid-skene')!, seed = 4): SimulationInput {
  const options = Object.fromEntries(model.options.map(option => [option.id, option.default]))
  return {
    L,
    learner: labelModelLearner(L, model, { options, seed }),
    gold: new Int8Array(n).fill(NONE),
    reference: truth,
    splits: new Int8Array(n).fill(NONE),
    live: new Uint8Array(n).fill(1),
    classNames: ['A', 'B'],
    seed,
  }
}

/** Keeps the gold of each fit. */
function watched(): { model: LabelModel; golds: Int8Array[] } {
  const golds: Int8Array[] = []
  const model = labelModel('majority-vote')!
  return {
    golds,
    model: {
      ...model,
      fit(votes, request) {
        golds.push(request.gold)
        return model.fit(votes, { ...request, gold: request.gold.slice() })
      },
    },
  }
}
const answered = (gold: Int8Array) => gold.reduce((count, c) => count + +(c !== NONE), 0)

test.each(queryStrategies.map(({ id }) => id))('%s: as many answers as asked for, the same with the same seed', id => {
  const strategy = queryStrategy(id)!
  const curve = simulate(input(), strategy, 12)
  expect(curve.map(({ reviews }) => reviews)).toEqual([0, 5, 10, 12])
  expect(simulate(input(), strategy, 12)).toEqual(curve)
})

test('what is measured is never asked: the test split, or else 30 % of what has a reference', () => {
  const { model, golds } = watched()
  simulate(input(model), queryStrategy('random')!, 1_000)
  expect(answered(golds.at(-1)!)).toBe(0.7 * n)

  const tested = watched()
  const splits = Int8Array.from({ length: n }, (_, i) => (i < 50 ? SPLITS.indexOf('test') : NONE))
  simulate({ ...input(tested.model), splits }, queryStrategy('random')!, 1_000)
  const gold = tested.golds.at(-1)!
  expect(answered(gold)).toBe(150)
  expect(answered(gold.subarray(0, 50))).toBe(0)
})

test('records of the valid split teach nothing, and are asked when no other is left', () => {
  const { model, golds } = watched()
  const splits = Int8Array.from({ length: n }, (_, i) => SPLITS.indexOf(i < 50 ? 'test' : i < 100 ? 'valid' : 'train'))
  const play = (reviews: number) => simulate({ ...input(model), splits }, queryStrategy('random')!, reviews)
  play(100)
  expect(answered(golds.at(-1)!.subarray(100))).toBe(100)
  expect(play(1_000).at(-1)!.reviews).toBe(150)
  expect(answered(golds.at(-1)!)).toBe(100)
})

test('deleted records and those without a reference are neither asked nor measured, and gold there was is kept', () => {
  const { model, golds } = watched()
  const live = Uint8Array.from({ length: n }, (_, i) => +(i >= 20))
  const reference = truth.map((c, i) => (i >= 180 ? NONE : c))
  const gold = new Int8Array(n).fill(NONE)
  gold[190] = 1
  simulate({ ...input(model), live, reference, gold }, queryStrategy('random')!, 1_000)
  const last = golds.at(-1)!
  expect(answered(last)).toBe(0.7 * 160 + 1)
  expect(answered(last.subarray(0, 20))).toBe(0)
  expect(last[190]).toBe(1)
})
