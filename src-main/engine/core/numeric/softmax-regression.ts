import { softmaxInPlace } from './log-space.ts'
import { minimize, type Objective } from './optimize.ts'
import { type SparseMatrix, withoutEmptyColumns } from './sparse.ts'

/** A linear model of the class: k · (columns + 1) weights, those of class c from `c * (columns + 1)`, its bias last. */
export interface SoftmaxRegression {
  weights: Float64Array
  columnCount: number
  classCount: number
}

export interface Training {
  /** [rows × k] P(class) to learn from. */
  labels: Float64Array
  /** [rows] how much each row counts; 0 leaves it out. */
  importance: Float64Array
  classCount: number
  /** Pull of the weights to 0 (not of the bias), in rows: larger is smoother. */
  ridge: number
  iterations: number
  /**
   * [rows × k] log-weights of the classes that are known beforehand: only what is wrong with them is learned, on top of
   * them, without a bias.
   */
  known?: Float64Array
  /**
   * Each weight takes steps of its own length, by how often its column is filled: it is at the end in a fraction of the
   * iterations. Without it, the weights of rare columns are still small when the iterations run out.
   */
  isScaled?: boolean
}

/** Of the loss: the classes of new records do not change any more long before. */
const LEAST_GAIN = 1e-5

/** Cross-entropy to probabilistic labels, so that a doubtful label teaches in proportion to how sure it is. */
export function trainSoftmaxRegression(X: SparseMatrix, training: Training): SoftmaxRegression {
  const { classCount: k, iterations } = training
  const { kept, X: seen } = withoutEmptyColumns(X)
  const width = seen.columnCount + 1
  const found = new Float64Array((k === 2 ? 1 : k) * width)
  const objective = k === 2 ? pairObjective(seen, training) : objectiveOf(seen, training)
  const curvature = training.isScaled ? curvatureOf(seen, training, found.length) : undefined
  minimize(objective, found, { iterations, tolerance: 1e-4, leastGain: training.isScaled ? LEAST_GAIN : 0, curvature })
  // A column that no row has keeps the weight 0.
  const weights = new Float64Array(k * (X.columnCount + 1))
  for (let c = 0; c < k; c++) {
    const row = c * (X.columnCount + 1)
    const at = k === 2 ? 0 : c * width
    const sign = k === 2 ? (c === 0 ? -Math.SQRT1_2 : Math.SQRT1_2) : 1
    for (let f = 0; f < kept.length; f++) weights[row + kept[f]!] = sign * found[at + f]!
    weights[row + X.columnCount] = sign * found[at + kept.length]!
  }
  return { weights, columnCount: X.columnCount, classCount: k }
}

/** Adds what the model says of each row to its log-weights, [rows × k], in place. */
export function addScores(X: SparseMatrix, model: SoftmaxRegression, logWeights: Float64Array): void {
  const k = model.classCount
  const scores = new Float64Array(k)
  for (let i = 0; i < X.rowCount; i++) {
    score(X, i, model.weights, model.columnCount + 1, scores)
    for (let c = 0; c < k; c++) logWeights[i * k + c]! += scores[c]!
  }
}

/** [weights] of the loss at its start, where all classes are as likely. */
function curvatureOf(X: SparseMatrix, { importance, classCount: k, ridge }: Training, size: number): Float64Array {
  const { starts, columns, values, rowCount, columnCount } = X
  const width = columnCount + 1
  const scale = scaleOf(importance)
  // Of log Σ exp along one class; for a pair, whose weights are √2 as long, twice that.
  const bend = k === 2 ? 1 / 2 : (1 / k) * (1 - 1 / k)
  const own = new Float64Array(width).fill(ridge * scale)
  own[columnCount] = 1e-12
  for (let i = 0; i < rowCount; i++) {
    const weight = importance[i]! * scale * bend
    for (let e = starts[i]!; e < starts[i + 1]!; e++) own[columns[e]!]! += weight * values[e]! ** 2
    own[columnCount]! += weight
  }
  const curvature = new Float64Array(size)
  for (let from = 0; from < size; from += width) curvature.set(own, from)
  return curvature
}

