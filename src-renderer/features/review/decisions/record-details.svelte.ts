import { SvelteMap } from 'svelte/reactivity'
import type { RecordDetail } from '../../../../src-shared/review.ts'

interface Source {
  fetch(id: string): Promise<RecordDetail>
  /** The record stays unknown until it is wanted again. */
  onProblem(error: unknown, id: string): void
}

/** What is known of the records at hand, fetched before they are on the screen. */
export class RecordDetails {
  readonly #known = new SvelteMap<string, RecordDetail>()
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #source: Source
  #generation = 0

  constructor(source: Source) {
    this.#source = source
  }

  get(id: string): RecordDetail | undefined {
    return this.#known.get(id)
  }

  put(detail: RecordDetail): void {
    this.#known.set(detail.id, detail)
  }

  /** Fetches what is not known. */
  want(ids: readonly string[]): void {
    for (const id of ids) if (!this.#known.has(id)) void this.renew(id)
  }

  /** Fetches, and replaces what is known only when the answer is there, so that nothing goes blank meanwhile. */
  renew(id: string): Promise<void> {
    const loading = this.#underWay.get(id) ?? this.#load(id, this.#generation)
    this.#underWay.set(id, loading)
    return loading
  }

  /** Votes or the model have changed: all but the record on the screen is fetched anew when it is wanted. */
  forgetAllBut(id: string | undefined): void {
    this.#generation++
    this.#underWay.clear()
    for (const known of this.#known.keys()) if (known !== id) this.#known.delete(known)
  }

  async #load(id: string, generation: number): Promise<void> {
    try {
      const detail = await this.#source.fetch(id)
      if (generation === this.#generation) this.put(detail)
    } catch (error) {
      this.#source.onProblem(error, id)
    }
    if (generation === this.#generation) this.#underWay.delete(id)
  }
}
