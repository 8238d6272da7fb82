import { keepJson, readJson, writeJson, type KeyValueStore } from '../../state/stored-json.ts'

/** Of one labeling function. */
const MOST_TEXTS = 60
const MOST_CHARACTERS = 60_000
/** Those changed longest ago go first. */
const MOST_KEYS = 30

/**
 * What stood in the editors of one project before, oldest first: undo reaches over leaving the screen and closing the page.
 * Not reactive, because it is read only when an editor is filled.
 */
export class PastTexts {
  readonly #store: KeyValueStore
  readonly #storeKey: string
  #all: Map<string, string[]>

  constructor(store: KeyValueStore, projectId: string) {
    this.#store = store
    this.#storeKey = `heddle.past-texts.${projectId}`
    this.#all = this.#read()
  }

  of(key: string): readonly string[] {
    return this.#all.get(key) ?? []
  }

  /** `before`: where the first change began. */
  add(key: string, text: string, before: string): void {
    this.#all = this.#read()
    const texts = this.#all.get(key) ?? [before]
    if (texts.at(-1) === text) return
    texts.push(text)
    let size = texts.reduce((sum, each) => sum + each.length, 0)
    while (texts.length > 1 && (texts.length > MOST_TEXTS || size > MOST_CHARACTERS)) size -= texts.shift()!.length
    this.#all.delete(key)
    this.#all.set(key, texts)
    if (this.#all.size > MOST_KEYS) this.#all.delete(this.#all.keys().next().value!)
    this.#write()
  }

  /** It is called otherwise from now on. */
  move(from: string, to: string): void {
    this.#all = this.#read()
    const texts = this.#all.get(from)
    if (!texts || from === to) return
    this.#all.delete(from)
    this.#all.set(to, texts)
    this.#write()
  }

  forget(key: string): void {
    this.#all = this.#read()
    if (this.#all.delete(key)) this.#write()
  }

  /** With what other windows have added since. */
  #read(): Map<string, string[]> {
    return new Map(readTexts(readJson(this.#store, this.#storeKey)))
  }

  /** A convenience that must not keep anything else from being stored: without room for it, it goes. */
  #write(): void {
    const all = this.#all.size > 0 ? [...this.#all] : undefined
    if (!keepJson(this.#store, this.#storeKey, all)) writeJson(this.#store, this.#storeKey, undefined)
  }
}

function readTexts(stored: unknown): [string, string[]][] {
  if (!Array.isArray(stored)) return []
  return stored.filter(
    (entry): entry is [string, string[]] =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      Array.isArray(entry[1]) &&
      entry[1].length > 0 &&
      entry[1].every(text => typeof text === 'string'),
  )
}
