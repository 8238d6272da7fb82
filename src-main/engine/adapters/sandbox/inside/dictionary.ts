/** Runs inside the isolate; see lock-down.ts. */
import type { Evidence } from './helpers.ts'

/** An entry of a list that a text contains. */
export interface Found {
  /** As it is written in the text. */
  readonly text: string
  /** As it stands in the list. */
  readonly entry: string
  /** What the list names beside it: a class, or what it is an alias of; the entry itself where it names nothing. */
  readonly value: string
  readonly start: number
  readonly end: number
}

export interface Dictionary {
  lookup(text: unknown, name: string, rule?: string): readonly Found[]
  /** Reads and indexes a list, so that no record pays for it. */
  prepare(name: string): void
}

interface Index {
  entries: readonly string[]
  values: readonly string[] | undefined
  /** An open hash table of positions, by the words of each entry from its first letter to its last. */
  slots: Int32Array
  mostWords: number
  /** Entries without a letter: ":)", "$$$". */
  signs: number[]
}

/**
 * Looks up a text's words, and runs of its words, in lists of any length: the time depends on the text alone. `lists`: JSON
 * arrays by name; what stands beside the entries of `name` is under `name` and a line break.
 */
export function makeDictionary(lists: Record<string, string>, evidence?: Evidence): Dictionary {
  'use strict'
  const MOST = 1000
  const indexes = new Map<string, Index>()
  let letterPattern: RegExp | undefined
  let wordPattern: RegExp | undefined
  // Made when first used: V8 reads every literal at once, and \p{L} takes long.
  const letter = () => (letterPattern ??= new RegExp(String.raw`[\p{L}\p{N}\p{M}_]`, 'u'))
  const word = () => (wordPattern ??= new RegExp(String.raw`[\p{L}\p{N}\p{M}_]+`, 'gu'))

  /** Lower case with the same offsets: letters that would change their length stay. */
  const fold = (subject: string): string => {
    const lower = subject.toLowerCase()
    if (lower.length === subject.length) return lower
    return Array.from(subject, sign => {
      const small = sign.toLowerCase()
      return small.length === sign.length ? small : sign
    }).join('')
  }
  const SEED = 0x811c9dc5
  const hashOf = (folded: string, start: number, end: number, seed: number): number => {
    let hash = seed
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ folded.charCodeAt(i), 0x01000193)
    return hash
  }
  const slotOf = (hash: number, last: number): number => (hash ^ (hash >>> 15)) & last
  /** Where the words of a text lie: [start, end, start, end, …]. */
  const placesOf = (folded: string): number[] => {
    const places: number[] = []
    for (const found of folded.matchAll(word())) places.push(found.index, found.index + found[0].length)
    return places
  }

  const build = (name: string): Index => {
    if (!Object.hasOwn(lists, name)) throw new RangeError(`there is no list ${JSON.stringify(name)} in this project`)
    const entries = JSON.parse(lists[name]!) as string[]
    const beside = lists[`${name}\n`]
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(entries.length * 2 + 2)))
    const signs: number[] = []
    let mostWords = 1
    for (let i = 0; i < entries.length; i++) {
      const folded = fold(entries[i]!)
      const places = placesOf(folded)
      if (places.length === 0) {
        signs.push(i)
        continue
      }
      mostWords = Math.max(mostWords, places.length / 2)
      let slot = slotOf(hashOf(folded, places[0]!, places[places.length - 1]!, SEED), slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = i + 1
    }
    return {
      entries,
      values: beside === undefined ? undefined : (JSON.parse(beside) as string[]),
      slots,
      mostWords,
      signs,
    }
  }
  const indexOf = (name: string): Index => {
    let index = indexes.get(name)
    if (!index) indexes.set(name, (index = build(name)))
    return index
  }

  const search = (subject: string, index: Index, rule: string): Found[] => {
    const { entries, values, slots, mostWords, signs } = index
    const found: Found[] = []
    const folded = fold(subject)
    const places = placesOf(folded)
    const last = slots.length - 1
    const isRight = (entry: string, start: number): boolean => {
      if (!folded.startsWith(fold(entry), start)) return false
      const matters =
        rule === 'exact' || (rule === 'capitals' && entry !== entry.toLowerCase() && entry === entry.toUpperCase())
      return !matters || subject.startsWith(entry, start)
    }
    const add = (at: number, start: number) => {
      const entry = entries[at]!
      const end = start + entry.length
      const value = values?.[at]
      found.push(Object.freeze({ text: subject.slice(start, end), entry, value: value ? value : entry, start, end }))
      if (evidence) evidence.note(subject, start, end)
    }
    for (let i = 0; i < places.length && found.length < MOST; i += 2) {
      let hash = SEED
      let from = places[i]!
      for (let n = 0; n < mostWords && i + n * 2 < places.length; n++) {
        const end = places[i + n * 2 + 1]!
        hash = hashOf(folded, from, end, hash)
        from = end
        for (let slot = slotOf(hash, last); slots[slot] !== 0; slot = (slot + 1) & last) {
          const at = slots[slot]! - 1
          const entry = entries[at]!
          // What stands before the first letter of an entry belongs to it: "#1", "@anna".
          const lead = entry.search(letter())
          const start = places[i]! - lead
          if (lead >= 0 && start >= 0 && endsAt(folded, entry, start, end) && isRight(entry, start)) add(at, start)
        }
      }
    }
    for (const at of signs)
      for (
        let start = subject.indexOf(entries[at]!);
        start >= 0 && found.length < MOST;
        start = subject.indexOf(entries[at]!, start + 1)
      )
        add(at, start)
    return found
  }
  /** Whether the entry's last letter is the last of the run of words, so that no word is cut. */
  const endsAt = (folded: string, entry: string, start: number, end: number): boolean => {
    const tail = start + entry.length
    if (tail < end || tail > folded.length) return false
    return !letter().test(folded.slice(end, tail))
  }

  const lookup = (text: unknown, name: string, rule = 'any'): readonly Found[] => {
    if (text === null || text === undefined) return Object.freeze([])
    if (typeof text === 'object' || typeof text === 'function')
      throw new TypeError('h.lookup was given an object where a text belongs')
    if (rule !== 'any' && rule !== 'exact' && rule !== 'capitals')
      throw new RangeError(`h.lookup knows no case rule ${JSON.stringify(rule)}: "any", "exact" or "capitals"`)
    const index = indexOf(name)
    const subject = String(text)
    return Object.freeze(evidence ? evidence.quietly(() => search(subject, index, rule)) : search(subject, index, rule))
  }
  return { lookup: Object.freeze(lookup), prepare: name => void indexOf(name) }
}
