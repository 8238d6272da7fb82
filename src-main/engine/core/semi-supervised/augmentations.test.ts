import { expect, test } from 'vitest'
import { dense, sparse } from '../../testing/matrices.ts'
import { createRandom } from '../numeric/random.ts'
import { dropColumns, shiftImages } from './augmentations.ts'

const row = (values: readonly number[]) => sparse([values])

test('dropped words leave the length of the record, and no record becomes empty', () => {
  const X = sparse(Array.from({ length: 200 }, () => [3, 0, 4, 12]))
  const rows = dense(dropColumns(0.5)(X, createRandom(1)))
  for (const values of rows) expect(Math.hypot(...values)).toBeCloseTo(13, 4)
  expect(rows.every(values => values[1] === 0)).toBe(true)
  const kept = rows.reduce((sum, values) => sum + values.filter(value => value !== 0).length, 0) / 600
  expect(kept).toBeGreaterThan(0.5)
  expect(kept).toBeLessThan(0.65)
  expect(dropColumns(0)(X, createRandom(1))).toEqual(X)
})

test('an image is moved as a whole, and what leaves the frame is lost; other columns stay', () => {
  // A column of something else, then 3 × 3 pixels with one in the middle.
  const X = row([7, 0, 0, 0, 0, 5, 0, 0, 0, 0])
  const places = new Set<number>()
  const random = createRandom(2)
  for (let turn = 0; turn < 200; turn++) {
    const [moved] = dense(shiftImages({ first: 1, width: 3, height: 3 }, 1)(X, random))
    expect(moved![0]).toBe(7)
    expect(moved!.filter(value => value === 5)).toHaveLength(1)
    places.add(moved!.indexOf(5))
  }
  expect(places.size).toBe(9)
  const corner = Array.from(
    { length: 50 },
    () => dense(shiftImages({ first: 0, width: 2, height: 1 }, 1)(row([1, 0]), random))[0],
  )
  expect(corner).toContainEqual([0, 0])
  expect(corner).toContainEqual([0, 1])
})
