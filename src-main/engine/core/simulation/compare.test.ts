import { expect, test } from 'vitest'
import { gainOf, meanCurves, type Played } from './compare.ts'

const run = (strategy: string, seed: number, ...accuracies: number[]): Played => ({
  strategy,
  seed,
  curve: accuracies.map((accuracy, at) => ({ reviews: 5 * at, accuracy })),
})
const played = [
  run('entropy', 1, 0.5, 0.7),
  run('entropy', 2, 0.5, 0.9),
  run('random', 1, 0.5, 0.6),
  run('random', 2, 0.5, 0.6),
]

test('a curve is the mean over the seeds', () => {
  const [entropy, random] = meanCurves(played)
  expect(entropy).toMatchObject({ strategy: 'entropy', runs: 2 })
  expect(entropy!.points.map(({ reviews, mean }) => [reviews, mean])).toEqual([
    [0, 0.5],
    [5, 0.8],
  ])
  expect(random!.points.at(-1)).toEqual({ reviews: 5, mean: 0.6, interval: [0.6, 0.6] })
})

test('the best is set against random, seed by seed', () => {
  expect(gainOf(played)).toMatchObject({ best: 'entropy', over: 'random', reviews: 5, mean: expect.closeTo(0.2, 9) })
})

test('random at the top, or not played, is set against the next best; one strategy against nothing', () => {
  const better = [run('random', 1, 0.9), run('margin', 1, 0.7), run('entropy', 1, 0.8)]
  expect(gainOf(better)).toEqual({ best: 'random', over: 'entropy', reviews: 0, mean: expect.closeTo(0.1, 9) })
  expect(gainOf(better.slice(1))).toMatchObject({ best: 'entropy', over: 'margin' })
  expect(gainOf([run('margin', 1, 0.7), run('margin', 2, 0.7)])).toBeUndefined()
  expect(gainOf([])).toBeUndefined()
})
