import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { createRandom } from '../../numeric/random.ts'
import { joinRows } from '../../numeric/sparse.ts'
import { dropColumns, unchanged } from '../augmentations.ts'
import { baseOf, predictBase, trainBase, type TrainedBase } from '../rounds/base.ts'
import { classBalanced, guard, maxRounds, threshold } from '../rounds/options.ts'
import { pseudoLabelRounds } from '../rounds/pseudo-label-rounds.ts'
import { selectConfident, sharesOf } from '../rounds/select.ts'
import type { SemiSupervisedMethod } from '../semi-supervised.ts'

/** The loss of FixMatch, made smaller by turns: targets from the model of the last round, then a model to these targets. */
export const consistency: SemiSupervisedMethod<TrainedBase> = {
  id: 'consistency',
  title: 'Consistency',
  summary:
    'What the model is sure of when a record is whole it must also say when the record is disturbed: words dropped, an image moved. Right where one knows what can be changed about a record without changing its class; best with softmax regression or the neural network.',
  paper:
    'Sohn et al. (2020): FixMatch: simplifying semi-supervised learning with consistency and confidence. NeurIPS 33; Xie et al. (2020): Unsupervised data augmentation for consistency training. NeurIPS 33.',
  trainsBase: true,
  options: [
    threshold(0.9),
    {
      id: 'dropout',
      title: 'Dropout',
      help: 'Share of the words and numbers of a record that are left out when it is disturbed.',
      min: 0,
      max: 0.95,
      default: 0.3,
    },
    {
      id: 'weight',
      title: 'Weight of the unlabeled',
      help: 'How much all unlabeled records together count, if the model were sure of each; 1: as much as the gold.',
      min: 0,
      max: 100,
      default: 1,
    },
    maxRounds(10),
    classBalanced,
    guard(1),
  ],
  run(X, input) {
    const { gold, classCount: k, options, seed } = input
    const base = baseOf(consistency, input)
    const random = createRandom(seed)
    const { weak, strong } = input.augmentations ?? { weak: unchanged, strong: dropColumns(options.dropout!) }
    const shares = options['class-balanced'] === 1 ? sharesOf(gold, k) : undefined
    const goldCount = gold.filter(c => c !== NONE).length
    const each = (options.weight! * goldCount) / Math.max(1, gold.length - goldCount)
    return pseudoLabelRounds(X, input, {
      isRevising: true,
      learn(classes, onProgress) {
        const n = classes.length
        const twice = new Int8Array(2 * n).fill(NONE)
        classes.forEach((c, i) => (twice[gold[i] === NONE ? n + i : i] = c))
        const importance = Float64Array.from(twice, (_, at) => (at < n ? 1 : each))
        const both = joinRows(weak(X, random), strong(X, random))
        const trained = trainBase(base, both, { classes: twice, importance, classCount: k, seed, onProgress })
        return { trained, posterior: predictBase(X, trained) }
      },
      select({ trained }, candidates) {
        const posterior = predictBase(weak(X, random), trained)
        return selectConfident(posterior, k, { candidates, threshold: options.threshold!, most: Infinity, shares })
      },
    })
  },
  predict: predictBase,
}
