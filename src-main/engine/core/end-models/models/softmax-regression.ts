import {
  predictSoftmaxRegression,
  type SoftmaxRegression,
  trainSoftmaxRegression,
} from '../../numeric/softmax-regression.ts'
import { checkTraining, type EndModel } from '../end-model.ts'

export const softmaxRegression: EndModel<SoftmaxRegression> = {
  id: 'softmax-regression',
  title: 'Softmax regression',
  summary:
    'Each word and field adds to the log-odds of each class; a label in doubt teaches in proportion to how sure it is. The first to try on text: fast, well calibrated, and each weight can be read.',
  paper:
    'Ratner et al. (2016): Data programming: creating large training sets, quickly. NeurIPS (the noise-aware loss).',
  options: [
    {
      id: 'ridge',
      title: 'Ridge',
      help: 'Pull of the weights to 0, in records: a larger one trusts single words less.',
      min: 1e-6,
      max: 1e6,
      default: 0.3,
    },
    {
      id: 'iterations',
      title: 'Iterations',
      help: 'Training ends after so many steps even if the weights still move.',
      min: 1,
      max: 10_000,
      default: 200,
      integer: true,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const { labels, importance, classCount, options } = training
    return trainSoftmaxRegression(X, {
      labels,
      importance,
      classCount,
      ridge: options.ridge!,
      iterations: options.iterations!,
      isScaled: true,
    })
  },
  predict: predictSoftmaxRegression,
  weights: ({ weights, columnCount, classCount }) => withoutBias(weights, classCount, columnCount),
}

/** [k × columns] of [k × (columns + 1)]. */
export function withoutBias(weights: Float64Array, classCount: number, columnCount: number): Float64Array {
  const without = new Float64Array(classCount * columnCount)
  for (let c = 0; c < classCount; c++) {
    const from = c * (columnCount + 1)
    without.set(weights.subarray(from, from + columnCount), c * columnCount)
  }
  return without
}
