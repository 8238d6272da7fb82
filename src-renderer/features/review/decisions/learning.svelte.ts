import type { Effect } from '../../../../src-shared/review.ts'

/** What the model made of some decisions. */
export interface Learned extends Effect {
  decisions: number
}

interface Source {
  /** Waits until the model has learned from every decision. */
  settle(): Promise<Effect>
  onProblem(error: unknown): void
}

/** The model learns when the keys rest, so that no decision waits for it. */
const REST_MS = 1500

/** Asks, behind the annotator's back, what the last decisions changed. */
export class Learning {
  last = $state.raw<Learned>()
  isRunning = $state(false)
  readonly #source: Source
  #decisions = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(source: Source) {
    this.#source = source
  }

  /** A decision was stored, or one was taken back. */
  decided(decisions = 1): void {
    this.#decisions += decisions
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#learn(), REST_MS)
  }

  async #learn(): Promise<void> {
    if (this.isRunning) return
    const decisions = this.#decisions
    this.#decisions = 0
    this.isRunning = true
    try {
      this.last = { decisions, ...(await this.#source.settle()) }
    } catch (error) {
      this.#source.onProblem(error)
    }
    this.isRunning = false
    if (this.#decisions !== 0) this.decided(0)
  }
}
