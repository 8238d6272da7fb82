import type { Disagreements, FitWish } from '../../../src-shared/model-comparison.ts'
import type { Session } from '../../state/session.svelte.ts'

const PAGE = 25

/** What it needs to know of the models on the screen. */
export interface ModelsOnScreen {
  readonly session: Session
  /** In the order in which they are offered. */
  readonly ids: readonly string[]
  readonly currentId: string | undefined
  /** The one whose options are shown. */
  readonly chosenId: string | undefined
  /** Options that the person has set. */
  setOptionsOf(id: string): Record<string, number> | undefined
}

/** Two label models, record by record: asked for when the person wants it, as models may have to be fitted first. */
export class DisagreementState {
  answer = $state.raw<Disagreements>()
  isRunning = $state(false)
  isStale = $state(false)
  goldOnly = $state(false)
  /** Which models the answer is of. */
  asked = $state.raw<{ first: FitWish; second: FitWish }>()
  readonly #models: ModelsOnScreen
  #first = $state<string>()
  #second = $state<string>()
  #run = 0

  constructor(models: ModelsOnScreen) {
    this.#models = models
  }

  /** To be called while the answer is shown; gives the function that ends it. */
  attend = (): (() => void) =>
    this.#models.session.changes.on(['votes', 'gold', 'records', 'classes'], () => (this.isStale = true))

  /** The current model, or what was picked. */
  get first(): string {
    return this.#first ?? this.#models.currentId ?? this.#models.ids[0] ?? ''
  }

  set first(id: string) {
    this.#first = id
  }

  /** The model whose options are shown if it is another one; else the plain vote, or what was picked. */
  get second(): string {
    const { chosenId, ids } = this.#models
    const others = ids.filter(id => id !== this.first)
    const usual = others.find(id => id === chosenId) ?? others.find(id => id === 'majority-vote') ?? others[0]
    return this.#second ?? usual ?? ''
  }

  set second(id: string) {
    this.#second = id
  }

  /** The first page of the records on which they differ. */
  ask(): Promise<void> {
    const wishOf = (id: string): FitWish => ({ model: id, options: this.#models.setOptionsOf(id) })
    this.goldOnly = false
    this.asked = { first: wishOf(this.first), second: wishOf(this.second) }
    return this.#fetch(0)
  }

  showGoldOnly(isSo: boolean): Promise<void> {
    this.goldOnly = isSo
    return this.#fetch(0)
  }

  /** The next page; from the start where what the answer was made from has changed. */
  more(): Promise<void> {
    return this.isStale ? this.ask() : this.#fetch(this.answer?.rows.length ?? 0)
  }

  async #fetch(offset: number): Promise<void> {
    const run = ++this.#run
    const { asked } = this
    const { client, projectId, attempt } = this.#models.session
    if (!asked) return
    this.isRunning = true
    if (offset === 0) this.isStale = false
    const answer = await attempt('comparing two models', () =>
      client.modelComparison.disagreements({ projectId, ...asked, goldOnly: this.goldOnly, offset, limit: PAGE }),
    )
    if (run !== this.#run) return
    this.isRunning = false
    if (!answer) return
    this.answer = offset === 0 ? answer : { ...answer, rows: [...(this.answer?.rows ?? []), ...answer.rows] }
  }
}
