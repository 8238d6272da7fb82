import { type ChildProcess, spawn } from 'node:child_process'
import { problem } from '../../../../src-shared/errors.ts'
import { type Frame, frameCutter, frameHead, type Reply, type Request } from './protocol.ts'

/** The process ended with this request on its table (`guilty`), or with another one. */
export class ProcessLost extends Error {
  readonly guilty: boolean
  /** What to say of a labeling function that did this. */
  readonly sentence: string

  constructor(guilty: boolean, sentence: string) {
    super('the sandbox process was lost')
    this.guilty = guilty
    this.sentence = sentence
  }
}

export interface Asking {
  header: Request
  body?: readonly Uint8Array[]
  /** Hears every reply but the last. */
  take?: (reply: Frame<Reply>) => void
  /** The process is ended when it says nothing for so long. */
  silenceMs?: number
}

interface Open extends Asking {
  resolve: () => void
  reject: (error: unknown) => void
}

const BOOT_MS = 30_000
const SILENCE_MS = 5000
/** A start can fail because the process was killed from outside. */
const MOST_STARTS = 3

/** A fixed zone and locale, and nothing else, because the environment may hold secrets. Windows starts nothing without its root. */
const environment = {
  TZ: 'UTC',
  LC_ALL: 'en_US.UTF-8',
  ...(process.platform === 'win32' && { SystemRoot: process.env.SystemRoot }),
}

/** One sandbox process: started when first asked something, and anew after it was lost. Requests are answered in order. */
export class SandboxChild {
  readonly #command: () => { file: string; args: string[] }
  #process: ChildProcess | undefined
  #open: Open[] = []
  #timer: NodeJS.Timeout | undefined
  #isReady = false
  #isClosed = false
  #failedStarts = 0
  /** What this process was told and still knows. */
  readonly #told = new Set<string>()

  constructor(command: () => { file: string; args: string[] }) {
    this.#command = command
  }

  get waiting(): number {
    return this.#open.length
  }

  get isRunning(): boolean {
    return this.#process !== undefined
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Starts it, so that whoever asks does not wait for that. */
  warm(): void {
    if (!this.#process && !this.#isClosed) this.#start()
  }

  /** Asks this once in the life of a process. If it is lost meanwhile, the request that relies on it hears of that. */
  tell(key: string, header: Request, silenceMs?: number): void {
    this.warm()
    if (this.#told.has(key)) return
    this.#told.add(key)
    this.ask({ header, ...(silenceMs && { silenceMs }) }).catch(() => {})
  }

  /** Takes back what was told, if it is still known. */
  async untell(key: string, header: Request): Promise<void> {
    if (this.#told.delete(key)) await this.ask({ header }).catch(() => {})
  }

  ask(asking: Asking): Promise<void> {
    if (this.#isClosed) return Promise.reject(problem('SANDBOX_UNAVAILABLE', { reason: 'Heddle is closing' }))
    this.warm()
    const child = this.#process!
    return new Promise((resolve, reject) => {
      this.#open.push({ ...asking, resolve, reject })
      if (this.#open.length === 1) this.#hold(true)
      const body = asking.body ?? []
      const length = body.reduce((bytes, part) => bytes + part.length, 0)
      child.stdin!.write(frameHead(asking.header, length))
      for (const part of body) if (part.length > 0) child.stdin!.write(part)
      if (this.#open.length === 1) this.#watch()
    })
  }

  /** Ends the process; whoever waits for it is told that it was not to blame. */
  kill(): void {
    this.#lost(this.#process, undefined)
  }

  close(): void {
    this.#isClosed = true
    this.kill()
  }

  #start(): void {
    const { file, args } = this.#command()
    const child = spawn(file, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
    this.#process = child
    this.#isReady = false
    this.#told.clear()
    let said = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
    // What it could not be told any more is answered by its end.
    child.stdin!.on('error', () => {})
    const cut = frameCutter<Reply>(frame => this.#hear(child, frame))
    child.stdout!.on('data', cut)
    child.on('error', error => this.#lost(child, error.message))
    // Not "exit": what it said last may still be in the pipe then.
    child.on('close', () => this.#lost(child, this.#isReady ? 'crashed its process' : reasonIn(said)))
    child.unref()
    this.#hold(false)
  }

  #hear(child: ChildProcess, frame: Frame<Reply>): void {
    if (child !== this.#process) return
    if (frame.header.say === 'leaving') return this.#lost(child, undefined)
    if (frame.header.say === 'ready') {
      this.#isReady = true
      this.#failedStarts = 0
    } else if (frame.header.say === 'done') {
      this.#open.shift()?.resolve()
      if (this.#open.length === 0) this.#hold(false)
    } else this.#open[0]?.take?.(frame)
    this.#watch()
  }

  /** Only a process with work to do keeps the program running. */
  #hold(busy: boolean): void {
    const child = this.#process
    for (const stream of [child?.stdin, child?.stdout, child?.stderr]) (busy ? ref : unref)(stream)
  }

  #watch(): void {
    clearTimeout(this.#timer)
    const [first] = this.#open
    if (!first) return
    const child = this.#process
    const silenceMs = this.#isReady ? (first.silenceMs ?? SILENCE_MS) : BOOT_MS
    const sentence = this.#isReady ? 'hung where it cannot be interrupted' : 'its process does not start'
    this.#timer = setTimeout(() => {
      // If this program was held up itself, an answer may lie in the pipe: it is read before the second look.
      this.#timer = setTimeout(() => this.#lost(child, sentence), 30)
    }, silenceMs)
  }

  /** `why`: nothing when it was ended from here. */
  #lost(child: ChildProcess | undefined, why: string | undefined): void {
    if (!child || child !== this.#process) return
    const wasReady = this.#isReady
    if (!wasReady && why !== undefined) this.#failedStarts++
    this.#process = undefined
    this.#told.clear()
    clearTimeout(this.#timer)
    child.kill('SIGKILL')
    const open = this.#open
    this.#open = []
    const isHopeless = this.#failedStarts === MOST_STARTS
    if (isHopeless) this.#failedStarts = 0
    open.forEach((each, i) => {
      if (isHopeless) each.reject(problem('SANDBOX_UNAVAILABLE', { reason: why! }))
      else each.reject(new ProcessLost(i === 0 && wasReady && why !== undefined, why ?? ''))
    })
  }
}

/** The pipes of a child are sockets. */
type Pipe = { ref(): void; unref(): void }
const ref = (stream: unknown) => (stream as Pipe | null | undefined)?.ref()
const unref = (stream: unknown) => (stream as Pipe | null | undefined)?.unref()

/** The line of a failed start's output that says most. */
const reasonIn = (said: string) =>
  said
    .split('\n')
    .find(line => /error|not|cannot|permission/i.test(line))
    ?.trim() ?? 'its process ends at once'
