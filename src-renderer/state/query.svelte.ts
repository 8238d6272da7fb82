import { createSubscriber } from 'svelte/reactivity'
import type { Topic } from '../../src-shared/vocabulary.ts'
import type { ChangeSource } from './changes.ts'
import { codeOf, describeProblem, isAborted, type Problem } from './problems.ts'

/**
 * One question to the engine. It is asked when something first shows its answer, and again when one of its topics changes
 * or when state that the question reads changes. An older answer that arrives late does not replace a newer one. While
 * nothing shows the answer, nothing is asked; so a query needs no clean-up.
 */
export class Query<T> {
  #data = $state.raw<T>()
  #problem = $state.raw<Problem>()
  #isAnswered = $state(false)
  #isStale = $state(false)
  #ask: (signal: AbortSignal) => Promise<T>
  #where: string
  #subscribe: () => void
  #newest: AbortController | undefined
  #askAgain = false

  constructor(
    ask: (signal: AbortSignal) => Promise<T>,
    topics: readonly Topic[] = [],
    changes?: ChangeSource,
    /** Completes "Something went wrong in …". */
    where = 'this screen',
  ) {
    this.#ask = ask
    this.#where = where
    this.#subscribe = createSubscriber(() => {
      const stopListening = changes?.on(topics, () => this.#changed())
      let isStopped = false
      let stopTracking: (() => void) | undefined
      // Not at once: a root made inside the effect of the first reader would stop following when that reader goes.
      queueMicrotask(() => {
        if (isStopped) return
        stopTracking = $effect.root(() => {
          $effect(() => void this.refresh())
        })
      })
      return () => {
        isStopped = true
        stopListening?.()
        stopTracking?.()
      }
    })
  }

  /** The newest answer; of an older question while `isStale`. */
  get data(): T | undefined {
    this.#subscribe()
    return this.#data
  }

  /** Why the newest question has no answer. */
  get problem(): Problem | undefined {
    this.#subscribe()
    return this.#problem
  }

  /** There is nothing to show yet. */
  get isLoading(): boolean {
    this.#subscribe()
    return !this.#isAnswered && this.#problem === undefined
  }

  /** What is shown answers an older question, or was true before the last change. */
  get isStale(): boolean {
    this.#subscribe()
    return this.#isStale
  }

  /** Asks now; whatever was under way is taken back. Done when the answer holds, also after what changed meanwhile. */
  refresh(): Promise<void> {
    this.#newest?.abort()
    const own = (this.#newest = new AbortController())
    this.#askAgain = false
    // Called at once, not after a pause: inside the effect above this makes what the question reads a dependency.
    const answer = this.#ask(own.signal)
    return this.#take(own, answer)
  }

  async #take(own: AbortController, answer: Promise<T>): Promise<void> {
    await Promise.resolve()
    if (own === this.#newest) this.#isStale = this.#isAnswered
    try {
      const data = await answer
      if (own !== this.#newest) return
      this.#data = data
      this.#problem = undefined
      this.#isAnswered = true
      this.#isStale = false
    } catch (error) {
      if (own !== this.#newest || isAborted(error)) return
      // Without a connection the old answer stands, marked as stale: it is asked again when the connection is back.
      if (codeOf(error) !== 'CONNECTION_LOST') this.#problem = describeProblem(error, this.#where)
    }
    this.#newest = undefined
    if (this.#askAgain) await this.refresh()
  }

  /** Changes that come while an answer is awaited are merged into one further question. */
  #changed(): void {
    if (this.#newest) this.#askAgain = true
    else void this.refresh()
  }
}
