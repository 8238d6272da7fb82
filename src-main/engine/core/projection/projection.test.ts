import { expect, test } from 'vitest'
import { tfidf } from '../text/tfidf.ts'
import { type LayOut, project } from './projection.ts'

/** The first two numbers of each row: what lies near stays near. */
const flat: LayOut = rows => rows.map(([x = 0, y = 0]) => [x, y])

const kinds = ['goal team play game match', 'flour oven bake cake butter', 'stone river hill valley wood']
const texts = Array.from({ length: 90 }, (_, i) => {
  const words = kinds[i % 3]!.split(' ')
  return `${words[i % 5]} ${words[(i + 1) % 5]} ${words[(i + 2) % 5]}`
})
const far = ({ x, y }: { x: Float32Array; y: Float32Array }, a: number, b: number): number =>
  Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!)

test('records that say alike lie together, whether they were laid out or put among the others', () => {
  const map = project(tfidf([...texts, 'goal team match'], { subwords: false }), { seed: 1, layOut: flat })
  expect(Math.max(...map.x, ...map.y)).toBeLessThan(1.01)
  expect(Math.min(...map.x, ...map.y)).toBeGreaterThan(-0.01)
  expect(far(map, 0, 90)).toBeLessThan(far(map, 1, 90))
  expect(far(map, 0, 90)).toBeLessThan(far(map, 2, 90))
})

test('more records than are laid out find a place near their like', () => {
  const many = Array.from({ length: 3_300 }, (_, i) => texts[i % 90]!)
  const map = project(tfidf(many, { subwords: false }), { seed: 1, layOut: flat })
  expect(map.sampled).toBe(3_000)
  expect(map.x.every(x => Number.isFinite(x))).toBe(true)
  // Same words, same place, but for the scatter.
  expect(far(map, 0, 3_240)).toBeLessThan(0.02)
})

test('what says nothing has no place, the same seed gives the same bits, and progress comes to an end', () => {
  const X = tfidf([...texts, ''], { subwords: false })
  const shares: number[] = []
  const map = project(X, { seed: 4, layOut: flat, onProgress: share => shares.push(share) })
  expect([map.x[90], map.y[90]]).toEqual([NaN, NaN])
  expect(project(X, { seed: 4, layOut: flat })).toEqual(map)
  expect(Math.max(...shares, 0)).toBeLessThanOrEqual(1)
  expect(project(tfidf(['', '']), { seed: 1, layOut: flat }).x).toEqual(new Float32Array([NaN, NaN]))
})
