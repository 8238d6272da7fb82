import { reasonOf } from '../../../../src-shared/errors.ts'
import type { Decision, ReviewStep } from '../../../../src-shared/review.ts'

interface Sent {
  /** Of its line in the log: makes sending it twice harmless. */
  uid: string
  annotator: string
}

export interface Submission extends Sent {
  kind: 'submit'
  /** Of the record. */
  id: string
  decision: Decision
  /** Of the text that was on the screen. */
  textHash?: string
  comment?: string
  /** Records that look alike and are decided in the same step. */
  also?: readonly { id: string; text: string; textHash: string }[]
  /** The queue brought it, and not the annotator. */
  asked?: 'queue'
}

export interface Undo extends Sent {
  kind: 'undo'
  /** The submission that is on the screen as the last one. */
  of?: string
}

export interface Redo extends Sent {
  kind: 'redo'
}

/** What one key asks of the engine. */
export type ReviewCommand = Submission | Undo | Redo

/** A decision that the engine will not take, kept until the person says what becomes of it. */
export interface Refusal {
  submission: Submission
  reason: string
}

export interface DecisionQueueOptions {
  send(command: ReviewCommand): Promise<ReviewStep>
  answered(command: ReviewCommand, step: ReviewStep): void
  /** An undo or redo that came to nothing. */
  failed(command: ReviewCommand, reason: string): void
  /** The engine answered, and the answer is no; anything else is a cut line. */
  isRefusal(error: unknown): boolean
  /** Another queue has taken over what was kept; nothing more is sent. */
  isOver(): boolean
  /** Called with everything that is not on disk yet, whenever the list changes. Tells whether it outlives the page. */
  keep(commands: readonly ReviewCommand[]): boolean
  /** Waits before the attempt with this number, counted from 1. */
  pause(attempt: number): Promise<void>
}

/** Sends the commands of the keys one after the other in the order they were pressed, each until the engine answers. */
export class DecisionQueue {
  /** The first one may be on its way. */
  waiting = $state.raw<readonly ReviewCommand[]>([])
  refused = $state.raw<readonly Refusal[]>([])
  /** Why nothing gets through at the moment. */
  trouble = $state.raw<string>()
  /** What is not on disk yet outlives the page. */
  isKept = $state(true)
  readonly #options: DecisionQueueOptions
  #sending: Promise<void> | undefined

  constructor(options: DecisionQueueOptions) {
    this.#options = options
  }

  /** Those that no undo behind them takes back. */
  get decisions(): Submission[] {
    const undone = new Set(this.waiting.map(command => (command.kind === 'undo' ? command.of : undefined)))
    return this.waiting.filter(command => command.kind === 'submit').filter(({ uid }) => !undone.has(uid))
  }

  add(command: ReviewCommand): void {
    this.#set([...this.waiting, command])
    this.#sending ??= this.#sendAll()
  }

  /** Tries a refused decision again. */
  retry(refusal: Refusal): void {
    this.discard(refusal)
    this.add(refusal.submission)
  }

  discard(refusal: Refusal): void {
    this.refused = this.refused.filter(other => other !== refusal)
    this.#keep()
  }

  /** Resolves once everything asked for so far has been answered. */
  async idle(): Promise<void> {
    while (this.#sending) await this.#sending
  }

  async #sendAll(): Promise<void> {
    for (let next = this.waiting[0]; next && !this.#options.isOver(); next = this.waiting[0]) await this.#sendOne(next)
    this.#sending = undefined
  }

  async #sendOne(command: ReviewCommand): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const step = await this.#options.send(command)
        if (this.#options.isOver()) return
        this.trouble = undefined
        this.#set(this.waiting.slice(1))
        return this.#options.answered(command, step)
      } catch (error) {
        if (this.#options.isOver()) return
        if (this.#options.isRefusal(error)) return this.#giveUp(command, reasonOf(error))
        this.trouble = reasonOf(error)
        await this.#options.pause(attempt)
      }
    }
  }

  #giveUp(command: ReviewCommand, reason: string): void {
    const rest = this.waiting.slice(1)
    if (command.kind !== 'submit') {
      this.#set(rest)
      return this.#options.failed(command, reason)
    }
    this.refused = [...this.refused, { submission: command, reason }]
    this.#set(rest.filter(other => other.kind !== 'undo' || other.of !== command.uid))
  }

  #set(waiting: readonly ReviewCommand[]): void {
    this.waiting = waiting
    this.#keep()
  }

  #keep(): void {
    this.isKept = this.#options.keep([...this.refused.map(refusal => refusal.submission), ...this.waiting])
  }
}
