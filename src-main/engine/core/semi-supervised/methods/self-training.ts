import { baseOf, predictBase, trainBase, type TrainedBase } from '../rounds/base.ts'
import { classBalanced, guard, maxRounds, threshold } from '../rounds/options.ts'
import { pseudoLabelRounds } from '../rounds/pseudo-label-rounds.ts'
import { selectConfident, sharesOf } from '../rounds/select.ts'
import type { SemiSupervisedMethod } from '../semi-supervised.ts'

export const selfTraining: SemiSupervisedMethod<TrainedBase> = {
  id: 'self-training',
  title: 'Self-training',
  summary:
    'A model is trained on gold, labels the records of which it is sure, and is trained again on those as well, round after round. Right where the model is seldom wrong when it is sure; what it gets wrong it learns as if it were right, and the guard is there to notice.',
  paper:
    'Yarowsky (1995): Unsupervised word sense disambiguation rivaling supervised methods. ACL. Rounds as in SelfTrainingClassifier of scikit-learn.',
  trainsBase: true,
  options: [
    threshold(0.75),
    {
      id: 'k-best',
      title: 'Surest per round',
      help: 'Each round adds so many of the records of which the model is surest, whatever the threshold; 0: all above the threshold.',
      min: 0,
      max: 1_000_000,
      default: 0,
      integer: true,
    },
    maxRounds(10),
    classBalanced,
    guard(1),
  ],
  run(X, input) {
    const { gold, classCount: k, options, seed } = input
    const kBest = options['k-best']!
    const base = baseOf(selfTraining, input)
    const shares = options['class-balanced'] === 1 ? sharesOf(gold, k) : undefined
    return pseudoLabelRounds(X, input, {
      learn(classes, onProgress) {
        const trained = trainBase(base, X, { classes, classCount: k, seed, onProgress })
        return { trained, posterior: predictBase(X, trained) }
      },
      select: ({ posterior }, candidates) =>
        selectConfident(posterior, k, {
          candidates,
          threshold: kBest > 0 ? 0 : options.threshold!,
          most: kBest > 0 ? kBest : Infinity,
          shares,
        }),
    })
  },
  predict: predictBase,
}
