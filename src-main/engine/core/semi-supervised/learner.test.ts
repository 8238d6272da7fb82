import { expect, test } from 'vitest'
import { sparse } from '../../testing/matrices.ts'
import { resolveOptions } from '../label-models/registry.ts'
import { createRandom } from '../numeric/random.ts'
import { pickRows } from '../numeric/sparse.ts'
import { learnerNamed } from './learner.ts'
import { semiSupervisedMethods } from './registry.ts'
import type { Ended } from './round.ts'

/** Two classes in turn, of which every tenth pair has gold; the last third of the records only measures. */
function heaps() {
  const random = createRandom(1)
  const X = sparse(
    Array.from({ length: 120 }, (_, i) => [i % 2 === 0 ? 2 : 0, i % 2 === 1 ? 2 : 0].map(x => x + random())),
  )
  const labels = Float64Array.from({ length: 240 }, (_, at) => ((at >> 1) % 2 === at % 2 ? 1 : 0))
  const importance = Float64Array.from({ length: 120 }, (_, i) => (i < 80 && i % 20 < 2 ? 1 : 0))
  const unlabeled = Uint8Array.from(importance, (weight, i) => (i < 80 && weight === 0 ? 1 : 0))
  return { X, labels, importance, unlabeled }
}

test.each(semiSupervisedMethods)('$id learns as if the records that only measure were not there', method => {
  const learner = learnerNamed(method.id)!
  const { X, labels, importance, unlabeled } = heaps()
  const training = { classCount: 2, options: resolveOptions(method, { guard: 0 }), seed: 1 }
  const ended: (Ended | undefined)[] = []
  const onRounds = (_: unknown, end?: Ended) => ended.push(end)
  const trained = learner.train(X, { ...training, labels, importance, unlabeled, onRounds })
  const without = learner.train(
    pickRows(
      X,
      Uint32Array.from({ length: 80 }, (_, i) => i),
    ),
    {
      ...training,
      labels: labels.subarray(0, 160),
      importance: importance.subarray(0, 80),
    },
  )
  expect(trained).toEqual(without)
  const labeledIn = ended.at(-1)!.labeledIn
  expect([...labeledIn.subarray(0, 80)].some(round => round > 0)).toBe(true)
  expect([...labeledIn.subarray(80)].every(round => round === -1)).toBe(true)
})
