import { expect, test } from 'vitest'
import { addScores, predictSoftmaxRegression, trainSoftmaxRegression } from './softmax-regression.ts'
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
  const some = predictSoftmaxRegression(X, model, [2, 0])
  expect(some).toEqual(Float64Array.of(...predicted.subarray(4), ...predicted.subarray(0, 2)))
})

test('rows without importance teach nothing, and more of it teaches more', () => {
  const X = oneHot(0, 0, 0)
  const labels = Float64Array.of(1, 0, 0, 1, 0, 1)
  const model = trainSoftmaxRegression(X, { ...options, labels, importance: Float64Array.of(3, 1, 0) })
  expect(predictSoftmaxRegression(X, model)[0]).toBeCloseTo(3 / 4, 2)
  const none = trainSoftmaxRegression(X, { ...options, labels, importance: new Float64Array(3) })
  expect(predictSoftmaxRegression(X, none)[0]).toBe(0.5)
})

test.each([2, 3])('of %i classes: no weight could be better, by the loss as it is written in books', k => {
  const X: SparseMatrix = {
    rowCount: 6,
    columnCount: 5,
    starts: Uint32Array.of(0, 2, 3, 5, 6, 6, 8),
    columns: Uint32Array.of(0, 3, 1, 0, 1, 3, 1, 3),
    values: Float32Array.of(1, 0.5, 2, 0.25, 1, 1, 0.5, 1.5),
  }
  const labels = Float64Array.from({ length: 6 * k }, (_, x) => (x % k === Math.floor(x / k) % k ? 0.8 : 0.2 / (k - 1)))
  const importance = Float64Array.of(1, 2, 0.5, 1, 3, 0)
  const ridge = 0.3
  const model = trainSoftmaxRegression(X, { labels, importance, classCount: k, ridge, iterations: 200 })
  const loss = (weights: Float64Array) => {
    const predicted = predictSoftmaxRegression(X, { ...model, weights })
    let sum = 0
    weights.forEach((weight, at) => (sum += at % 6 === 5 ? 0 : 0.5 * ridge * weight ** 2))
    predicted.forEach((p, x) => (sum -= importance[Math.floor(x / k)]! * labels[x]! * Math.log(p)))
    return sum
  }
  const best = loss(model.weights)
  model.weights.forEach((weight, at) => {
    for (const step of [-0.02, 0.02]) expect(loss(model.weights.with(at, weight + step))).toBeGreaterThan(best - 1e-7)
  })
  for (let c = 0; c < k; c++) for (const empty of [2, 4]) expect(model.weights[c * 6 + empty]).toBeCloseTo(0, 12)
})

test.each([2, 3])('of %i classes: what is known beforehand is corrected where the labels say otherwise', k => {
  const X = oneHot(0, 0, 1)
  const known = new Float64Array(3 * k)
  const labels = new Float64Array(3 * k)
  for (const row of [0, 1, 2]) known[row * k] = 2
  for (const row of [0, 1]) labels[row * k + k - 1] = 1
  for (let c = 0; c < k; c++) labels[2 * k + c] = Math.exp(known[2 * k + c]!) / (Math.exp(2) + k - 1)
  const model = trainSoftmaxRegression(X, {
    labels,
    known,
    importance: Float64Array.of(1, 1, 1),
    classCount: k,
    ridge: 0.5,
    iterations: 200,
  })
  const found = known.slice()
  addScores(X, model, found)
  expect(found[k - 1]).toBeGreaterThan(found[0]!)
  expect(found[2 * k]! - found[2 * k + k - 1]!).toBeCloseTo(2, 3)
  const other = new Float64Array(k)
  addScores(oneHot(2), model, other)
  expect([...other]).toEqual(Array.from({ length: k }, () => 0))
})
