import { expect, test } from 'vitest'
import { sparse } from '../../testing/matrices.ts'
import { createRandom } from '../numeric/random.ts'
import { distributionCheck, leastInDomain } from './distribution-check.ts'

/** 400 records of three columns; the first two are noise, the third is found with unlabeled records in this share. */
function records(foreign: number) {
  const random = createRandom(5)
  const isLabeled = Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0))
  const isForeign = Array.from(isLabeled, one => one === 0 && random() < foreign)
  const X = sparse(isForeign.map(is => [random(), random(), is ? 1 : 0]))
  return { X, isLabeled, isForeign }
}

test('records of the same kind cannot be told apart', () => {
  const { X, isLabeled } = records(0)
  const { area } = distributionCheck(X, isLabeled, { seed: 1 })
  expect(area!.interval[0]).toBeLessThan(0.5)
  expect(area!.interval[1]).toBeGreaterThan(0.5)
})

test('records of another kind are told apart, by the column that they have, and can be left out', () => {
  const { X, isLabeled, isForeign } = records(0.5)
  const check = distributionCheck(X, isLabeled, { seed: 1, most: 1 })
  // Half of the unlabeled are foreign, and the others are ranked by chance: ½ + ½ · ½.
  expect(check.area!.area).toBeGreaterThan(0.7)
  expect(check.area!.area).toBeLessThan(0.8)
  expect(check.columns.length).toBeLessThanOrEqual(2)
  const foreign = isForeign.filter(Boolean).length / 300
  expect(check.columns[0]).toMatchObject({ column: 2, labeledShare: 0, otherShare: expect.closeTo(foreign, 10) })
  expect(check.columns[0]!.difference).toBeCloseTo(-foreign, 10)
  const least = leastInDomain(check, isLabeled, 0.05)
  isForeign.forEach((is, i) => is && expect(check.probability[i]).toBeLessThan(least))
  const out = (rows: boolean[]) => rows.filter((is, i) => is && check.probability[i]! < least).length
  expect(out(Array.from(isLabeled, one => one === 1))).toBe(100 * 0.05)
  // Those that are like the labeled ones are left out by chance only.
  expect(out(isForeign.map((is, i) => !is && isLabeled[i] === 0)) / (300 * (1 - foreign))).toBeLessThan(0.1)
  expect(distributionCheck(X, isLabeled, { seed: 1, most: 1 })).toEqual(check)
})

test('without two records on each side there is nothing to say', () => {
  const { X } = records(0)
  const one = new Uint8Array(400)
  one[7] = 1
  for (const isLabeled of [new Uint8Array(400), new Uint8Array(400).fill(1), one]) {
    const { area, probability, columns } = distributionCheck(X, isLabeled, { seed: 1 })
    expect(area).toBeUndefined()
    expect(columns).toEqual([])
    expect(probability.every(p => p === 0.5)).toBe(true)
  }
})
