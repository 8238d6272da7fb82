import { flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { lasting } from './lasting.svelte.ts'
import type { Session } from './session.svelte.ts'

class Counter {
  count = $state(1)
  double = $derived(this.count * 2)
}

test('state made in one view goes on living in the next, derived values included', () => {
  const counterOf = lasting(() => new Counter())
  const session = {} as Session
  const view = (shown: number[]) =>
    $effect.root(() => {
      const counter = counterOf(session)
      $effect(() => void shown.push(counter.double))
    })
  const first: number[] = []
  const leave = view(first)
  flushSync()
  leave()
  counterOf(session).count = 5
  const second: number[] = []
  const leaveAgain = view(second)
  flushSync()
  counterOf(session).count = 6
  flushSync()
  leaveAgain()
  expect([first, second]).toEqual([[2], [10, 12]])
})

test('each open project has its own', () => {
  const counterOf = lasting(() => new Counter())
  expect(counterOf({} as Session)).not.toBe(counterOf({} as Session))
})
