import { expect, test } from 'vitest'
import {
  contentHeight,
  follow,
  isStuck,
  MOST_PIXELS,
  placeAt,
  rowTop,
  topThatShows,
  visibleRows,
  type Place,
} from './virtual-rows.ts'

const few = { rowCount: 1_000, rowHeight: 32, viewport: 640 }
const million = { rowCount: 1_000_000, rowHeight: 32, viewport: 640 }
const start: Place = { scrollTop: 0, shift: 0 }
const topOf = (place: Place) => place.scrollTop + place.shift

test('rows that fit into an element lie where the browser thinks', () => {
  expect(contentHeight(few)).toBe(32_000)
  expect(follow(start, 5_000, few)).toEqual({ scrollTop: 5_000, shift: 0 })
  expect(placeAt(5_000, few)).toEqual({ scrollTop: 5_000, shift: 0 })
})

test('only a screenful of rows and a few around it are drawn', () => {
  expect(visibleRows(few, start)).toEqual({ first: 0, end: 26 })
  expect(visibleRows(few, { scrollTop: 3_200, shift: 0 })).toEqual({ first: 94, end: 126 })
  expect(visibleRows({ ...few, rowCount: 3 }, start)).toEqual({ first: 0, end: 3 })
  expect(visibleRows({ ...few, rowCount: 0 }, start)).toEqual({ first: 0, end: 0 })
})

test('a million rows stay below the height that browsers allow', () => {
  expect(contentHeight(million)).toBe(MOST_PIXELS)
  const last = placeAt(Infinity, million)
  expect(last.scrollTop).toBe(MOST_PIXELS - 640)
  expect(visibleRows(million, last).end).toBe(1_000_000)
  expect(rowTop(999_999, million, last)).toBe(MOST_PIXELS - 32)
})

test('the wheel moves a million rows by as many pixels as ten', () => {
  let place = placeAt(16_000_000, million)
  for (let turn = 0; turn < 50; turn++) place = follow(place, place.scrollTop + 100, million)
  expect(topOf(place)).toBe(16_000_000 + 5_000)
})

test('the thumb of the scroll bar leads to its share of the rows', () => {
  const middle = follow(start, (MOST_PIXELS - 640) / 2, million)
  expect(visibleRows(million, middle).first).toBeCloseTo(500_000, -2)
  expect(topOf(follow(middle, 0, million))).toBe(0)
  expect(topOf(follow(middle, MOST_PIXELS - 640, million))).toBe(32_000_000 - 640)
})

test('every row of a million can be reached by the wheel at both ends', () => {
  let place = placeAt(31_990_000, million)
  for (let turn = 0; turn < 200 && topOf(place) < 32_000_000 - 640; turn++) {
    place = follow(place, Math.min(place.scrollTop + 100, MOST_PIXELS - 640), million)
    if (isStuck(place, million)) place = placeAt(topOf(place), million)
  }
  expect(visibleRows(million, place).end).toBe(1_000_000)
  expect(topOf(place)).toBe(32_000_000 - 640)
})

test('setting the place anew does not move the rows', () => {
  const drifted = follow(placeAt(10_000_000, million), placeAt(10_000_000, million).scrollTop + 500, million)
  const settled = placeAt(topOf(drifted), million)
  expect(topOf(settled)).toBeCloseTo(topOf(drifted), 6)
})

test('a row is brought into the window with the least movement', () => {
  const place = { scrollTop: 3_200, shift: 0 }
  expect(topThatShows(99, few, place)).toBe(3_168)
  expect(topThatShows(110, few, place)).toBe(3_200)
  expect(topThatShows(120, few, place)).toBe(121 * 32 - 640)
})
