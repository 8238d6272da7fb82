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

/**
 * Where a model is not made for the votes, and why it is still offered. Full confusion matrices need more votes than
 * there are with many classes; without gold, how often LFs of one class vote tells these models of the class balance.
 */
const notMadeFor: Record<string, string[]> = {
  'weighted-vote': ['an LF on every record'],
  'dawid-skene': ['twelve LFs on twenty classes', 'LFs of one class, on four'],
  'matrix-completion': [
    'forty LFs on ten classes',
    'twelve LFs on twenty classes',
    'imbalance of 80:20',
    'imbalance of 95:5',
    'LFs of one class, on four',
    'LFs of one class, 80:20',
  ],
  triplet: ['forty LFs on ten classes', 'LFs of one class, on four', 'LFs of one class, 80:20'],
}

const others = labelModels.map(model => model.id).filter(id => id !== 'majority-vote')

describe.each(others)('%s on planted votes', id => {
  const made = sets.filter(set => !notMadeFor[id]?.includes(set.name))

  test.each(made)('$name: not worse than majority vote, better where LFs differ much', ({ planted, vote, spread }) => {
    const gain = accuracy(id, planted.L, planted.truth) - vote
    // Two LFs that differ tell nothing of which is better, and a few records more or less are chance.
    expect(gain).toBeGreaterThan(planted.L.lfCount <= 2 ? -0.03 : -0.005)
    if (spread) expect(gain).toBeGreaterThan(0.02)
  })
})
