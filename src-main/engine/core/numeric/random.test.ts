import { expect, test } from 'vitest'
import { createRandom, drawWeighted, hash32, randomInteger, sampleWithoutReplacement, shuffle } from './random.ts'

const draw = (seed: number, count: number) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, random)
}

test('the same seed gives the same numbers, another seed others', () => {
  expect(draw(7, 20)).toEqual(draw(7, 20))
  expect(draw(7, 20)).not.toEqual(draw(8, 20))
  expect(draw(7, 20)).not.toEqual(draw(7 + 2 ** 32, 20))
})

test('numbers lie in [0, 1) and fill ten bins evenly', () => {
  const bins = Array.from({ length: 10 }, () => 0)
  for (const value of draw(1, 100_000)) bins[Math.floor(value * 10)]!++
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('a shuffle keeps every value and puts each anywhere', () => {
  const random = createRandom(3)
  const firsts = Array.from({ length: 5 }, () => 0)
  for (let round = 0; round < 5000; round++) firsts[shuffle([0, 1, 2, 3, 4], random)[0]!]!++
  for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  expect([...shuffle(Uint32Array.of(4, 5, 6), random)].sort()).toEqual([4, 5, 6])
})

test('a sample holds different indices and never more than there are', () => {
  const sample = sampleWithoutReplacement(1000, 100, createRandom(5))
  expect(new Set(sample).size).toBe(100)
  expect(Math.max(...sample)).toBeLessThan(1000)
  expect([...sampleWithoutReplacement(3, 10, createRandom(5))].sort()).toEqual([0, 1, 2])
})

test('weighted draws follow the weights', () => {
  const random = createRandom(11)
  const counts = [0, 0, 0]
  for (let round = 0; round < 10_000; round++) counts[drawWeighted(random, [1, 0, 3])]!++
  expect(counts[1]).toBe(0)
  expect(Math.abs(counts[2]! - 7500)).toBeLessThan(200)
  expect(randomInteger(() => 0.999999, 4)).toBe(3)
})

test('hashes of neighbours differ and depend on the seed', () => {
  expect(new Set(Array.from({ length: 10_000 }, (_, i) => hash32(1, i))).size).toBeGreaterThan(9990)
  expect(hash32(1, 5)).not.toBe(hash32(2, 5))
})
