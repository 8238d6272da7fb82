import { createRandom, shuffle } from '../../numeric/random.ts'
import { minimize } from '../../numeric/optimize.ts'
import { pickRows, type SparseMatrix } from '../../numeric/sparse.ts'
import { checkTraining, type EndModel, type EndModelTraining } from '../end-model.ts'
import { withoutBias } from './softmax-regression.ts'

interface LinearSvm {
  /** [k × (columns + 1)] of each class against the others, its bias last. */
  weights: Float64Array
  /** [k × 2] slope and offset that turn a margin into log-odds. */
  sigmoids: Float64Array
  columnCount: number
}

/** Folds whose margins calibrate: the margins of rows that were trained on are too wide. */
const FOLDS = 3

export const linearSvm: EndModel<LinearSvm> = {
  id: 'linear-svm',
  title: 'Linear SVM (calibrated)',
  summary:
    'Looks for the widest margin between each class and the rest, and turns margins into probabilities on rows it has not seen. Often the most accurate linear model on text; slower, since it is trained four times.',
  paper:
    'Hsieh et al. (2008): A dual coordinate descent method for large-scale linear SVM. ICML (the squared hinge loss); Platt (1999): Probabilistic outputs for support vector machines.',
  options: [
    {
      id: 'ridge',
      title: 'Ridge',
      help: 'Pull of the weights to 0, in records: a larger one widens the margin and trusts single words less.',
      min: 1e-6,
      max: 1e6,
      default: 0.5,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const k = training.classCount
    const margins = unseenMargins(X, training, share => training.onProgress?.(0.75 * share))
    const weights = marginsOf(X, training)
    const sigmoids = new Float64Array(2 * k)
    for (let c = 0; c < k; c++) sigmoids.set(sigmoidOn(margins, training, c), 2 * c)
    return { weights, sigmoids, columnCount: X.columnCount }
  },
  predict(X, { weights, sigmoids }) {
    const k = sigmoids.length / 2
    const posterior = scores(X, weights, k)
    for (let i = 0; i < X.rowCount; i++) {
      let total = 0
      for (let c = 0; c < k; c++) {
        const p = 1 / (1 + Math.exp(-(sigmoids[2 * c]! * posterior[i * k + c]! + sigmoids[2 * c + 1]!)))
        posterior[i * k + c] = Math.max(p, 1e-12)
        total += posterior[i * k + c]!
      }
      for (let c = 0; c < k; c++) posterior[i * k + c]! /= total
    }
    return posterior
  },
  weights: ({ weights, sigmoids, columnCount }) => withoutBias(weights, sigmoids.length / 2, columnCount),
}

/** [k × (columns + 1)] the widest margin of each class. */
function marginsOf(X: SparseMatrix, training: EndModelTraining): Float64Array {
  const width = X.columnCount + 1
  const weights = new Float64Array(training.classCount * width)
  for (let c = 0; c < training.classCount; c++) {
    // Of two classes one margin is the other's, turned round.
    if (c === 1 && training.classCount === 2) {
      for (let f = 0; f < width; f++) weights[width + f] = -weights[f]!
    } else
      minimize(squaredHinge(X, training, c), weights.subarray(c * width, (c + 1) * width), {
        iterations: 100,
        tolerance: 1e-3,
      })
  }
  return weights
}

/** A row in doubt pulls to both sides, each in proportion to its probability. */
function squaredHinge(
  { starts, columns, values, rowCount, columnCount }: SparseMatrix,
  training: EndModelTraining,
  c: number,
) {
  const { labels, importance, classCount: k } = training
  const rows = Math.max(
    importance.reduce((sum, weight) => sum + weight, 0),
    1,
  )
  const ridge = training.options.ridge! / rows
  return (weights: Float64Array, gradient: Float64Array): number => {
    let loss = 0
    for (let f = 0; f < columnCount; f++) {
      loss += 0.5 * ridge * weights[f]! ** 2
      gradient[f] = ridge * weights[f]!
    }
    gradient[columnCount] = 0
    for (let i = 0; i < rowCount; i++) {
      const weight = importance[i]! / rows
      if (weight === 0) continue
      let margin = weights[columnCount]!
      for (let e = starts[i]!; e < starts[i + 1]!; e++) margin += weights[columns[e]!]! * values[e]!
      const p = labels[i * k + c]!
      const short = Math.max(0, 1 - margin)
      const over = Math.max(0, 1 + margin)
      loss += weight * (p * short ** 2 + (1 - p) * over ** 2)
      const slope = 2 * weight * ((1 - p) * over - p * short)
      if (slope === 0) continue
      for (let e = starts[i]!; e < starts[i + 1]!; e++) gradient[columns[e]!]! += slope * values[e]!
      gradient[columnCount]! += slope
    }
    return loss
  }
}

/** [rows × k] margins of each row by weights that were found without it. */
function unseenMargins(X: SparseMatrix, training: EndModelTraining, onProgress: (share: number) => void): Float64Array {
  const { classCount: k, importance } = training
  const order = shuffle(
    Uint32Array.from({ length: X.rowCount }, (_, i) => i),
    createRandom(training.seed),
  )
  const margins = new Float64Array(X.rowCount * k)
  for (let fold = 0; fold < FOLDS; fold++) {
    const hidden = order.filter((_, at) => at % FOLDS === fold)
    const shown = importance.slice()
    for (const i of hidden) shown[i] = 0
    const found = scores(pickRows(X, hidden), marginsOf(X, { ...training, importance: shown }), k)
    hidden.forEach((i, at) => margins.set(found.subarray(at * k, (at + 1) * k), i * k))
    onProgress((fold + 1) / FOLDS)
  }
  return margins
}

/** Slope and offset under which the labels are likeliest, held near (1, 0) by one imagined row on each side. */
function sigmoidOn(
  margins: Float64Array,
  { labels, importance, classCount: k }: EndModelTraining,
  c: number,
): Float64Array {
  const found = Float64Array.of(1, 0)
  minimize(
    ([slope, offset], gradient) => {
      let loss = 0
      gradient.fill(0)
      const add = (margin: number, p: number, weight: number) => {
        const lead = slope! * margin + offset!
        const less = Math.exp(-Math.abs(lead))
        loss += weight * (Math.max(lead, 0) + Math.log1p(less) - p * lead)
        const error = weight * ((lead > 0 ? 1 : less) / (1 + less) - p)
        gradient[0]! += error * margin
        gradient[1]! += error
      }
      add(1, 0.75, 1)
      add(-1, 0.25, 1)
      for (let i = 0; i < importance.length; i++) add(margins[i * k + c]!, labels[i * k + c]!, importance[i]!)
      return loss
    },
    found,
    { iterations: 50 },
  )
  return found
}

/** [rows × k] */
function scores(
  { rowCount, columnCount, starts, columns, values }: SparseMatrix,
  weights: Float64Array,
  k: number,
): Float64Array {
  const found = new Float64Array(rowCount * k)
  for (let c = 0; c < k; c++) {
    const from = c * (columnCount + 1)
    for (let i = 0; i < rowCount; i++) {
      let sum = weights[from + columnCount]!
      for (let e = starts[i]!; e < starts[i + 1]!; e++) sum += weights[from + columns[e]!]! * values[e]!
      found[i * k + c] = sum
    }
  }
  return found
}
