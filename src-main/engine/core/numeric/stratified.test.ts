import { expect, test } from 'vitest'
import { createRandom } from './random.ts'
import { stratifiedSample } from './stratified.ts'

const strata = Uint8Array.from({ length: 10_000 }, (_, i) => (i % 100 === 0 ? 2 : i % 2))

test('each stratum gives its share, to within one, and no index comes twice', () => {
  for (const seed of [1, 2, 3]) {
    const drawn = stratifiedSample(strata, 1000, createRandom(seed))
    expect(new Set(drawn).size).toBe(1000)
    expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b))
    const counts = [0, 0, 0]
    for (const index of drawn) counts[strata[index]!]!++
    expect(Math.abs(counts[0]! - 490)).toBeLessThanOrEqual(1)
    expect(Math.abs(counts[1]! - 500)).toBeLessThanOrEqual(1)
    expect(Math.abs(counts[2]! - 10)).toBeLessThanOrEqual(1)
  }
})

test('the same seed draws the same, another one others', () => {
  const draw = (seed: number) => [...stratifiedSample(strata, 50, createRandom(seed))]
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
})

test('every index is drawn as often as any other', () => {
  const random = createRandom(4)
  const times = new Float64Array(20)
  for (let round = 0; round < 4000; round++)
    for (const index of stratifiedSample(
      times.map((_, i) => (i < 3 ? 0 : 1)),
      5,
      random,
    ))
      times[index]!++
  for (const each of times) expect(Math.abs(each / 4000 - 1 / 4)).toBeLessThan(0.03)
})

test('all are taken where there are no more, and none where there are none', () => {
  expect([...stratifiedSample([1, 0, 1], 5, createRandom(1))]).toEqual([0, 1, 2])
  expect([...stratifiedSample([], 5, createRandom(1))]).toEqual([])
})
