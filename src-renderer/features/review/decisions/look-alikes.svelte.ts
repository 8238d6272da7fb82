import type { LookAlikes } from '../../../../src-shared/review.ts'
import type { Query } from '../../../state/query.svelte.ts'

type Waiting = LookAlikes['waiting'][number]

interface Source {
  /** The record on the screen. */
  current(): string | undefined
  question(id: string): Query<LookAlikes>
}

/** What reads like the record on the screen, and which of it the next key decides too. */
export class Alike {
  readonly #source: Source
  #question = $derived.by(() => {
    const id = this.#source.current()
    return id === undefined ? undefined : this.#source.question(id)
  })
  /** For which record the next key decides more than one, and what is left out. */
  #together = $state.raw<{ id: string; without: ReadonlySet<string> }>()

  constructor(source: Source) {
    this.#source = source
  }

  get found(): LookAlikes | undefined {
    return this.#question?.data
  }

  get isTogether(): boolean {
    return this.#together !== undefined && this.#together.id === this.#source.current()
  }

  /** What the next key decides besides the record on the screen. */
  get chosen(): Waiting[] {
    return this.isTogether ? (this.found?.waiting ?? []).filter(({ id }) => this.isChosen(id)) : []
  }

  isChosen(id: string): boolean {
    return this.isTogether && !this.#together!.without.has(id)
  }

  /** All of them, or again the record alone. */
  toggle(): void {
    const id = this.#source.current()
    this.#together = this.isTogether || id === undefined ? undefined : { id, without: new Set() }
  }

  choose(id: string, isChosen: boolean): void {
    if (!this.#together) return
    const without = new Set(this.#together.without)
    if (isChosen) without.delete(id)
    else without.add(id)
    this.#together = { ...this.#together, without }
  }
}
