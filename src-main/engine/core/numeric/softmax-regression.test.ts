import { expect, test } from 'vitest'
import { predictSoftmaxRegression, trainSoftmaxRegression } from './softmax-regression.ts'
import type { SparseMatrix } from './sparse.ts'

/** Each row holds one column. */
const oneHot = (...columns: number[]): SparseMatrix => ({
  rowCount: columns.length,
  columnCount: 3,
  starts: Uint32Array.from({ length: columns.length + 1 }, (_, i) => i),
  columns: Uint32Array.from(columns),
  values: new Float32Array(columns.length).fill(1),
})

const options = { classCount: 2, ridge: 1e-6, iterations: 200 }

test('probabilistic labels come back as probabilities', () => {
  const X = oneHot(0, 1, 2)
  const labels = Float64Array.of(0.9, 0.1, 0.3, 0.7, 0.5, 0.5)
  const model = trainSoftmaxRegression(X, { ...options, labels, importance: Float64Array.of(1, 1, 1) })
  const predicted = predictSoftmaxRegression(X, model)
  predicted.forEach((p, x) => expect(p).toBeCloseTo(labels[x]!, 2))
})

test('rows without importance teach nothing, and more of it teaches more', () => {
  const X = oneHot(0, 0, 0)
  const labels = Float64Array.of(1, 0, 0, 1, 0, 1)
  const model = trainSoftmaxRegression(X, { ...options, labels, importance: Float64Array.of(3, 1, 0) })
  expect(predictSoftmaxRegression(X, model)[0]).toBeCloseTo(3 / 4, 2)
  const none = trainSoftmaxRegression(X, { ...options, labels, importance: new Float64Array(3) })
  expect(predictSoftmaxRegression(X, none)[0]).toBe(0.5)
})
