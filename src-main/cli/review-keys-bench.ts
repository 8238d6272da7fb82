import { setTimeout as sleep } from 'node:timers/promises'
import { problem } from '../../src-shared/errors.ts'
import { loadScreens } from '../hosts/screens.ts'
import { startLoopbackHost } from '../loopback/server.ts'
import type { Bench } from './bench-project.ts'
import { type ChromiumPage, openChromium } from './chromium.ts'

const NAME = 'review-keys'
const KEYS = 100
/** The first keys run code that the browser has not yet compiled. */
const WARM_UP = 20
/** Faster than a person reads, so that a refit runs under most keys. */
const EACH_MS = 400
const PATIENCE_MS = 120_000

/** In the page: from the instant of a key until the frame with another record on it has been drawn. */
const WATCH = `
  localStorage.setItem('heddle.annotator', 'bench')
  const times = (globalThis.heddleTimes = [])
  const shown = () => document.querySelector('#review-record-id')?.textContent ?? ''
  let pressed
  addEventListener('keydown', event => (pressed = { at: event.timeStamp, record: shown() }), { capture: true })
  new MutationObserver(() => {
    if (!pressed || shown() === '' || shown() === pressed.record) return
    const { at } = pressed
    pressed = undefined
    // The frame is drawn after its callbacks and before what waits behind them.
    requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - at)))
  }).observe(document, { childList: true, characterData: true, subtree: true })
`

/**
 * A person at the keys, in a browser at the loopback host: how long after a key the next record is painted. The
 * classes come by turns, and the model learns meanwhile, as it does for a person.
 */
export async function reviewingByKeys(bench: Bench, projectId: string, n: number) {
  const { engine, tell } = bench
  const screens = loadScreens()
  if (screens.size === 0)
    throw problem('BENCH_LACKS', { bench: NAME, what: 'the built screens', remedy: 'Run "npm run build"' })
  const host = await startLoopbackHost({ engine, screens })
  const page = await openChromium(NAME)
  try {
    await page.prepare(WATCH)
    const ref = engine.refOf(engine.project(projectId).path)
    await page.open(`${host.link(new URLSearchParams({ project: ref }).toString())}#/review`)
    await until(page, `document.querySelector('#review-record-id') !== null`, 'the review screen did not come')
    tell(`${WARM_UP + KEYS} keys …`)
    await pressKeys(page, WARM_UP)
    const before = { page: await page.cpuMs(), engine: engineCpuMs() }
    await pressKeys(page, KEYS)
    await until(page, `heddleTimes.length >= ${WARM_UP + KEYS}`, 'a key brought no next record')
    const cpu = { page: (await page.cpuMs()) - before.page, engine: engineCpuMs() - before.engine }
    const times = (await page.evaluate<number[]>('heddleTimes')).slice(WARM_UP).toSorted((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!
    await bench.client.review.settle({ projectId })
    return [
      { metric: 'key to painted next record, fastest', value: at(0), unit: 'ms', n },
      { metric: 'key to painted next record, median', value: at(0.5), unit: 'ms', n },
      { metric: 'key to painted next record, p95', value: at(0.95), unit: 'ms', n },
      { metric: `key to painted next record, slowest of ${KEYS}`, value: at(1), unit: 'ms', n },
      { metric: 'CPU of the page’s main thread per key', value: cpu.page / KEYS, unit: 'ms', n },
      { metric: 'CPU of the engine’s main thread per key', value: cpu.engine / KEYS, unit: 'ms', n },
    ]
  } finally {
    await page.close()
    await host.close()
  }
}

async function pressKeys(page: ChromiumPage, count: number): Promise<void> {
  for (let done = 0; done < count; done++) {
    await page.press(done % 2 === 0 ? '1' : '2')
    await sleep(EACH_MS)
  }
}

/** Of this thread, on which the engine and the host answer; what learns has a thread of its own. */
function engineCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function until(page: ChromiumPage, condition: string, otherwise: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await page.evaluate<boolean>(condition))) {
    if (performance.now() > end) throw new Error(otherwise)
    await sleep(100)
  }
}
