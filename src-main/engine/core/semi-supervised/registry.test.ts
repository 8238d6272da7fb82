import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { sparse } from '../../testing/matrices.ts'
import { bestClassOf } from '../../testing/scores.ts'
import { endModel } from '../end-models/registry.ts'
import { resolveOptions } from '../label-models/registry.ts'
import { createRandom } from '../numeric/random.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'
import { semiSupervisedMethod, semiSupervisedMethods } from './registry.ts'
import type { SemiSupervisedInput, SemiSupervisedMethod, SemiSupervisedRun } from './semi-supervised.ts'

const model = endModel('softmax-regression')!
const base = { model, options: resolveOptions(model, { ridge: 0.01 }) }

/** Heaps of records that lie apart in both halves of the columns, gold on every tenth of each, and one more column. */
function heaps(
  n: number,
  k: number,
  seed: number,
  more: (i: number) => number = () => 0,
): { X: SparseMatrix; truth: Int8Array; gold: Int8Array } {
  const random = createRandom(seed)
  const truth = Int8Array.from({ length: n }, (_, i) => i % k)
  const X = sparse(
    Array.from(truth, (c, i) =>
      Array.from({ length: 4 * k }, (_, f) => (f % k === c ? 2 : 0) + random()).concat(more(i)),
    ),
  )
  return { X, truth, gold: truth.map((c, i) => (Math.floor(i / k) % 10 === 0 ? c : NONE)) }
}

test('a method is found by its id', () => {
  expect(semiSupervisedMethods.map(method => method.id).sort()).toEqual([
    'co-training',
    'consistency',
    'label-propagation',
    'label-spreading',
    'self-training',
  ])
  expect(semiSupervisedMethod('nonsense')).toBeUndefined()
})

