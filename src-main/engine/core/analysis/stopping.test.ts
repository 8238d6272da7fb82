import { expect, test } from 'vitest'
import { createRandom } from '../numeric/random.ts'
import { OUT, proposalsOn, stabilization, stopSet } from './stopping.ts'

const random = createRandom(1)
const first = Int8Array.from({ length: 2000 }, () => (random() < 0.4 ? 1 : 0))
/** The same with a share of the proposals turned. */
const changed = (share: number) => first.map(c => (random() < share ? 1 - c : c))
const at = (gold: number, proposals: Int8Array) => ({ gold, proposals })

test('proposals that stand still over three steps say so', () => {
  const { steps, mean, isStable } = stabilization([at(80, first), at(60, first), at(40, first), at(20, first)], 2)
  expect(steps).toEqual([
    { from: 60, to: 80, kappa: 1 },
    { from: 40, to: 60, kappa: 1 },
    { from: 20, to: 40, kappa: 1 },
  ])
  expect([mean, isStable]).toEqual([1, true])
})

test('proposals that move do not, and one step that moves is enough', () => {
  const checkpoints = [at(80, first), at(60, first), at(40, first), at(20, changed(0.05))]
  const { mean, isStable } = stabilization(checkpoints, 2)
  expect(mean).toBeLessThan(0.99)
  expect(isStable).toBe(false)
})

test('before three steps of twenty reviews nothing is said', () => {
  expect(stabilization([at(60, first), at(40, first), at(20, first)], 2)).toMatchObject({ isStable: false })
  expect(stabilization([at(60, first), at(40, first), at(20, first)], 2).mean).toBeUndefined()
  const close = [80, 75, 70, 65, 61].map(gold => at(gold, first))
  expect(stabilization(close, 2)).toEqual({ steps: [], mean: undefined, isStable: false })
  expect(stabilization([], 2)).toEqual({ steps: [], mean: undefined, isStable: false })
})

test('models in between are passed over', () => {
  const { steps } = stabilization(
    [47, 45, 30, 26, 25, 5].map(gold => at(gold, first)),
    2,
  )
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [26, 47],
    [5, 26],
  ])
})

test('where one class is proposed everywhere, agreement tells nothing', () => {
  const same = new Int8Array(2000)
  const { mean, isStable } = stabilization(
    [80, 60, 40, 20].map(gold => at(gold, same)),
    2,
  )
  expect([mean, isStable]).toEqual([undefined, false])
})

test('what a model was told does not count, and having no proposal does', () => {
  const posterior = Float64Array.from([0.9, 0.1, 0.2, 0.8, 0.5, 0.5, 0.6, 0.4, 0, 1])
  const rows = Int32Array.from([0, 1, 2, 3, 4])
  expect([...proposalsOn(rows, posterior, Float64Array.from([0.6, 0.4]), row => row === 4)]).toEqual([
    0,
    1,
    -1,
    -1,
    OUT,
  ])
  const a = at(40, Int8Array.from([0, 1, -1, OUT, 1]))
  const b = at(20, Int8Array.from([0, 1, -1, 1, OUT]))
  expect(stabilization([a, b], 2).steps).toEqual([{ from: 20, to: 40, kappa: 1 }])
})

test('the stop set is the same every time, without doubles, and everything where there is little', () => {
  expect([...stopSet(50_000)]).toEqual([...stopSet(50_000)])
  expect(new Set(stopSet(50_000)).size).toBe(2000)
  expect([...stopSet(30)].sort((a, b) => a - b)).toEqual([...Array(30).keys()])
})
