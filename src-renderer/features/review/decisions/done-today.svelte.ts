import type { Annotation } from '../../../../src-shared/review.ts'
import { startOfDay } from '../../../state/start-of-day.ts'
import { stepOf } from './decision-words.ts'

interface Source {
  /** The annotator's latest decisions that stand, newest first. */
  fetch(limit: number): Promise<Annotation[]>
  /** How many were made from this moment on. */
  countSince(since: string): Promise<{ decisions: number }>
  /** The decision is made and not acknowledged yet. */
  isUnsent(annotation: Annotation): boolean
  onProblem(error: unknown): void
}

/** Of the day's decisions so many can be looked at again. */
const LISTED = 500
const PACE_MINUTES = 5
const FEWEST_FOR_PACE = 5

/** The annotator's decisions of today, newest first, with those that are still on their way. */
export class DoneToday {
  list = $state.raw<readonly Annotation[]>([])
  /** Those of today that are older than what was fetched. */
  #earlier = $state(0)
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  /** All of today, those that are not in the list too. */
  get count(): number {
    return this.list.length + this.#earlier
  }

  /** The newest first. */
  add(annotations: readonly Annotation[]): void {
    const added = new Set(annotations.map(({ uid }) => uid))
    this.list = [...annotations, ...this.list.filter(({ uid }) => !added.has(uid))]
  }

  has(uid: string): boolean {
    return this.list.some(annotation => annotation.uid === uid)
  }

  /** Puts what the engine stored in the place of what was assumed. */
  confirm(annotation: Annotation): void {
    this.list = this.list.map(other => (other.uid === annotation.uid ? annotation : other))
  }

  /** What was decided in one step. */
  ofStep(step: string): Annotation[] {
    return this.list.filter(annotation => stepOf(annotation) === step)
  }

  dropStep(step: string): void {
    this.list = this.list.filter(annotation => stepOf(annotation) !== step)
  }

  async reload(now = new Date()): Promise<void> {
    try {
      const today = startOfDay(now)
      const since = today.toISOString()
      const [latest, { decisions }] = await Promise.all([this.#source.fetch(LISTED), this.#source.countSince(since)])
      const stored = latest.filter(({ at }) => new Date(at) >= today)
      this.#earlier = Math.max(0, decisions - stored.length)
      const known = new Set(stored.map(annotation => annotation.uid))
      const unsent = this.list.filter(each => this.#source.isUnsent(each) && !known.has(each.uid))
      this.list = [...unsent, ...stored]
    } catch (error) {
      this.#source.onProblem(error)
    }
  }
}

/** Decisions an hour at the pace of the last minutes; nothing while there are too few to tell. */
export function paceOf(list: readonly Annotation[], now = new Date()): number | undefined {
  const since = now.getTime() - PACE_MINUTES * 60_000
  const times = list.map(({ at }) => new Date(at).getTime()).filter(time => time > since)
  if (times.length < FEWEST_FOR_PACE) return undefined
  // The first one only begins the time that the others took.
  const hours = (Math.max(...times) - Math.min(...times)) / 3_600_000
  return hours > 0 ? Math.round((times.length - 1) / hours) : undefined
}
