import { FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import type { Fault, Stop } from './protocol.ts'

export interface LfFault {
  /** Of the record, among those handed in. */
  index: number
  recordId: string
  message: string
  line?: number
}

export interface LfProblem {
  message: string
  line?: number
  column?: number
  recordId?: string
}

/** What an application of one labeling function came to. */
export interface LfOutcome {
  name: string
  /** `quarantined`: it was stopped, its votes are not to be used. `unstable`: asked again, it answered differently. */
  status: 'ok' | 'quarantined' | 'unstable'
  /** [n] a class index, ABSTAIN or FAULT for each record handed in; UNSEEN where it did not come to. */
  votes: Int8Array
  /** The first 1,000. */
  faults: LfFault[]
  faultCount: number
  /** Of processor time, over all processes. */
  seconds: number
  problem?: LfProblem
}

export const MOST_FAULTS = 1000

/** Collects the answers of one labeling function as they arrive, in whatever order. */
export class LfColumn {
  readonly name: string
  status: LfOutcome['status'] = 'ok'
  problem: LfProblem | undefined
  seconds = 0
  #votes = new Int8Array(0)
  #faults: LfFault[] = []

  constructor(name: string) {
    this.name = name
  }

  get isRunning(): boolean {
    return this.status === 'ok'
  }

  /** How many faults of a later batch can still be among the first. */
  get wantedFaults(): number {
    return this.#faults.length >= MOST_FAULTS ? 0 : MOST_FAULTS
  }

  vote(index: number): number {
    return this.#votes[index] ?? UNSEEN
  }

  put(start: number, votes: Uint8Array, faults: readonly Fault[], recordIdOf: (row: number) => string): void {
    const end = start + votes.length
    if (end > this.#votes.length) {
      const grown = new Int8Array(Math.max(end, this.#votes.length * 2)).fill(UNSEEN, this.#votes.length)
      grown.set(this.#votes)
      this.#votes = grown
    }
    this.#votes.set(new Int8Array(votes.buffer, votes.byteOffset, votes.length), start)
    for (const [row, message, line] of faults)
      this.#faults.push({ index: start + row, recordId: recordIdOf(row), message, ...(line > 0 ? { line } : {}) })
    if (this.#faults.length > 2 * MOST_FAULTS) this.#faults = this.#firstFaults()
  }

  quarantine({ message, line, column }: Stop & { column?: number }, recordId?: string): void {
    if (this.status === 'quarantined') return
    this.status = 'quarantined'
    this.problem = {
      message,
      ...(line && { line }),
      ...(column && { column }),
      ...(recordId !== undefined && { recordId }),
    }
  }

  outcome(n: number): LfOutcome {
    const votes = new Int8Array(n).fill(UNSEEN)
    votes.set(this.#votes.subarray(0, n))
    let faultCount = 0
    for (let i = 0; i < n; i++) if (votes[i] === FAULT) faultCount++
    const { name, status, seconds, problem } = this
    return { name, status, votes, faults: this.#firstFaults(), faultCount, seconds, ...(problem && { problem }) }
  }

  #firstFaults(): LfFault[] {
    return this.#faults.sort((a, b) => a.index - b.index).slice(0, MOST_FAULTS)
  }
}
