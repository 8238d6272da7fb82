import type { Realm } from './realm.ts'

const LOOK_MS = 50
/** How long after its time limit a record is waited for: some of V8's work, on huge numbers and arrays, cannot be interrupted. */
const GRACE_MS = 250
/** Below this share of that time the machine was slow, not the record. */
const BUSY_SHARE = 0.5
const MOST_PATIENCE = 10

/** Watches from the main thread whether the rows move on. */
export function watchStall(
  realm: Realm,
  recordMs: number,
  said: (row: number) => void,
): { noticed: Promise<'stalled' | 'memory'>; stop(): void } {
  const limitMs = recordMs + GRACE_MS
  let timer: NodeJS.Timeout | undefined
  let row = realm.at[0]!
  let since = performance.now()
  let cpu = process.cpuUsage()
  const noticed = new Promise<'stalled' | 'memory'>(resolve => {
    timer = setInterval(() => {
      const now = performance.now()
      said(realm.at[0]!)
      if (realm.isLost()) resolve('memory')
      if (realm.at[0] !== row) [row, since, cpu] = [realm.at[0]!, now, process.cpuUsage()]
      const used = process.cpuUsage(cpu)
      const wasBusy = (used.user + used.system) / 1000 > limitMs * BUSY_SHARE
      if (now - since > limitMs * (wasBusy ? 1 : MOST_PATIENCE)) resolve('stalled')
    }, LOOK_MS)
  })
  return { noticed, stop: () => clearInterval(timer) }
}
