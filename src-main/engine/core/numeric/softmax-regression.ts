import { softmaxInPlace } from './log-space.ts'
import { minimize } from './optimize.ts'
import type { SparseMatrix } from './sparse.ts'

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
}

/** Cross-entropy to probabilistic labels, so that a doubtful label teaches in proportion to how sure it is. */
export function trainSoftmaxRegression(
  X: SparseMatrix,
  { labels, importance, classCount: k, ridge, iterations }: Training,
): SoftmaxRegression {
  const width = X.columnCount + 1
  const scores = new Float64Array(k)
  let total = 0
  for (const weight of importance) total += weight
  const scale = 1 / Math.max(total, 1)
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    let loss = 0
    for (let c = 0; c < k; c++) {
      for (let f = 0; f < X.columnCount; f++) {
        const weight = weights[c * width + f]!
        loss += 0.5 * ridge * weight * weight * scale
        gradient[c * width + f] = ridge * weight * scale
      }
      gradient[c * width + X.columnCount] = 0
    }
    for (let i = 0; i < X.rowCount; i++) {
      const weight = importance[i]! * scale
      if (weight === 0) continue
      score(X, i, weights, width, scores)
      const logSum = softmaxWithLogSum(scores, labels, i * k)
      loss += weight * logSum
      for (let c = 0; c < k; c++) {
        const error = weight * (scores[c]! - labels[i * k + c]!)
        for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++)
          gradient[c * width + X.columns[e]!]! += error * X.values[e]!
        gradient[c * width + X.columnCount]! += error
      }
    }
    return loss
  }
  const weights = new Float64Array(k * width)
  minimize(objective, weights, iterations, 1e-4)
  return { weights, columnCount: X.columnCount, classCount: k }
}

/** [rows × k] P(class) of each row. */
export function predictSoftmaxRegression(X: SparseMatrix, model: SoftmaxRegression): Float64Array {
  const k = model.classCount
  const scores = new Float64Array(k)
  const result = new Float64Array(X.rowCount * k)
  for (let i = 0; i < X.rowCount; i++) {
    score(X, i, model.weights, model.columnCount + 1, scores)
    softmaxInPlace(scores, 0, k)
    result.set(scores, i * k)
  }
  return result
}

function score(X: SparseMatrix, i: number, weights: Float64Array, width: number, scores: Float64Array): void {
  const to = X.starts[i + 1]!
  for (let c = 0; c < scores.length; c++) {
    const row = c * width
    let sum = weights[row + width - 1]!
    for (let e = X.starts[i]!; e < to; e++) sum += weights[row + X.columns[e]!]! * X.values[e]!
    scores[c] = sum
  }
}

/** Turns scores into probabilities and returns the cross-entropy to the labels of the row. */
function softmaxWithLogSum(scores: Float64Array, labels: Float64Array, row: number): number {
  let expected = 0
  for (let c = 0; c < scores.length; c++) expected += labels[row + c]! * scores[c]!
  return softmaxInPlace(scores, 0, scores.length) - expected
}