describe.each(semiSupervisedMethods)('$id', method => {
  const run = (X: SparseMatrix, gold: Int8Array, k: number, more: Partial<SemiSupervisedInput> = {}) =>
    method.run(X, { gold, classCount: k, options: resolveOptions(method, {}), seed: 3, base, ...more })

  test.each([2, 3])('carries %i classes on to records without gold, and to records that come later', k => {
    const { X, truth, gold } = heaps(120, k, 1)
    const found = run(X, gold, k)
    expectSane(found, gold, k)
    expect(accuracy(found.posterior, truth, k)).toBe(1)
    const later = heaps(60, k, 2)
    expect(accuracy(method.predict(later.X, structuredClone(found.trained)), later.truth, k)).toBe(1)
  })

  test('the same seed gives the same bits', () => {
    const { X, gold } = heaps(90, 3, 4)
    expect(run(X, gold, 3)).toEqual(run(X, gold, 3))
  })

  test('another order of the classes gives the same answer in that order', () => {
    const { X, gold } = heaps(90, 3, 5)
    const order = [2, 0, 1]
    const one = run(X, gold, 3)
    const other = run(
      X,
      gold.map(c => (c === NONE ? NONE : order[c]!)),
      3,
    )
    for (let i = 0; i < 90; i++) {
      for (let c = 0; c < 3; c++) expect(other.posterior[3 * i + order[c]!]).toBeCloseTo(one.posterior[3 * i + c]!, 2)
    }
  })

  test('another order of the records gives the same answer in that order', () => {
    const { X, gold } = heaps(90, 3, 6)
    const order = Array.from({ length: 90 }, (_, i) => (i * 7) % 90)
    const one = run(X, gold, 3)
    const other = run(
      pickRows(X, order),
      Int8Array.from(order, i => gold[i]!),
      3,
    )
    order.forEach((i, at) => expect(bestClassOf(other.posterior, at, 3)).toBe(bestClassOf(one.posterior, i, 3)))
  })

  test('tells the rounds while they happen, and says why it stopped', () => {
    const { X, gold } = heaps(90, 3, 7)
    const shares: number[] = []
    let seen = 0
    const found = run(X, gold, 3, {
      onProgress(share, rounds) {
        shares.push(share)
        seen = rounds.length
      },
    })
    expect(shares).toEqual([...shares].sort((one, other) => one - other))
    expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
    expect(seen).toBe(found.rounds.length)
    expect(found.rounds[0]).toMatchObject({ round: 0, added: 9, addedPerClass: [3, 3, 3], isRolledBack: false })
    const labeled = found.labeledIn.filter(round => round > 0).length
    expect(labeled).toBeGreaterThan(0)
    expect(['no_change', 'max_iter', 'all_labeled', 'rolled_back']).toContain(found.stopped)
  })

  test('records that are not allowed, and those that judge, get no pseudo-label', () => {
    const { X, truth, gold } = heaps(90, 3, 8)
    const allowed = Uint8Array.from(truth, (_, i) => (i % 2 === 0 ? 1 : 0))
    const validation = truth.map((c, i) => (gold[i] === NONE && i % 5 === 0 ? c : NONE))
    const { labeledIn, rounds } = run(X, gold, 3, { allowed, validation })
    for (let i = 0; i < 90; i++) {
      if (gold[i] === NONE && (allowed[i] === 0 || validation[i] !== NONE)) expect(labeledIn[i]).toBe(-1)
    }
    expect(labeledIn.some(round => round > 0)).toBe(true)
    expect(rounds.at(-1)!.accuracyOnValidation).toBe(1)
  })

  test('records unlike those with gold get no pseudo-label where it is to stay within their domain', () => {
    const isFar = (i: number) => i % 2 === 0 && i % 30 > 2
    const { X, gold } = heaps(90, 3, 8, i => (isFar(i) ? 3 : 0))
    // Far and near records are to be neighbours where there is a graph.
    const near: Record<string, number> = method.options.some(({ id }) => id === 'neighbours') ? { neighbours: 15 } : {}
    const labeled = (within: number) => {
      const options = resolveOptions(method, { guard: 0, 'within-domain': within, ...near })
      const { labeledIn } = run(X, gold, 3, { options })
      return {
        far: labeledIn.some((round, i) => round > 0 && isFar(i)),
        near: labeledIn.some((round, i) => round > 0 && !isFar(i)),
      }
    }
    expect(labeled(0)).toEqual({ far: true, near: true })
    expect(labeled(1)).toEqual({ far: false, near: true })
  })

  test('no records, no gold, one record, gold of one class or everywhere and silent records get a sane answer', () => {
    expect.hasAssertions()
    const { X, truth, gold } = heaps(12, 2, 9)
    for (const [rows, classes] of [
      [pickRows(X, []), new Int8Array(0)],
      [X, gold.map(() => NONE)],
      [pickRows(X, [0]), Int8Array.of(1)],
      [pickRows(X, [0]), Int8Array.of(NONE)],
      [X, gold.map(c => (c === 0 ? 0 : NONE))],
      [X, truth],
      [sparse([[], [], []]), Int8Array.of(0, 1, NONE)],
    ] as const) {
      const found = run(rows, classes, 2)
      expectSane(found, classes, 2)
      if (found.trained) expectProbabilities(method.predict(X, found.trained), 2)
    }
  })

  test('features of other records are refused with both numbers', () => {
    const { X, gold } = heaps(12, 2, 10)
    expect(() => run(X, gold.subarray(1), 2)).toThrow('the features have 12 rows for 11 records')
  })

  test.runIf(method.trainsBase)('an end model that is missing is asked for', () => {
    const { X, gold } = heaps(12, 2, 11)
    expect(() => run(X, gold, 2, { base: undefined })).toThrow(`${method.title} trains an end model in every round`)
  })
})

/* The example of scikit-learn: six points, one without gold. */
test.each(['self-training', 'label-propagation', 'label-spreading'])(
  '%s finds the class of a point beside others',
  id => {
    const method: SemiSupervisedMethod = semiSupervisedMethod(id)!
    const X = sparse([[1, 2], [2, 3], [3, 4], [8, 7], [9, 8], [10, 9]]) // prettier-ignore
    const gold = Int8Array.of(0, 0, 0, NONE, 1, NONE)
    const options = resolveOptions(method, {})
    const { posterior } = method.run(X, { gold, classCount: 2, options, seed: 0, base })
    expect(Array.from(gold, (_, i) => bestClassOf(posterior, i, 2))).toEqual([0, 0, 0, 1, 1, 1])
  },
)

function expectSane({ posterior, labeledIn, trained }: SemiSupervisedRun, gold: Int8Array, k: number): void {
  expectProbabilities(posterior, k)
  gold.forEach((c, i) => {
    if (c !== NONE) expect(posterior[i * k + c]).toBe(1)
    expect(labeledIn[i] === 0).toBe(c !== NONE)
  })
  expect(trained === undefined).toBe(gold.every(c => c === NONE))
}

function expectProbabilities(posterior: Float64Array, k: number): void {
  for (let at = 0; at < posterior.length; at += k) {
    const row = posterior.subarray(at, at + k)
    expect(row.every(p => p >= 0 && p <= 1)).toBe(true)
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
  }
}

const accuracy = (posterior: Float64Array, truth: Int8Array, k: number): number =>
  truth.filter((c, i) => bestClassOf(posterior, i, k) === c).length / truth.length
