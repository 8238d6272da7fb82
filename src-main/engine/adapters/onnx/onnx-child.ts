import { type ChildProcess, fork } from 'node:child_process'
import { problem, type ProblemCode, type WorkbenchError } from '../../../../src-shared/errors.ts'
import type { Answers, Failure, Opened, OpenRequest, Reply, RunRequest } from './protocol.ts'

/** The process ended while it worked on a request: it crashed, or the system took its memory back. */
export class ProcessLost extends Error {}

type Asked = Omit<OpenRequest, never> | Omit<RunRequest, never>

interface Open {
  id: number
  resolve: (reply: Reply) => void
  reject: (error: unknown) => void
}

/** A batch is not given up in the middle; a process that is still silent by then is ended. */
const CANCEL_MS = 1_000
const IDLE_MS = 5 * 60_000

/** One process for ONNX models: started when first asked something, and anew after it was lost; ended when nobody needs it. */
export class OnnxChild {
  readonly #command: () => { file: string; entry: string }
  #process: ChildProcess | undefined
  #open: Open[] = []
  #ids = 0
  #idle: NodeJS.Timeout | undefined
  /** What the runtime wrote last where nobody else would read it. */
  #said = ''
  #isClosed = false

  constructor(command: () => { file: string; entry: string }) {
    this.#command = command
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get said(): string {
    return this.#said
  }

  async open(request: Omit<OpenRequest, 'do'>): Promise<Opened> {
    const reply = await this.#ask({ do: 'open', ...request })
    if (reply.say !== 'opened') throw new Error(`the ONNX process answered ${reply.say}`)
    return reply.opened
  }

  async run(request: Omit<RunRequest, 'do'>, signal?: AbortSignal): Promise<Answers> {
    const reply = await this.#ask({ do: 'run', ...request }, signal)
    if (reply.say !== 'answers') throw new Error(`the ONNX process answered ${reply.say}`)
    return reply.answers
  }

  close(): void {
    this.#isClosed = true
    this.#end()
  }

  async #ask(asked: Asked, signal?: AbortSignal): Promise<Reply> {
    if (this.#isClosed) throw problem('INFERENCE_UNAVAILABLE', { reason: 'Heddle is closing' })
    signal?.throwIfAborted()
    const child = (this.#process ??= this.#start())
    const id = ++this.#ids
    const answered = new Promise<Reply>((resolve, reject) => {
      this.#open.push({ id, resolve, reject })
      child.ref()
      child.channel?.ref()
      clearTimeout(this.#idle)
      child.send({ id, ...asked }, error => error && this.#lost(child))
    })
    let patience: NodeJS.Timeout | undefined
    const cancel = () => {
      if (this.#process === child) child.send({ id, do: 'cancel' }, () => {})
      patience = setTimeout(() => this.#end(), CANCEL_MS)
    }
    signal?.addEventListener('abort', cancel)
    try {
      return told(await answered)
    } catch (error) {
      throw signal?.aborted ? problem('JOB_CANCELLED') : error
    } finally {
      clearTimeout(patience)
      signal?.removeEventListener('abort', cancel)
    }
  }

  #start(): ChildProcess {
    const { file, entry } = this.#command()
    const child = fork(entry, [], {
      execPath: file,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: environment(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#said = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#said = (this.#said + text).slice(-4_000)))
    ;(child.stderr as unknown as { unref(): void }).unref()
    child.on('message', (reply: Reply) => this.#hear(child, reply))
    child.on('error', () => this.#lost(child))
    child.on('exit', () => this.#lost(child))
    return child
  }

  #hear(child: ChildProcess, reply: Reply): void {
    if (child !== this.#process) return
    const at = this.#open.findIndex(({ id }) => id === reply.id)
    this.#open.splice(at, 1)[0]?.resolve(reply)
    if (this.#open.length > 0) return
    // Only a process with work to do keeps the program running.
    child.unref()
    child.channel?.unref()
    this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref()
  }

  #end(): void {
    const child = this.#process
    if (child) this.#lost(child)
  }

  #lost(child: ChildProcess): void {
    if (child !== this.#process) return
    this.#process = undefined
    clearTimeout(this.#idle)
    child.kill('SIGKILL')
    for (const { reject } of this.#open.splice(0)) reject(new ProcessLost('the process of the ONNX models was lost'))
  }
}

/** No secrets: only what a runtime needs to find its libraries and its graphics card. */
function environment(): NodeJS.ProcessEnv {
  const needed = /^(PATH|LD_LIBRARY_PATH|CUDA_|NVIDIA_|VK_|XDG_DATA_DIRS$|SystemRoot$|HOME$|TMPDIR$|TEMP$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name)))
}

function told(reply: Reply): Reply {
  if (reply.say === 'failed') throw asProblem(reply.failure)
  if (reply.say === 'defect') throw new Error(reply.stack)
  if (reply.say === 'cancelled') throw problem('JOB_CANCELLED')
  return reply
}

/** A problem is made where it is told: the process sends its code and data. */
function asProblem({ code, data }: Failure): WorkbenchError {
  return (problem as (code: ProblemCode, data: Record<string, unknown>) => WorkbenchError)(code, data)
}
