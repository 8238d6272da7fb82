import type { LfColumn } from './lf-outcome.ts'
import type { SandboxChild } from './sandbox-child.ts'

export interface Share {
  child: SandboxChild
  lfs: number[]
}

/** Seconds of processor time until V8 has an isolate and fast code for a labeling function. */
const SETTLING = 0.012

/**
 * Who runs what of an application. At first each labeling function has one process that sees all records, so that it is
 * settled once. When that leaves processes idle for longer than it takes to settle everywhere, each process runs all of them
 * on batches of its own.
 */
export class Sharing {
  /** Who has been given work. */
  readonly used = new Set<SandboxChild>()
  readonly #children: SandboxChild[]
  readonly #columns: LfColumn[]
  #isByBatch = false

  constructor(children: SandboxChild[], columns: LfColumn[]) {
    this.#children = children
    this.#columns = columns
  }

  /** Of the next batch. */
  ofBatch(): Share[] {
    this.#isByBatch ||= this.#children.length > 1 && this.#idleSeconds() > SETTLING * this.#running().length
    return this.#note(this.#isByBatch ? [{ child: this.#leastBusy(), lfs: this.#running() }] : this.#byFunction())
  }

  /** Each labeling function once, where it has run before. */
  again(): Share[] {
    if (!this.#isByBatch) return this.#note(this.#byFunction())
    const used = [...this.used]
    return used.map((child, c) => ({ child, lfs: this.#running().filter((_, i) => i % used.length === c) }))
  }

  #byFunction(): Share[] {
    return this.#children
      .map((child, c) => ({ child, lfs: this.#running().filter(lf => this.#home(lf) === c) }))
      .filter(({ lfs }) => lfs.length > 0)
  }

  #home(lf: number): number {
    return lf % this.#children.length
  }

  #running(): number[] {
    return this.#columns.flatMap((column, lf) => (column.isRunning ? [lf] : []))
  }

  /** How much longer the busiest process has worked than it would have if all had done the same. */
  #idleSeconds(): number {
    const seconds = this.#children.map(() => 0)
    this.#columns.forEach((column, lf) => (seconds[this.#home(lf)]! += column.seconds))
    return Math.max(...seconds) - seconds.reduce((sum, each) => sum + each, 0) / seconds.length
  }

  /** The process with the shortest queue; of several, one that has been started. */
  #leastBusy(): SandboxChild {
    const load = (child: SandboxChild) => child.waiting + (child.isRunning ? 0 : 0.5)
    return this.#children.reduce((best, child) => (load(child) < load(best) ? child : best))
  }

  #note(shares: Share[]): Share[] {
    for (const { child } of shares) this.used.add(child)
    return shares
  }
}
