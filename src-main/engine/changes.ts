import type { Change, Job } from '../../src-shared/jobs.ts'
import type { Topic } from '../../src-shared/vocabulary.ts'

/** The one word that comes up: which topics of a project changed, and how far its jobs are. */
export class Changes {
  readonly #subscribers = new Set<Subscriber>()
  readonly #running = new Map<string, Job>()
  #isOver = false

  announce(topics: readonly Topic[]): void {
    for (const subscriber of this.#subscribers) {
      for (const topic of topics) subscriber.topics.add(topic)
      subscriber.wake()
    }
  }

  report(job: Job): void {
    if (job.state === 'running') this.#running.set(job.jobId, job)
    else this.#running.delete(job.jobId)
    for (const subscriber of this.#subscribers) {
      subscriber.jobs.set(job.jobId, job)
      subscriber.wake()
    }
  }

  /** The project was closed: who listens still asks for it anew. */
  end(): void {
    this.#isOver = true
    for (const subscriber of this.#subscribers) subscriber.wake()
  }

  /** Everything from now on, gathered while the listener was busy; first the jobs that run. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<Change> {
    const subscriber: Subscriber = { topics: new Set(), jobs: new Map(this.#running), wake: () => {} }
    this.#subscribers.add(subscriber)
    try {
      yield take(subscriber)
      while (!signal?.aborted && !this.#isOver) {
        if (subscriber.topics.size === 0 && subscriber.jobs.size === 0) await sleep(subscriber, signal)
        else yield take(subscriber)
      }
    } finally {
      this.#subscribers.delete(subscriber)
    }
  }
}

interface Subscriber {
  topics: Set<Topic>
  jobs: Map<string, Job>
  wake: () => void
}

function take(subscriber: Subscriber): Change {
  const change = { topics: [...subscriber.topics], jobs: [...subscriber.jobs.values()] }
  subscriber.topics.clear()
  subscriber.jobs.clear()
  return change
}

const sleep = (subscriber: Subscriber, signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    subscriber.wake = resolve
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
