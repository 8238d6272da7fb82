import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { CROWD_SETS, LF_SETS, reference } from '../../../testing/reference.ts'
import { accuracyCovered, bestClassOf } from '../../../testing/scores.ts'
import { votes } from '../../../testing/votes.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import type { LabelModel } from '../label-model.ts'
import { labelModel, resolveOptions } from '../registry.ts'
import { fitGlad } from './glad.ts'

const fit = (model: LabelModel, L: LabelMatrix, options: Record<string, number> = {}) =>
  model.fit(L, {
    gold: new Int8Array(L.recordCount).fill(NONE),
    options: resolveOptions(model, options),
    seed: 0,
  })

/** The share of records that get the same class. */
function agreement(model: LabelModel, L: LabelMatrix, theirs: Int8Array, options: Record<string, number>): number {
  const { posterior } = fit(model, L, options)
  return theirs.filter((c, i) => c === bestClassOf(posterior, i, L.classCount)).length / theirs.length
}

const oneCoin = labelModel('one-coin')!
const glad = labelModel('glad')!
const mace = labelModel('mace')!

describe.each(CROWD_SETS)("%s: the classes are crowd-kit's", set => {
  const { L, classesOf } = reference(set)

  test('one-coin, without smoothing', () => {
    expect(agreement(oneCoin, L, classesOf('oneCoin'), { smoothing: 0 })).toBeGreaterThanOrEqual(0.99)
  })

  test('GLAD, without smoothing', () => {
    expect(agreement(glad, L, classesOf('glad'), { smoothing: 0 })).toBeGreaterThanOrEqual(0.98)
  })

  /** crowd-kit itself mixes up the habits of the classes, see `testing/reference/README.md`. */
  test('MACE, without smoothing, once its classes are kept in order', () => {
    expect(agreement(mace, L, classesOf('maceMended'), { smoothing: 0 })).toBeGreaterThanOrEqual(0.99)
  })
})

describe.each([oneCoin, mace, glad])('$id on real LFs', model => {
  test.each(LF_SETS)('%s: not worse than majority vote, although LFs vote one class only', set => {
    const { L, gold, majorityVote } = reference(set)
    expect(accuracyCovered(L, fit(model, L), gold)).toBeGreaterThan(majorityVote - 0.005)
  })
})

test('MACE sees that a spammer votes from habit', () => {
  const L = votes(2, Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? '0 0 0 0' : '1 1 1 0')).join('\n'))
  const { lfAccuracy, logWeights } = fit(mace, L, { smoothing: 0 })
  expect([...lfAccuracy]).toEqual([1, 1, 1, 0.5].map(accuracy => expect.closeTo(accuracy, 3)))
  const gain = (j: number) => logWeights![j * 4]! - logWeights![j * 4 + 2]!
  expect(gain(3)).toBeLessThan(gain(0) / 4)
})

test('GLAD is less sure of a record on which the votes of equals differ', () => {
  const L = votes(2, '0 0 0 0 1 \n 0 0 0 0 0 \n 1 1 1 1 1 \n 1 1 1 0 0')
  const { posterior, history } = fitGlad(L, {
    gold: new Int8Array(4).fill(NONE),
    options: { smoothing: 1, iterations: 100, tolerance: 1e-6 },
    seed: 0,
  })
  expect(posterior[0]!).toBeLessThan(posterior[2]!)
  expect(posterior[7]!).toBeLessThan(posterior[5]!)
  expect(history.every((value, t) => t === 0 || value >= history[t - 1]! - 1e-9)).toBe(true)
})
