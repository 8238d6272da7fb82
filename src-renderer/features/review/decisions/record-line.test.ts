import { expect, test } from 'vitest'
import type { QueueItem } from '../../../../src-shared/queue.ts'
import { emptyLine, moved, renewed, withFirst, without, type Line } from './record-line.ts'

const item = (id: string): QueueItem => ({ id, text: '', textHash: '', score: 1, reason: '', state: 'pseudo' })

/** `a b [c] d`: the record in brackets is on the screen. */
function line(drawing: string): Line {
  const words = drawing.split(' ').filter(word => word !== '')
  return {
    items: words.map(word => item(word.replace(/[[\]]/g, ''))),
    at: Math.max(
      0,
      words.findIndex(word => word.startsWith('[')),
    ),
  }
}

const drawn = ({ items, at }: Line): string => items.map(({ id }, i) => (i === at ? `[${id}]` : id)).join(' ')
const fresh = (ids: string): QueueItem[] => ids.split(' ').map(item)

test('the next record takes the place of a decided one', () => {
  expect(drawn(without(line('[a] b c'), 'a'))).toBe('[b] c')
  expect(drawn(without(line('a [b] c'), 'b'))).toBe('a [c]')
})

test('after the last record come those that were passed over', () => {
  expect(drawn(without(line('a b [c]'), 'c'))).toBe('[a] b')
  expect(without(line('[a]'), 'a')).toEqual(emptyLine)
})

test('a record decided elsewhere leaves the one on the screen where it is', () => {
  expect(drawn(without(line('a [b] c'), 'a'))).toBe('[b] c')
  expect(drawn(without(line('a [b] c'), 'x'))).toBe('a [b] c')
})

test('a decision that is taken back puts its record on the screen and the other one behind it', () => {
  expect(drawn(withFirst(line('[b] c'), item('a')))).toBe('[a] b c')
  expect(drawn(withFirst(line('x [b] c a'), item('a')))).toBe('x [a] b c')
})

test('moving stops at both ends', () => {
  expect(drawn(moved(line('a [b] c'), 1))).toBe('a b [c]')
  expect(drawn(moved(line('a b [c]'), 1))).toBe('a b [c]')
  expect(drawn(moved(line('[a] b'), -1))).toBe('[a] b')
})

test('a newer ranking never replaces the record that is being read', () => {
  expect(drawn(renewed(line('[a] b c'), fresh('x a c y')))).toBe('[a] x c y')
  expect(drawn(renewed(line('[a] b c'), fresh('x y')))).toBe('[a] x y')
})

test('what was passed over stays passed over in a newer ranking', () => {
  expect(drawn(renewed(line('a b [c] d'), fresh('a x b d c')))).toBe('a b [c] x d')
})

test('the first ranking begins with its best', () => {
  expect(drawn(renewed(emptyLine, fresh('a b')))).toBe('[a] b')
})
