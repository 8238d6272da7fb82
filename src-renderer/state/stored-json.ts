/** Where a page keeps what must outlive it: `localStorage`. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was stored under the key. Text that is no JSON, as after a crash while it was written, counts as absent. */
export function readJson(store: KeyValueStore, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? 'null')
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** `undefined` takes the entry away. */
export function writeJson(store: KeyValueStore, key: string, value: unknown): void {
  if (value === undefined) store.removeItem(key)
  else store.setItem(key, JSON.stringify(value))
}

/** As `writeJson`, where what is at work must go on without it too. Tells whether there was room. */
export function keepJson(store: KeyValueStore, key: string, value: unknown): boolean {
  try {
    writeJson(store, key, value)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}
