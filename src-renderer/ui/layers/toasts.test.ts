import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toasts } from './toasts.svelte.ts'

const sentences = () => toasts.list.map(toast => toast.sentence)

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  toasts.clear()
  toasts.release()
  vi.useRealTimers()
})

test('good news leaves by itself, a problem waits to be dismissed', () => {
  toasts.done('Applied 3 LFs.')
  const id = toasts.problem('The project is read-only.', { advice: 'Close it elsewhere.' })
  vi.advanceTimersByTime(60_000)
  expect(sentences()).toEqual(['The project is read-only.'])
  toasts.dismiss(id)
  expect(sentences()).toEqual([])
})

test('an offer to undo stays longer', () => {
  toasts.done('Deleted 12 records.', { label: 'Undo', run: () => {} })
  vi.advanceTimersByTime(7_000)
  expect(sentences()).toHaveLength(1)
  vi.advanceTimersByTime(4_000)
  expect(sentences()).toHaveLength(0)
})

test('nothing leaves while it is looked at', () => {
  toasts.done('Saved.')
  toasts.hold()
  vi.advanceTimersByTime(60_000)
  expect(sentences()).toEqual(['Saved.'])
  toasts.release()
  vi.advanceTimersByTime(6_000)
  expect(sentences()).toEqual([])
})

test('what is cleared is gone, problems too, and what comes after stands', () => {
  toasts.problem('The project is read-only.')
  toasts.done('Saved.')
  toasts.clear()
  toasts.done('Opened.')
  vi.advanceTimersByTime(5_900)
  expect(sentences()).toEqual(['Opened.'])
})

test('the same sentence is shown once, and the newest four are kept', () => {
  for (const sentence of ['a', 'b', 'a', 'c', 'd', 'e']) toasts.problem(sentence)
  expect(sentences()).toEqual(['a', 'c', 'd', 'e'])
})
