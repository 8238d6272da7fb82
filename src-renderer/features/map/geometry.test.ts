import { expect, test } from 'vitest'
import { MAP_SIZE, type MapLayout } from '../../../src-shared/map.ts'
import { fieldsOf, inside, inSight, moved, nearestTo, pixelOf, WHOLE, zoomed } from './geometry.ts'

const size = { width: 448, height: 448 }
/** Four corners and the middle; 400 pixels are the whole map. */
const layout: MapLayout = {
  readsFields: false,
  rows: [10, 11, 12, 13, 14],
  x: [0, MAP_SIZE, 0, MAP_SIZE, Math.floor(MAP_SIZE / 2)],
  y: [0, 0, MAP_SIZE, MAP_SIZE, Math.floor(MAP_SIZE / 2)],
  without: 0,
  sampled: 5,
  seconds: 0,
}

test('the whole map fits with a margin, and what lies under the pointer stays there', () => {
  expect(pixelOf(layout, 0, WHOLE, size)).toEqual({ x: 24, y: 24 })
  const corner = { x: 24, y: 24 }
  const near = zoomed(WHOLE, size, 4, corner)
  expect(pixelOf(layout, 0, near, size).x).toBeCloseTo(24)
  expect(pixelOf(layout, 1, near, size).x).toBeCloseTo(24 + 1600)
  expect(pixelOf(layout, 0, moved(WHOLE, size, 10, -5), size)).toEqual({ x: 34, y: 19 })
})

test('a line around points chooses those inside it, of any shape', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 448, y: 0 },
    { x: 300, y: 300 },
    { x: 0, y: 448 },
  ]
  expect(inside(layout, line, WHOLE, size)).toEqual([0, 1, 2, 4])
  expect(inside(layout, line.slice(0, 2), WHOLE, size)).toEqual([])
})

test('keys choose what is seen, and the pointer finds the nearest', () => {
  expect(inSight(layout, WHOLE, size)).toEqual([0, 1, 2, 3, 4])
  expect(inSight(layout, { ...WHOLE, zoom: 2 }, size)).toEqual([4])
  expect(nearestTo(layout, { x: 27, y: 20 }, WHOLE, size)).toBe(0)
  expect(nearestTo(layout, { x: 100, y: 100 }, WHOLE, size)).toBe(undefined)
})

test('nine fields hold every point once', () => {
  const fields = fieldsOf(layout)
  expect(fields.map(({ points }) => points.length)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1])
  expect(fields[4]!.title).toBe('Middle centre')
})
