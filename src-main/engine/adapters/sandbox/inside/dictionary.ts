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
  /** An open hash table of positions, by the words of each entry: what stands between them may differ. */
  slots: Int32Array
  /** Of each entry, so that entries that only share a slot are passed over. */
  hashes: Int32Array
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
  let wordPattern: RegExp | undefined
  // Made when first used: V8 reads every literal at once, and \p{L} takes long.
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
  /** Of one word more than `seed` stands for. */
  const hashOf = (folded: string, start: number, end: number, seed: number): number => {
    let hash = Math.imul(seed ^ 32, 0x01000193)
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

  /**
   * Whether what stands between two words of a text is as good as what does in an entry: any white space or hyphens are as
   * good as others, any apostrophe as another, and a full stop or comma before a space may be missing.
   */
  const fits = (inEntry: string, inText: string): boolean => {
    if (inEntry === inText) return true
    const [sought, given] = [plain(inEntry), plain(inText)]
    return sought === given || (given === ' ' && /^[.,]\s+$/.test(inEntry))
  }
  const plain = (between: string): string =>
    between
      .replace(/[\s\u2010-\u2013-]+/g, ' ')
      .replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'")
      .replace(/ ?([^ ]) ?/g, '$1')

  const build = (name: string): Index => {
    if (!Object.hasOwn(lists, name)) throw new RangeError(`there is no list ${JSON.stringify(name)} in this project`)
    const entries = JSON.parse(lists[name]!) as string[]
    const beside = lists[`${name}\n`]
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(entries.length * 2 + 2)))
    const hashes = new Int32Array(entries.length)
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
      let hash = SEED
      for (let at = 0; at < places.length; at += 2) hash = hashOf(folded, places[at]!, places[at + 1]!, hash)
      hashes[i] = hash
      let slot = slotOf(hash, slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = i + 1
    }
    return {
      entries,
      values: beside === undefined ? undefined : (JSON.parse(beside) as string[]),
      slots,
      hashes,
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
    const { entries, values, slots, hashes, mostWords, signs } = index
    const found: Found[] = []
    const folded = fold(subject)
    const places = placesOf(folded)
    const last = slots.length - 1
    const add = (at: number, start: number, end: number) => {
      const entry = entries[at]!
      const value = values?.[at]
      found.push(Object.freeze({ text: subject.slice(start, end), entry, value: value ? value : entry, start, end }))
      if (evidence) evidence.note(subject, start, end)
    }
    /** Adds an entry that lies at the words from `first`, if it does. */
    const tryAt = (at: number, first: number, words: number) => {
      const entry = entries[at]!
      const counts =
        rule === 'exact' || (rule === 'capitals' && entry !== entry.toLowerCase() && entry === entry.toUpperCase())
      const [sought, searched] = counts ? [entry, subject] : [fold(entry), folded]
      const own = placesOf(fold(entry))
      if (own.length !== words * 2) return
      for (let w = 0; w < own.length; w += 2) {
        const start = places[first + w]!
        const end = places[first + w + 1]!
        if (searched.slice(start, end) !== sought.slice(own[w]!, own[w + 1]!)) return
        if (w > 0 && !fits(entry.slice(own[w - 1]!, own[w]!), subject.slice(places[first + w - 1]!, start))) return
      }
      // What stands before the first letter of an entry and after its last belongs to it: "#1", "@anna", "C++".
      const tail = entry.slice(own[own.length - 1]!)
      const start = places[first]! - own[0]!
      const end = places[first + own.length - 1]!
      if (start < 0 || !subject.startsWith(entry.slice(0, own[0]!), start) || !subject.startsWith(tail, end)) return
      add(at, start, end + tail.length)
    }
    for (let i = 0; i < places.length && found.length < MOST; i += 2) {
      let hash = SEED
      for (let n = 0; n < mostWords && i + n * 2 < places.length; n++) {
        hash = hashOf(folded, places[i + n * 2]!, places[i + n * 2 + 1]!, hash)
        for (let slot = slotOf(hash, last); slots[slot] !== 0; slot = (slot + 1) & last)
          if (hashes[slots[slot]! - 1] === hash) tryAt(slots[slot]! - 1, i, n + 1)
      }
    }
    for (const at of signs)
      for (
        let start = subject.indexOf(entries[at]!);
        start >= 0 && found.length < MOST;
        start = subject.indexOf(entries[at]!, start + 1)
      )
        add(at, start, start + entries[at]!.length)
    return found
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
