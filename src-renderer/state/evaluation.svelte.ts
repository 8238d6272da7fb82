import type { Evaluation } from '../../src-shared/analysis.ts'
import type { Overview } from '../../src-shared/projects.ts'
import type { Split } from '../../src-shared/vocabulary.ts'
import type { Session } from './session.svelte.ts'

export interface EvaluationWish {
  against: 'gold' | 'reference'
  split?: Split
  slice?: string
  /** Without them the current model. */
  models?: string[]
}

export interface Yardstick {
  against: EvaluationWish['against']
  /** Records that have it. */
  n: number
}

/** What scores can be made against. */
export const yardsticksOf = (overview: Overview | undefined): Yardstick[] =>
  [
    { against: 'gold' as const, n: overview?.withGold ?? 0 },
    { against: 'reference' as const, n: overview?.withReference ?? 0 },
  ].filter(({ n }) => n > 0)

/**
 * Scores that are made when the person asks, because cross-fitting takes a while. They are marked as stale as soon as
 * anything they were made from has changed.
 */
export class EvaluationRun {
  answer = $state.raw<Evaluation[]>()
  wish = $state.raw<EvaluationWish>()
  /** What is being asked; absent while nothing runs. */
  running = $state.raw<EvaluationWish>()
  isStale = $state(false)
  readonly #session: Session
  #run = 0

  constructor(session: Session) {
    this.#session = session
  }

  /** To be called while the scores are shown; gives the function that ends it. */
  attend = (): (() => void) =>
    this.#session.changes.on(['votes', 'gold', 'records', 'classes', 'model', 'slices'], () => (this.isStale = true))

  async ask(wish: EvaluationWish): Promise<void> {
    const run = ++this.#run
    const { client, projectId } = this.#session
    this.running = wish
    this.isStale = false
    const answer = await this.#session.attempt('the evaluation', () => client.analysis.evaluate({ projectId, ...wish }))
    if (run !== this.#run) return
    this.running = undefined
    if (!answer) return
    this.answer = answer
    this.wish = wish
  }
}
