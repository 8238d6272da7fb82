import { describe, expect, test } from 'vitest'
import { sparse } from '../../testing/matrices.ts'
import { resolveOptions } from '../label-models/registry.ts'
import { createRandom, drawWeighted, type Random } from '../numeric/random.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import type { EndModelTraining } from './end-model.ts'
import { endModels } from './registry.ts'

/** Records whose class shows in two of eight columns, with noise in the others, and gaps. */
function planted(n: number, k: number, random: Random): { X: SparseMatrix; classes: number[] } {
  const classes = Array.from({ length: n }, () => Math.floor(random() * k))
  const rows = classes.map(c =>
    Array.from({ length: 2 * k + 4 }, (_, f) => {
      const isOwn = f === 2 * c || f === 2 * c + 1
      return random() < (isOwn ? 0.9 : 0.15) ? 0.2 + random() : 0
    }),
  )
  return { X: sparse(rows), classes }
}

const oneHot = (classes: readonly number[], k: number): Float64Array =>
  Float64Array.from({ length: classes.length * k }, (_, at) => (classes[Math.floor(at / k)] === at % k ? 1 : 0))

function accuracy(posterior: Float64Array, classes: readonly number[], k: number): number {
  const right = classes.filter((c, i) => {
    const row = [...posterior.subarray(i * k, (i + 1) * k)]
    return row.indexOf(Math.max(...row)) === c
  })
  return right.length / classes.length
}

const expectProbabilities = (posterior: Float64Array, k: number) => {
  for (let at = 0; at < posterior.length; at += k) {
    const row = posterior.subarray(at, at + k)
    expect(row.every(p => p >= 0 && p <= 1)).toBe(true)
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
  }
}

describe.each(endModels)('$id', model => {
  const options = resolveOptions(model, {})
  const trainingOf = (
    classes: readonly number[],
    k: number,
    more: Partial<EndModelTraining> = {},
  ): EndModelTraining => ({
    labels: oneHot(classes, k),
    importance: new Float64Array(classes.length).fill(1),
    classCount: k,
    options,
    seed: 7,
    ...more,
  })

  test.each([2, 4])('finds what tells %i classes apart, in records it has not seen', k => {
    const random = createRandom(k)
    const { X, classes } = planted(600, k, random)
    const trained = model.train(X, trainingOf(classes, k))
    const later = planted(400, k, random)
    const posterior = model.predict(later.X, trained)
    expectProbabilities(posterior, k)
    expect(accuracy(posterior, later.classes, k)).toBeGreaterThan(0.8)
  })

  test('the same seed gives the same bits, and what was trained can be kept and read back', () => {
    const { X, classes } = planted(200, 3, createRandom(1))
    const trained = model.train(X, trainingOf(classes, 3))
    const again = model.train(X, trainingOf(classes, 3))
    expect(again).toEqual(trained)
    expect(model.predict(X, structuredClone(trained))).toEqual(model.predict(X, trained))
  })

  test('a label in doubt teaches in proportion to how sure it is', () => {
    const random = createRandom(3)
    const { X, classes } = planted(600, 2, random)
    const doubt = Float64Array.from({ length: 1200 }, (_, at) => (classes[Math.floor(at / 2)] === at % 2 ? 0.65 : 0.35))
    const sure = model.predict(X, model.train(X, trainingOf(classes, 2)))
    const unsure = model.predict(X, model.train(X, trainingOf(classes, 2, { labels: doubt })))
    const confidence = (posterior: Float64Array) =>
      classes.reduce((sum, _, i) => sum + Math.max(posterior[2 * i]!, posterior[2 * i + 1]!), 0) / classes.length
    expect(confidence(unsure)).toBeLessThan(confidence(sure) - 0.1)
  })

  test('rows without importance teach nothing', () => {
    const { X, classes } = planted(300, 2, createRandom(4))
    const importance = Float64Array.from(classes, (_, i) => (i < 150 ? 1 : 0))
    const wrong = classes.map((c, i) => (i < 150 ? c : 1 - c))
    const one = model.train(X, trainingOf(classes, 2, { importance }))
    const other = model.train(X, trainingOf(wrong, 2, { importance }))
    expect(model.predict(X, one)).toEqual(model.predict(X, other))
  })

  test('a class that nobody has, a single row, and records that say nothing get a sane answer', () => {
    const { X, classes } = planted(40, 2, createRandom(5))
    expectProbabilities(model.predict(X, model.train(X, trainingOf(classes, 3))), 3)
    const one = sparse([[0.5, 0]])
    expectProbabilities(model.predict(one, model.train(one, trainingOf([1], 2))), 2)
    const silent = sparse([[], [], [], []])
    const said = model.predict(silent, model.train(silent, trainingOf([0, 0, 0, 1], 2)))
    expectProbabilities(said, 2)
    expect(said[0]).toBeGreaterThan(0.5)
  })

  test('shapes that do not fit are refused with both numbers', () => {
    const { X, classes } = planted(10, 2, createRandom(6))
    const short = trainingOf(classes, 2, { importance: new Float64Array(9) })
    expect(() => model.train(X, short)).toThrow('10 rows of 2 classes have 20 labels and 9 weights')
  })
})

test('what a linear model weighs points to the class', () => {
  const random = createRandom(8)
  const classes = Array.from({ length: 200 }, () => drawWeighted(random, [1, 1]))
  const X = sparse(classes.map(c => [c === 0 ? 1 : 0, c === 1 ? 1 : 0, 1]))
  for (const model of endModels.filter(each => each.weights)) {
    const training = { labels: oneHot(classes, 2), importance: new Float64Array(200).fill(1), classCount: 2, seed: 1 }
    const weights = model.weights!(model.train(X, { ...training, options: resolveOptions(model, {}) }))
    expect(weights[0]).toBeGreaterThan(weights[3]!)
    expect(weights[4]).toBeGreaterThan(weights[1]!)
  }
})
