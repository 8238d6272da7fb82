import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { problem } from '../../src-shared/errors.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const FLAGS = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--window-size=1440,900',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-quic',
]

/** A page of a Chromium that nobody sees, by its debugging protocol: as much of a driver as a bench needs. */
export interface ChromiumPage {
  /** Runs before anything else does in whatever is opened from now on. */
  prepare(script: string): Promise<void>
  open(url: string): Promise<void>
  /** The value of an expression there, awaited. */
  evaluate<T>(expression: string): Promise<T>
  press(key: string): Promise<void>
  /** That the page's main thread has used so far. */
  cpuMs(): Promise<number>
  close(): Promise<void>
}

export async function openChromium(bench: string): Promise<ChromiumPage> {
  const profile = mkdtempSync(join(tmpdir(), 'heddle-chromium-'))
  // Chromium's own sandbox does not work for root, as in most containers.
  const flags = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS
  const browser = spawn(findChromium(bench), [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(browser, 'exit')
  const { port } = new URL(await addressOf(browser.stderr))
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[]
  const call = await connect(targets.find(({ type }) => type === 'page')!.webSocketDebuggerUrl)
  await call('Page.enable')
  await call('Performance.enable')
  return {
    prepare: async source => void (await call('Page.addScriptToEvaluateOnNewDocument', { source })),
    open: async url => void (await call('Page.navigate', { url })),
    async evaluate<T>(expression: string) {
      const answer = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
      const { result, exceptionDetails } = answer as { result: { value: T }; exceptionDetails?: { text: string } }
      if (exceptionDetails) throw new Error(`the page failed at ${expression}: ${exceptionDetails.text}`)
      return result.value
    },
    async press(key) {
      await call('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key })
      await call('Input.dispatchKeyEvent', { type: 'keyUp', key })
    },
    async cpuMs() {
      const { metrics } = (await call('Performance.getMetrics')) as { metrics: { name: string; value: number }[] }
      return 1000 * metrics.find(({ name }) => name === 'ThreadTime')!.value
    },
    async close() {
      browser.kill()
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Target {
  type: string
  webSocketDebuggerUrl: string
}

function findChromium(bench: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const files = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  const found = process.env['HEDDLE_CHROMIUM'] ?? files.find(isExecutable)
  if (found === undefined || !isExecutable(found))
    throw problem('BENCH_LACKS', {
      bench,
      what: 'a Chromium',
      remedy: 'Install one, or name yours in HEDDLE_CHROMIUM',
    })
  return found
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Chromium tells on stderr where it listens, among much else; the rest is let run, so that it can go on telling. */
function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let told = ''
  stderr.on('data', chunk => {
    told += String(chunk)
    const address = /DevTools listening on (ws:\S+)/.exec(told)?.[1]
    if (address) resolve(address)
  })
  stderr.on('end', () => reject(new Error(`Chromium did not start: ${told}`)))
  return promise
}

type Call = (method: string, params?: object) => Promise<object>

async function connect(url: string): Promise<Call> {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  const waiting = new Map<number, PromiseWithResolvers<object>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data))
    if (error) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result)
    waiting.delete(id)
  })
  let calls = 0
  return (method, params = {}) => {
    const answer = Promise.withResolvers<object>()
    waiting.set(++calls, answer)
    socket.send(JSON.stringify({ id: calls, method, params }))
    return answer.promise
  }
}
