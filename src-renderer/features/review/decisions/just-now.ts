/** A person who is about to press a key needs this long to see that what they look at has changed under their hand. */
const SEEING_MS = 700

const isJustNow = (at: number): boolean => Date.now() - at < SEEING_MS

/** Of a change that was noted on one record. */
export const hasJustChanged = (change: { id: string; at: number } | undefined, { id }: { id: string }): boolean =>
  change?.id === id && isJustNow(change.at)

/** Which classes the keys mean, and since when. */
export class ClassesByKey {
  #known: { names: readonly string[]; at: number } | undefined

  /** The keys mean these from now on, in their order. */
  take(names: readonly string[]): void {
    const before = this.#known
    if (before?.names.length === names.length && before.names.every((name, at) => name === names[at])) return
    this.#known = { names, at: before ? Date.now() : -Infinity }
  }

  /** Why the class cannot be meant: somebody has renamed, added or removed one. */
  whyNot(label: string): string | undefined {
    if (!this.#known) return undefined
    if (!this.#known.names.includes(label)) return `There is no class ${label} any more: choose again.`
    return isJustNow(this.#known.at) ? 'The classes have just changed: choose again.' : undefined
  }
}
