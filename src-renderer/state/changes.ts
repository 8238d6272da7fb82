import type { Client } from '../../src-shared/contract.ts'
import type { Job } from '../../src-shared/jobs.ts'
import type { Topic } from '../../src-shared/vocabulary.ts'
import { codeOf } from './problems.ts'

/** What Query needs of the change stream. */
export interface ChangeSource {
  /** Calls back when one of the topics changed, or may have. Gives the function that ends it. */
  on(topics: readonly Topic[], listener: () => void): () => void
}

interface Options {
  pauseMs?: number
  /** The engine does not know the project any more. */
  onProjectGone?: () => void
}

/**
 * Fans the project's change stream out to whoever listens. The stream is taken up again when it breaks off; what changed
 * meanwhile is not known, so everything counts as changed.
 */
export class Changes implements ChangeSource {
  /** Settles when the stream runs for the first time: what is asked afterwards misses no change. */
  readonly ready: Promise<void>
  #listeners = new Map<() => void, readonly Topic[]>()
  #jobListeners = new Set<(jobs: Job[]) => void>()
  #end = new AbortController()
  #begun = Promise.withResolvers<void>()

  constructor(client: Client, projectId: string, { pauseMs = 250, onProjectGone }: Options = {}) {
    this.ready = this.#begun.promise
    void this.#watch(client, projectId, pauseMs, onProjectGone)
  }

  on(topics: readonly Topic[], listener: () => void): () => void {
    const own = () => listener()
    this.#listeners.set(own, topics)
    return () => void this.#listeners.delete(own)
  }

  onJobs(listener: (jobs: Job[]) => void): () => void {
    this.#jobListeners.add(listener)
    return () => void this.#jobListeners.delete(listener)
  }

  close(): void {
    this.#end.abort()
  }

  async #watch(client: Client, projectId: string, pauseMs: number, onProjectGone?: () => void): Promise<void> {
    const { signal } = this.#end
    for (let round = 0; !signal.aborted; round++) {
      try {
        let isFirstEvent = true
        for await (const change of await client.jobs.watch({ projectId }, { signal })) {
          this.#tell(isFirstEvent && round > 0 ? undefined : change.topics, change.jobs)
          isFirstEvent = false
          this.#begun.resolve()
        }
      } catch (error) {
        if (signal.aborted) return
        if (codeOf(error) === 'PROJECT_NOT_OPEN') {
          this.#begun.resolve()
          return onProjectGone?.()
        }
      }
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }

  /** No topics: any may have changed. */
  #tell(topics: Topic[] | undefined, jobs: Job[]): void {
    for (const listener of this.#jobListeners) listener(jobs)
    for (const [listener, wanted] of this.#listeners) {
      if (!topics || wanted.some(topic => topics.includes(topic))) listener()
    }
  }
}
