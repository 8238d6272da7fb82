/** Steps a link may ask for each second, over time; far above what keys can do. */
export const PER_SECOND = 20
/** And at once, after a quiet time. */
const BURST = 60

/** A bucket that fills by and by, and from which every step takes one. */
export class Pace {
  #left = BURST
  #at: number

  constructor(now = performance.now()) {
    this.#at = now
  }

  /** Whether one more may be asked now. What is refused takes nothing. */
  take(now = performance.now()): boolean {
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
