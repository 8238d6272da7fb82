import { secondsBesideMain } from './lf-clock.ts'
import type { Realm } from './realm.ts'

const LOOK_MS = 50
/** How long after its time limit a record is waited for: some of V8's work, on huge numbers and arrays, cannot be interrupted. */
export const GRACE_MS = 250
/** Below this share of that time the machine was slow, not the record. */
const BUSY_SHARE = 0.5
const MOST_PATIENCE = 10

/** Watches from the main thread whether the rows move on. */
export function watchStall(
  realm: Realm,
  recordMs: number,
  graceMs: number,
  said: (row: number) => void,
): { noticed: Promise<'stalled' | 'memory'>; stop(): void } {
  const limitMs = recordMs + graceMs
  let timer: NodeJS.Timeout | undefined
  let row = realm.at[0]!
  let since = performance.now()
  let worked = secondsBesideMain()
  const noticed = new Promise<'stalled' | 'memory'>(resolve => {
    timer = setInterval(() => {
      const now = performance.now()
      said(realm.at[0]!)
      if (realm.isLost()) resolve('memory')
      if (realm.at[0] !== row) [row, since, worked] = [realm.at[0]!, now, secondsBesideMain()]
      const wasBusy = (secondsBesideMain() - worked) * 1000 > limitMs * BUSY_SHARE
      if (now - since > limitMs * (wasBusy ? 1 : MOST_PATIENCE)) resolve('stalled')
    }, LOOK_MS)
  })
  return { noticed, stop: () => clearInterval(timer) }
}
