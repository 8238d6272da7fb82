import { expect, test } from 'vitest'
import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { sparse } from '../../../testing/matrices.ts'
import { pseudoLabelRounds } from './pseudo-label-rounds.ts'
import { selectConfident } from './select.ts'

const N = 40
const X = sparse(Array.from({ length: N }, (_, i) => [i + 1]))
const truth = Int8Array.from({ length: N }, (_, i) => i % 2)
const gold = truth.map((c, i) => (i < 20 ? c : NONE))

/** Right on every record until it has learned more than `harmless` classes; then it says that all are of class 0. */
const runWith = (options: Record<string, number>, harmless: number) =>
  pseudoLabelRounds(
    X,
    { gold, classCount: 2, options: { 'max-iter': 9, ...options }, seed: 1 },
    {
      learn(classes) {
        const count = classes.filter(c => c !== NONE).length
        const said = (i: number) => (count > harmless ? 0 : truth[i]!)
        const posterior = Float64Array.from({ length: 2 * N }, (_, at) => (said(at >> 1) === at % 2 ? 0.9 : 0.1))
        return { trained: count, posterior }
      },
      select: ({ posterior }, candidates) => selectConfident(posterior, 2, { candidates, threshold: 0.5, most: 6 }),
    },
  )

test('a round that does harm is taken back, and those before it stay', () => {
  const { rounds, stopped, labeledIn, trained } = runWith({ guard: 1 }, 27)
  expect(stopped).toBe('rolled_back')
  expect(rounds.map(round => round.isRolledBack)).toEqual([false, false, true])
  expect(rounds.map(round => round.accuracyOnValidation)).toEqual([1, 1, rounds[2]!.accuracyOnValidation])
  expect(rounds[2]!.accuracyOnValidation).toBeLessThan(1)
  expect(trained).toBe(26)
  expect([...labeledIn].filter(round => round === 1)).toHaveLength(6)
  expect([...labeledIn].filter(round => round > 1)).toEqual([])
})

test('without the guard it goes on until every record is labeled', () => {
  const { rounds, stopped, labeledIn } = runWith({ guard: 0 }, 27)
  expect(stopped).toBe('all_labeled')
  expect(rounds.map(round => round.added)).toEqual([20, 6, 6, 6, 2])
  expect(rounds.every(round => round.accuracyOnValidation === undefined && !round.isRolledBack)).toBe(true)
  expect(labeledIn.includes(-1)).toBe(false)
})

test('it ends after as many rounds as are allowed', () => {
  const { rounds, stopped } = runWith({ guard: 0, 'max-iter': 2 }, 99)
  expect(stopped).toBe('max_iter')
  expect(rounds).toHaveLength(3)
})

test('the surest are chosen first, and no class gets more than its share', () => {
  const posterior = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.4, 0.6, 0.5, 0.5)
  const selection = { candidates: new Uint8Array(5).fill(1), threshold: 0.5, most: 3 }
  expect(selectConfident(posterior, 2, selection)).toEqual({ rows: [0, 1, 2], classes: [0, 0, 0] })
  const shares = Float64Array.of(0.5, 0.5)
  // Two of the three at most are of one class.
  expect(selectConfident(posterior, 2, { ...selection, shares })).toEqual({ rows: [0, 1, 3], classes: [0, 0, 1] })
  expect(selectConfident(posterior, 2, { ...selection, most: Infinity, threshold: 0.75 }).rows).toEqual([0, 1])
})
