import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { problem, WorkbenchError } from '../../src-shared/errors.ts'
import { type Topic, TOPICS } from '../../src-shared/vocabulary.ts'
import type { Compute } from './adapters/compute/compute.ts'
import type { Files } from './adapters/files/files.ts'
import type { Keys } from './adapters/keys/keys.ts'
import type { Links } from './adapters/links/links.ts'
import type { InferenceSettingsFile } from './adapters/onnx/inference-settings.ts'
import type { ModelLibrary } from './adapters/onnx/library.ts'
import type { Onnx } from './adapters/onnx/onnx.ts'
import { projectSandbox } from './adapters/sandbox/project-sandbox.ts'
import type { Sandbox } from './adapters/sandbox/sandbox.ts'
import type { Store } from './adapters/store/store.ts'
import { Changes } from './changes.ts'
import { listsFor } from './lists-for.ts'

/** What every project of an engine shares. */
export interface Services {
  files: Files
  keys: Keys
  links: Links
  compute: Compute
  sandbox: Sandbox
  onnx: Onnx
  /** Models of the user. */
  library: ModelLibrary
  inference: InferenceSettingsFile
  /** Of Heddle, for manifests. */
  version: string
  /** Told of what fails in the background, where no caller waits for it. */
  onDefect: (error: unknown, where: string) => void
}

/** A running job, as the workflow that does the work sees it. */
export interface JobHandle {
  signal: AbortSignal
  /** `share` 0..1, or undefined while the end is not known. */
  progress(share: number | undefined, detail: string): void
}

/** How often a project that is only read looks whether another process has changed it. */
const LOOK_MS = 1_000

/** What a workflow receives: one open project with everything it may need. */
export class Project {
  readonly id: string
  readonly store: Store
  readonly services: Services
  readonly changes = new Changes()
  readonly #cancels = new Map<string, AbortController>()
  #turn: Promise<unknown> = Promise.resolve()
  #importing: Promise<unknown> | undefined
  #isClosed = false
  readonly #looking: NodeJS.Timeout | undefined

  constructor(id: string, store: Store, services: Services) {
    this.id = id
    this.store = store
    const mergedClasses = () =>
      Object.fromEntries(store.settings.mergedClasses().map(({ name, position }) => [name, position]))
    const sandbox = projectSandbox(services.sandbox, { lists: listsFor(store), mergedClasses })
    this.services = { ...services, sandbox }
    if (store.readOnly) this.#looking = this.#lookOutside()
  }

  get path(): string {
    return this.store.path
  }

  get fileName(): string {
    return basename(this.path)
  }

  /** Says which topics changed; screens ask again. */
  changed(...topics: Topic[]): void {
    this.changes.announce(topics)
  }

  #lookOutside(): NodeJS.Timeout {
    let seen = this.store.version()
    const look = () => {
      const version = this.store.version()
      if (version !== seen) this.changed(...TOPICS.filter(topic => topic !== 'jobs'))
      seen = version
    }
    return setInterval(look, LOOK_MS).unref()
  }

  /** Runs work that takes a while: shown with its progress, cancelled on request, its end told as the last update. */
  async job<T>(title: string, work: (job: JobHandle) => Promise<T>): Promise<T> {
    const jobId = randomUUID()
    const cancel = new AbortController()
    const base = { jobId, projectId: this.id, title }
    let last = { share: undefined as number | undefined, detail: '' }
    this.#cancels.set(jobId, cancel)
    this.changes.report({ ...base, ...last, state: 'running' })
    const progress = (share: number | undefined, detail: string) => {
      // What was cancelled may go on for a moment; its end has been told.
      if (!this.#cancels.has(jobId)) return
      last = { share, detail }
      this.changes.report({ ...base, share, detail, state: 'running' })
    }
    try {
      const result = await work({ signal: cancel.signal, progress })
      this.changes.report({ ...base, share: 1, detail: last.detail, state: 'done' })
      return result
    } catch (thrown) {
      const error = cancel.signal.aborted && !(thrown instanceof WorkbenchError) ? problem('JOB_CANCELLED') : thrown
      const told = error instanceof WorkbenchError ? { code: error.code, message: error.message } : undefined
      this.changes.report({ ...base, ...last, state: cancel.signal.aborted ? 'cancelled' : 'failed', problem: told })
      throw error
    } finally {
      this.#cancels.delete(jobId)
    }
  }

  cancel(jobId: string): boolean {
    const cancel = this.#cancels.get(jobId)
    cancel?.abort()
    return cancel !== undefined
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel.abort()
  }

  /** Long changes wait for each other: an import, an application of LFs, a deletion. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** For work whose end nobody waits for. It fails by a defect, unless the project was closed meanwhile. */
  async inBackground(work: Promise<unknown>, where: string): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!this.#isClosed) this.services.onDefect(error, where)
    }
  }

  /** An import holds SQLite's one write transaction for its whole length; short changes wait until it has ended. */
  async importing<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    this.#importing = running.catch(() => {})
    try {
      return await running
    } finally {
      this.#importing = undefined
    }
  }

  /** Resolves when a short change can be written. */
  async writable(): Promise<void> {
    while (this.#importing) await this.#importing
  }

  /** Ends what runs and closes the file. */
  async close(): Promise<void> {
    clearInterval(this.#looking)
    this.cancelAll()
    await this.#turn
    this.#isClosed = true
    this.store.close()
    this.changes.end()
  }
}
