import { readJson, writeJson, type KeyValueStore } from '../../state/stored-json.ts'

/**
 * Which labeling functions of a project stay open beside the one in the editor: those that were edited or pinned. One that
 * is only looked at makes room for the next.
 */
export class Tabs {
  pinned = $state.raw<readonly string[]>([])
  readonly #store: KeyValueStore
  readonly #storeKey: string

  constructor(store: KeyValueStore, projectId: string) {
    this.#store = store
    this.#storeKey = `heddle.tabs.${projectId}`
    const stored = readJson(store, this.#storeKey)
    if (Array.isArray(stored)) this.pinned = [...new Set(stored.filter(key => typeof key === 'string'))]
  }

  pin(key: string): void {
    if (!this.pinned.includes(key)) this.#write([...this.pinned, key])
  }

  unpin(key: string): void {
    if (this.pinned.includes(key)) this.#write(this.pinned.filter(each => each !== key))
  }

  /** It is called otherwise from now on, and stays in its place. */
  move(from: string, to: string): void {
    if (!this.pinned.includes(from) || from === to) return
    this.#write([...new Set(this.pinned.map(key => (key === from ? to : key)))])
  }

  #write(pinned: string[]): void {
    this.pinned = pinned
    writeJson(this.#store, this.#storeKey, pinned.length > 0 ? pinned : undefined)
  }
}
