import { reasonOf } from '../../../../src-shared/errors.ts'
import type { Decision, ReviewStep } from '../../../../src-shared/review.ts'

export interface Submission {
  kind: 'submit'
  /** Makes sending it twice harmless. */
  uid: string
  /** Of the record. */
  id: string
  annotator: string
  decision: Decision
  comment?: string
  /** The queue brought it, and not the annotator. */
  asked?: 'queue'
}

/** What one key asks of the engine. `of` names the submission that an undo takes back, when it was made here. */
export type ReviewCommand = Submission | { kind: 'undo'; of?: string } | { kind: 'redo' }

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
  /** Called with every decision that is not on disk yet, whenever the list changes. */
  keep(submissions: readonly Submission[]): void
  /** Waits before the attempt with this number, counted from 1. */
  pause(attempt: number): Promise<void>
}

/**
 * Sends the commands of the keys one after the other in the order they were pressed. A decision is sent until the engine
 * answers; an undo or redo is never sent twice, because a repeat would take back another decision.
 */
export class DecisionQueue {
  /** The first one may be on its way. */
  waiting = $state.raw<readonly ReviewCommand[]>([])
  refused = $state.raw<readonly Refusal[]>([])
  /** Why nothing gets through at the moment. */
  trouble = $state.raw<string>()
  readonly #options: DecisionQueueOptions
  #sending: Promise<void> | undefined

  constructor(options: DecisionQueueOptions) {
    this.#options = options
  }

  get decisions(): Submission[] {
    return this.waiting.filter(command => command.kind === 'submit')
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
    for (let command = this.waiting[0]; command; command = this.waiting[0]) await this.#sendOne(command)
    this.#sending = undefined
  }

  async #sendOne(command: ReviewCommand): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const step = await this.#options.send(command)
        this.trouble = undefined
        this.#set(this.waiting.slice(1))
        return this.#options.answered(command, step)
      } catch (error) {
        const isFinal = this.#options.isRefusal(error)
        if (command.kind !== 'submit' || isFinal) return this.#giveUp(command, reasonOf(error))
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
    this.#options.keep([...this.refused.map(refusal => refusal.submission), ...this.decisions])
  }
}
