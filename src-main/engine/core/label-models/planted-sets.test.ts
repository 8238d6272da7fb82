import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { plantedSets } from '../../testing/planted-sets.ts'
import { accuracyCovered } from '../../testing/scores.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { labelModel, labelModels, resolveOptions } from './registry.ts'

const accuracy = (id: string, L: LabelMatrix, truth: Int8Array) => {
  const model = labelModel(id)!
  const gold = new Int8Array(L.recordCount).fill(NONE)
  return accuracyCovered(L, model.fit(L, { gold, options: resolveOptions(model, {}), seed: 1 }), truth)
}

const sets = plantedSets(1).map(set => ({
  ...set,
  vote: accuracy('majority-vote', set.planted.L, set.planted.truth),
}))

const others = labelModels.map(model => model.id).filter(id => id !== 'majority-vote')

describe.each(others)('%s on planted votes', id => {
  test.each(sets)('$name: not worse than majority vote, better where LFs differ much', ({ planted, vote, spread }) => {
    const gain = accuracy(id, planted.L, planted.truth) - vote
    // Two LFs that differ tell nothing of which is better, and a few records more or less are chance.
    expect(gain).toBeGreaterThan(planted.L.lfCount <= 2 ? -0.03 : -0.005)
    if (spread) expect(gain).toBeGreaterThan(0.02)
  })
})
