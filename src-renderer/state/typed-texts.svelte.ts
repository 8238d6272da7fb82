import { SvelteMap } from 'svelte/reactivity'
import { keepJson, readJson, type KeyValueStore } from './stored-json.ts'

/**
 * What a person has typed into the fields of one project and not stored yet, by what it is of. It outlives the field and the
 * page. Each text is an entry of its own, so that no window writes over what another keeps.
 */
export class TypedTexts {
  readonly #store: KeyValueStore
  readonly #prefix: string
  /** What this window has typed or dropped; all else is as the browser has kept it. */
  readonly #here = new SvelteMap<string, string | undefined>()

  constructor(store: KeyValueStore, projectId: string) {
    this.#store = store
    this.#prefix = `heddle.typed.${projectId}.`
  }

  get(what: string): string | undefined {
    const here = this.#here.get(what)
    if (this.#here.has(what)) return here
    const kept = readJson(this.#store, this.#prefix + what)
    return typeof kept === 'string' ? kept : undefined
  }

  /** `undefined` drops it: it is stored where it belongs, or given up. */
  keep(what: string, text: string | undefined): void {
    this.#here.set(what, text)
    keepJson(this.#store, this.#prefix + what, text)
  }
}
