import type { QueueItem } from '../../../../src-shared/queue.ts'
import type { ReviewStep } from '../../../../src-shared/review.ts'
import type { Submission } from './decision-queue.svelte.ts'
import { itemOfRecord } from './decision-words.ts'
import { emptyLine, moved, renewed, withFirst, without, type Line } from './record-line.ts'

/** An annotator's way along the queue: what is on the screen, what comes next, and how many wait. */
export class Walk {
  line = $state.raw<Line>(emptyLine)
  /** A decided record that is looked at again. */
  reopened = $state.raw<QueueItem>()
  /** Unknown until the first answer. */
  waiting = $state<number>()

  get current(): QueueItem | undefined {
    return this.reopened ?? this.line.items[this.line.at]
  }

  /** The record on the screen and those that follow, by how soon they are needed. */
  ahead(count: number): string[] {
    const { items, at } = this.line
    const ids = items.slice(at, at + 1 + count).map(item => item.id)
    return this.reopened ? [this.reopened.id, ...ids] : ids
  }

  /** The record was decided, or put off and waits on. */
  leave(id: string, isPutOff = false): void {
    this.reopened = undefined
    this.line = without(this.line, id)
    if (this.waiting && !isPutOff) this.waiting--
  }

  /** The record is not there any more. */
  forget(id: string): void {
    if (this.reopened?.id === id) this.reopened = undefined
    this.line = without(this.line, id)
  }

  /** A decision was taken back: its record is on the screen again. */
  comeBack(item: QueueItem): void {
    this.reopened = undefined
    this.line = withFirst(this.line, item)
    if (this.waiting !== undefined) this.waiting++
  }

  /** On, or back, without a decision. */
  go(by: number): void {
    if (this.reopened) this.reopened = undefined
    else this.line = moved(this.line, by)
  }

  goTo(id: string): void {
    this.reopened = undefined
    this.go(this.line.items.findIndex(item => item.id === id) - this.line.at)
  }

  reopen(item: QueueItem): void {
    this.reopened = item
  }

  /** The engine's ranking, less the decisions it does not know of yet. */
  take({ next, upcoming, waiting }: Pick<ReviewStep, 'next' | 'upcoming' | 'waiting'>, unsent: Submission[]): void {
    const decided = new Set(unsent.flatMap(({ id, also = [] }) => [id, ...also.map(other => other.id)]))
    const fresh = [...(next ? [itemOfRecord(next, next)] : []), ...upcoming].filter(item => !decided.has(item.id))
    this.line = renewed(this.line, fresh)
    const gone = unsent.filter(({ decision }) => !('skip' in decision))
    this.waiting = waiting - gone.reduce((count, { also = [] }) => count + 1 + also.length, 0)
  }

  /** Another order was chosen: the next ranking begins with its best. */
  startOver(): void {
    this.reopened = undefined
    this.line = emptyLine
  }
}
