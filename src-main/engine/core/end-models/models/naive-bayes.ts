import { softmaxInPlace } from '../../numeric/log-space.ts'
import { checkTraining, classShares, type EndModel } from '../end-model.ts'

interface NaiveBayes {
  /** [k] log P(class) */
  logShares: Float64Array
  /** [k × columns] log P(column | class) */
  logLikelihoods: Float64Array
  columnCount: number
}

export const naiveBayes: EndModel<NaiveBayes> = {
  id: 'naive-bayes',
  title: 'Naive Bayes (multinomial)',
  summary:
    'Counts how often each word stands in each class and takes words for independent. Trained in one pass, good with very few labels; its probabilities are too sure of themselves before they are calibrated.',
  paper: 'McCallum, Nigam (1998): A comparison of event models for naive Bayes text classification. AAAI workshop.',
  options: [
    {
      id: 'smoothing',
      title: 'Smoothing',
      help: 'Imagined weight of each word in each class: a larger one trusts rare words less.',
      min: 1e-6,
      max: 1e3,
      default: 0.1,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const { labels, importance, classCount: k, options } = training
    const { columnCount, rowCount, starts, columns, values } = X
    const counts = new Float64Array(k * columnCount).fill(options.smoothing!)
    for (let i = 0; i < rowCount; i++) {
      for (let c = 0; c < k; c++) {
        const weight = importance[i]! * labels[i * k + c]!
        if (weight === 0) continue
        // A number below its mean is no count: it tells nothing here.
        for (let e = starts[i]!; e < starts[i + 1]!; e++)
          counts[c * columnCount + columns[e]!]! += weight * Math.max(values[e]!, 0)
      }
    }
    for (let c = 0; c < k; c++) {
      const own = counts.subarray(c * columnCount, (c + 1) * columnCount)
      const logTotal = Math.log(own.reduce((sum, count) => sum + count, 0))
      for (let f = 0; f < columnCount; f++) own[f] = Math.log(own[f]!) - logTotal
    }
    // One imagined record of each class: a class nobody has seen is unlikely, not impossible.
    const rows = importance.reduce((sum, weight) => sum + weight, 0)
    const logShares = classShares(training).map(share => Math.log((share * rows + 1) / (rows + k)))
    return { logShares, logLikelihoods: counts, columnCount }
  },
  predict({ rowCount, starts, columns, values }, { logShares, logLikelihoods, columnCount }) {
    const k = logShares.length
    const posterior = new Float64Array(rowCount * k)
    for (let i = 0; i < rowCount; i++) {
      for (let c = 0; c < k; c++) {
        let sum = logShares[c]!
        for (let e = starts[i]!; e < starts[i + 1]!; e++)
          sum += Math.max(values[e]!, 0) * logLikelihoods[c * columnCount + columns[e]!]!
        posterior[i * k + c] = sum
      }
      softmaxInPlace(posterior, i * k, k)
    }
    return posterior
  },
  weights({ logLikelihoods, logShares, columnCount }) {
    const k = logShares.length
    const weights = logLikelihoods.slice()
    for (let f = 0; f < columnCount; f++) {
      let mean = 0
      for (let c = 0; c < k; c++) mean += logLikelihoods[c * columnCount + f]! / k
      for (let c = 0; c < k; c++) weights[c * columnCount + f]! -= mean
    }
    return weights
  },
}
