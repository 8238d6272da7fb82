import { expect, test } from 'vitest'
import { exactTime, formatDuration, relativeTime } from './times.ts'

const now = new Date(2026, 10, 20, 14, 0, 0)
const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now)

test('recent moments are told relative to now', () => {
  expect(ago(3)).toBe('just now')
  expect(ago(50)).toBe('1 min ago')
  expect(ago(125)).toBe('2 min ago')
  expect(ago(3 * 3600 + 10)).toBe('3 h ago')
  expect(ago(25 * 3600)).toBe('yesterday')
  expect(ago(4 * 86400)).toBe('4 days ago')
})

test('older moments are told by their date, with the year when it is another one', () => {
  expect(ago(30 * 86400)).toBe('21 Oct')
  expect(ago(400 * 86400)).toBe('16 Oct 2025')
})

test('a clock that is a little ahead does not read as the future', () => {
  expect(ago(-20)).toBe('just now')
})

test('the exact time has every part', () => {
  expect(exactTime(new Date(2026, 2, 5, 4, 5, 6))).toBe('2026-03-05 04:05:06')
})

test('durations use the unit that fits', () => {
  expect(formatDuration(0)).toBe('1 ms')
  expect(formatDuration(0.04)).toBe('40 ms')
  expect(formatDuration(0.42)).toBe('0.4 s')
  expect(formatDuration(12.4)).toBe('12 s')
  expect(formatDuration(59.8)).toBe('1 min 0 s')
  expect(formatDuration(185)).toBe('3 min 5 s')
  expect(formatDuration(7800)).toBe('2 h 10 min')
})
