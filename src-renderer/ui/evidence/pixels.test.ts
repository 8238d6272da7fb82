import { expect, test } from 'vitest'
import { inkOf, pixelsOf } from './pixels.ts'

test('a square of grey values is a picture; other lists are read as numbers', () => {
  expect(pixelsOf(Array.from({ length: 64 }, (_, at) => at % 17))?.side).toBe(8)
  const others = [
    'text',
    Array.from({ length: 63 }, () => 1),
    Array.from({ length: 9 }, () => 1),
    Array.from({ length: 65 ** 2 }, () => 1),
    Array.from({ length: 64 }, (_, at) => at - 1),
    Array.from({ length: 64 }, () => 'a'),
  ]
  for (const other of others) expect(pixelsOf(other)).toBeUndefined()
})

test('the largest number is ink, 0 is paper, and an empty picture is white', () => {
  const [paper, half, ink] = [0, 1, 2].map(at => [
    ...inkOf({ side: 5, values: [0, 8, 16] }).subarray(4 * at, 4 * at + 4),
  ])
  expect(paper).toEqual([255, 255, 255, 255])
  expect(half).toEqual([128, 128, 128, 255])
  expect(ink).toEqual([0, 0, 0, 255])
  expect([...inkOf({ side: 5, values: [0] })]).toEqual([255, 255, 255, 255])
})
