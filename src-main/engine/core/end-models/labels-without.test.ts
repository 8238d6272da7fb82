import { expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { bestClassOf } from '../../testing/scores.ts'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { labelModel, resolveOptions } from '../label-models/registry.ts'
import { createRandom } from '../numeric/random.ts'
import { recordStates } from '../states.ts'
import { textFeatures } from '../text/text-features.ts'
import { labelsWithoutGoldOf } from './labels-without.ts'
import { learn } from './learn.ts'
import { endModel } from './registry.ts'
import { trainingLabels } from './training-labels.ts'

const N = 240

/** Each two records read alike and like no other; one of them has gold, by the toss of a coin. */
function pairsWithTossedGold() {
  const { L } = plantVotes(N, lfsBetween(5, 0.6, 0.7, 0.7), [0.5, 0.5], 3)
  const random = createRandom(11)
  const gold = Int8Array.from({ length: N }, (_, i) => (i % 2 === 0 ? Number(random() < 0.5) : NONE))
  const features = textFeatures(Array.from({ length: N }, (_, i) => `${word(i >> 1)} ${word(i >> 1).repeat(2)}`))
  return { L, gold, features }
}

/** 0, 1, 2 … in letters that no two share. */
const word = (n: number): string => [...`${n + 100}`].map(digit => 'bcdfghjklm'[Number(digit)]).join('a')

test('an end model is not asked about gold that the labels of other records come from', () => {
  const { L, gold, features } = pairsWithTossedGold()
  const auto = labelModel('auto')!
  const input = { gold, options: resolveOptions(auto, {}), seed: 0, features }
  const splits = new Int8Array(N).fill(NONE)
  const live = new Uint8Array(N).fill(1)
  const { posterior, classBalance } = auto.fit(L, input)
  const labels = trainingLabels({
    classCount: 2,
    gold,
    splits,
    isLive: () => true,
    proposals: { posterior, states: recordStates(L, posterior, classBalance), taught: gold },
  })
  const model = endModel('softmax-regression')!
  const training = { ...labels, X: features, gold, classCount: 2, options: resolveOptions(model, {}), seed: 0 }
  const known = [...gold.keys()].filter(i => gold[i] !== NONE)
  const rightOn = ({ posterior }: { posterior: Float64Array }) =>
    known.filter(i => bestClassOf(posterior, i, 2) === gold[i]).length / known.length

  expect(rightOn(learn(model, training))).toBeGreaterThan(0.75)
  const behind = { gold, labelsWithout: labelsWithoutGoldOf({ L, model: auto, input, splits, live }) }
  expect(rightOn(learn(model, { ...training, behind }))).toBeLessThan(0.6)
  // Nor where only the other half of the pairs is learned from.
  const importance = labels.importance.map((counts, i) => (i % 2 === 0 ? 0 : counts))
  expect(rightOn(learn(model, { ...training, importance }))).toBeGreaterThan(0.75)
  expect(rightOn(learn(model, { ...training, importance, behind }))).toBeLessThan(0.6)
})

test('without gold among the rows there is nothing to leave out', () => {
  const { L, gold, features } = pairsWithTossedGold()
  const auto = labelModel('auto')!
  const ask = labelsWithoutGoldOf({
    L,
    model: auto,
    input: { gold, options: resolveOptions(auto, {}), seed: 0, features },
    splits: new Int8Array(N).fill(NONE),
    live: new Uint8Array(N).fill(1),
  })
  expect(ask(Uint32Array.of(1, 3, 5))).toBeUndefined()
  const without = ask(Uint32Array.of(0, 1, 2))!
  expect(without.usedGold).toBe(N / 2 - 2)
})