/** k weights for each column, class by class, and a bias each. */
function objectiveOf(X: SparseMatrix, { labels, importance, classCount: k, ridge, known }: Training): Objective {
  const { starts, columns, values, rowCount, columnCount } = X
  const width = columnCount + 1
  const scores = new Float64Array(k)
  const scale = scaleOf(importance)
  return (weights, gradient) => {
    let loss = 0
    for (let c = 0; c < k; c++) loss += pull(weights, gradient, c * width, columnCount, ridge * scale)
    for (let i = 0; i < rowCount; i++) {
      const weight = importance[i]! * scale
      if (weight === 0) continue
      score(X, i, weights, width, scores)
      if (known) for (let c = 0; c < k; c++) scores[c]! += known[i * k + c]!
      loss += weight * softmaxWithLogSum(scores, labels, i * k)
      const to = starts[i + 1]!
      for (let c = 0; c < k; c++) {
        const error = weight * (scores[c]! - labels[i * k + c]!)
        const row = c * width
        for (let e = starts[i]!; e < to; e++) gradient[row + columns[e]!]! += error * values[e]!
        if (!known) gradient[row + columnCount]! += error
      }
    }
    return loss
  }
}

/**
 * The same for two classes. Their weights are opposite from start to end, so only v = √2 · those of class 1 are kept: half
 * of the work, and the same way to the solution, as both are equally long.
 */
function pairObjective(X: SparseMatrix, { labels, importance, ridge, known }: Training): Objective {
  const { starts, columns, values, rowCount, columnCount } = X
  const scale = scaleOf(importance)
  return (v, gradient) => {
    let loss = pull(v, gradient, 0, columnCount, ridge * scale)
    for (let i = 0; i < rowCount; i++) {
      const weight = importance[i]! * scale
      if (weight === 0) continue
      const to = starts[i + 1]!
      let sum = v[columnCount]!
      for (let e = starts[i]!; e < to; e++) sum += v[columns[e]!]! * values[e]!
      const lead = Math.SQRT2 * sum + (known ? known[2 * i + 1]! - known[2 * i]! : 0)
      const less = Math.exp(-Math.abs(lead))
      const second = (lead > 0 ? 1 : less) / (1 + less)
      const gap = labels[2 * i + 1]! - labels[2 * i]!
      loss += weight * (0.5 * Math.abs(lead) + Math.log1p(less) - 0.5 * gap * lead)
      const error = weight * Math.SQRT1_2 * (2 * second - 1 - gap)
      for (let e = starts[i]!; e < to; e++) gradient[columns[e]!]! += error * values[e]!
      if (!known) gradient[columnCount]! += error
    }
    return loss
  }
}

/** In rows that count. */
function scaleOf(importance: Float64Array): number {
  let total = 0
  for (const weight of importance) total += weight
  return 1 / Math.max(total, 1)
}

/** Begins the gradient with the ridge, which does not pull at the bias; returns what it costs. */
function pull(weights: Float64Array, gradient: Float64Array, from: number, columnCount: number, ridge: number): number {
  let squares = 0
  for (let f = from; f < from + columnCount; f++) {
    const weight = weights[f]!
    squares += weight * weight
    gradient[f] = ridge * weight
  }
  gradient[from + columnCount] = 0
  return 0.5 * ridge * squares
}

/** [rows × k] P(class) of each row, or of those that are asked about, in their order. */
export function predictSoftmaxRegression(
  X: SparseMatrix,
  model: SoftmaxRegression,
  rows?: ArrayLike<number>,
): Float64Array {
  const k = model.classCount
  const scores = new Float64Array(k)
  const count = rows?.length ?? X.rowCount
  const result = new Float64Array(count * k)
  for (let s = 0; s < count; s++) {
    score(X, rows ? rows[s]! : s, model.weights, model.columnCount + 1, scores)
    softmaxInPlace(scores, 0, k)
    result.set(scores, s * k)
  }
  return result
}

function score(
  { starts, columns, values }: SparseMatrix,
  i: number,
  weights: Float64Array,
  width: number,
  scores: Float64Array,
): void {
  const from = starts[i]!
  const to = starts[i + 1]!
  for (let c = 0; c < scores.length; c++) {
    const row = c * width
    let sum = weights[row + width - 1]!
    for (let e = from; e < to; e++) sum += weights[row + columns[e]!]! * values[e]!
    scores[c] = sum
  }
}

/** Turns scores into probabilities and returns the cross-entropy to the labels of the row. */
function softmaxWithLogSum(scores: Float64Array, labels: Float64Array, row: number): number {
  let expected = 0
  for (let c = 0; c < scores.length; c++) expected += labels[row + c]! * scores[c]!
  return softmaxInPlace(scores, 0, scores.length) - expected
}
