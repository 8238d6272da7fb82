/** Runs inside the isolate; see lock-down.ts. What each helper does is told in lf-types.ts, for the editor. */

export interface Evidence {
  /** Leaves a span of `subject` as evidence, if that is the record's text. */
  note(subject: string, start: number, end: number): void
  /** Runs a helper without the evidence that its own searching would leave. */
  quietly<T>(work: () => T): T
}

interface ListIndex {
  slots: Int32Array
  /** Of its longest entry. */
  mostWords: number
}

export interface Helpers {
  h: Record<string, unknown>
  /** Reads and indexes a list, so that no record pays for it. */
  prepare(list: string): void
}

/** `lists`: JSON arrays of strings by name, parsed when first asked for. `evidence` only where someone looks at it. */
export function makeHelpers(lists: Record<string, string>, evidence?: Evidence): Helpers {
  'use strict'
  // Made when first used, and no literals: V8 reads every literal at once, and \p{L} takes longer than all the rest.
  const inWord = String.raw`[\p{L}\p{N}\p{M}_]`
  let letterPattern: RegExp | undefined
  let wordPattern: RegExp | undefined
  const letter = () => (letterPattern ??= new RegExp(inWord, 'u'))
  const word = () => (wordPattern ??= new RegExp(`${inWord}+(?:['’-]${inWord}+)*`, 'gu'))
  const note = evidence ? evidence.note : () => {}

  const asText = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (value === null || value === undefined) return ''
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw new TypeError('a helper was given an object where a text belongs')
  }
  /** Lower case with the same offsets: letters that would change their length stay. */
  const fold = (subject: string): string => {
    const lower = subject.toLowerCase()
    if (lower.length === subject.length) return lower
    return Array.from(subject, sign => {
      const small = sign.toLowerCase()
      return small.length === sign.length ? small : sign
    }).join('')
  }
  const isLetter = (subject: string, at: number): boolean => {
    const code = subject.charCodeAt(at)
    if (code < 128)
      return (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91) || code === 95
    const isTail = code > 0xdbff && code < 0xe000
    return (
      at >= 0 && at < subject.length && letter().test(String.fromCodePoint(subject.codePointAt(isTail ? at - 1 : at)!))
    )
  }
  /** Whether [start, end) neither begins nor ends inside a word. */
  const isWhole = (subject: string, start: number, end: number): boolean =>
    !(isLetter(subject, start) && isLetter(subject, start - 1)) &&
    !(isLetter(subject, end - 1) && isLetter(subject, end))

  const MOST_PHRASES = 1000
  const phrases = new Map<string, readonly string[]>()
  /** The words of a phrase, in lower case, without the white space between them. */
  const partsOf = (phrase: string): readonly string[] => {
    let parts = phrases.get(phrase)
    if (!parts) {
      parts = fold(phrase).trim().split(/\s+/)
      if (phrases.size < MOST_PHRASES) phrases.set(phrase, parts)
    }
    return parts
  }
  const isSpace = (code: number): boolean =>
    code === 32 || (code > 8 && code < 14) || (code > 127 && /\s/.test(String.fromCharCode(code)))
  /** Where the phrase at `at` ends, with any white space between its words; −1 where it is not there. */
  const endOf = (folded: string, parts: readonly string[], at: number): number => {
    let end = at + parts[0]!.length
    for (let p = 1; p < parts.length; p++) {
      let next = end
      while (isSpace(folded.charCodeAt(next))) next++
      if (next === end || !folded.startsWith(parts[p]!, next)) return -1
      end = next + parts[p]!.length
    }
    return end
  }
  /** Of what `findWhole` found last. */
  let foundEnd = 0
  const findWhole = (folded: string, parts: readonly string[], from: number): number => {
    const first = parts[0]!
    if (first === '') return -1
    for (let at = folded.indexOf(first, from); at >= 0; at = folded.indexOf(first, at + 1)) {
      foundEnd = endOf(folded, parts, at)
      if (foundEnd >= 0 && isWhole(folded, at, foundEnd)) return at
    }
    return -1
  }

  /** A long list is looked up by the text's own words instead of being walked: an open hash table of positions in it. */
  const indexes = new WeakMap<readonly string[], ListIndex>()
  /** Of a text whose white space is all alike. */
  const hashOf = (folded: string, start: number, end: number): number => {
    let hash = 0
    for (let i = start; i < end; i++) {
      let code = folded.charCodeAt(i)
      if (isSpace(code)) {
        while (isSpace(folded.charCodeAt(i + 1))) i++
        code = 32
      }
      hash = Math.imul(hash ^ code, 0x01000193)
    }
    return hash ^ (hash >>> 15)
  }
  const spaced = (folded: string): string => (/\s/.test(folded) ? folded.replace(/\s+/g, ' ') : folded)
  const indexOf = (list: readonly string[]): ListIndex => {
    const known = indexes.get(list)
    if (known) return known
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(list.length * 2 + 2)))
    let mostSpaces = 0
    for (let i = 0; i < list.length; i++) {
      const entry = spaced(fold(list[i]!).trim())
      let slot = hashOf(entry, 0, entry.length) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = i + 1
      let spaces = 0
      for (let at = entry.indexOf(' '); at >= 0; at = entry.indexOf(' ', at + 1)) spaces++
      mostSpaces = Math.max(mostSpaces, spaces)
    }
    const index = { slots, mostWords: mostSpaces + 1 }
    indexes.set(list, index)
    return index
  }
  const isListed = (list: readonly string[], slots: Int32Array, folded: string, start: number, end: number) => {
    const last = slots.length - 1
    for (let slot = hashOf(folded, start, end) & last; slots[slot] !== 0; slot = (slot + 1) & last)
      if (spaced(fold(list[slots[slot]! - 1]!).trim()) === spaced(folded.slice(start, end))) return true
    return false
  }
  const anyListed = (subject: string, list: readonly string[]): string | undefined => {
    const { slots, mostWords } = indexOf(list)
    const folded = fold(subject)
    const words = [...folded.matchAll(word())]
    let first: string | undefined
    for (let i = 0; i < words.length; i++) {
      const start = words[i]!.index
      for (let n = Math.min(mostWords, words.length - i); n > 0; n--) {
        const last = words[i + n - 1]!
        const end = last.index + last[0].length
        if (!isListed(list, slots, folded, start, end)) continue
        first ??= subject.slice(start, end)
        if (!evidence) return first
        note(subject, start, end)
        break
      }
    }
    return first
  }

  const parsed = new Map<string, readonly string[]>()
  const helpers = {
    words: (text: unknown): string[] => asText(text).match(word()) ?? [],

    anyOf(text: unknown, words: readonly string[]): string | undefined {
      const subject = asText(text)
      if (words.length > 100 && Object.isFrozen(words)) return anyListed(subject, words)
      const folded = fold(subject)
      let first: string | undefined
      for (const each of words) {
        const sought = partsOf(asText(each))
        for (let at = findWhole(folded, sought, 0); at >= 0; at = findWhole(folded, sought, foundEnd)) {
          first ??= subject.slice(at, foundEnd)
          if (!evidence) return first
          note(subject, at, foundEnd)
        }
      }
      return first
    },

    contains(text: unknown, part: unknown): boolean {
      const subject = asText(text)
      const sought = fold(asText(part))
      const at = fold(subject).indexOf(sought)
      if (at >= 0) note(subject, at, at + sought.length)
      return at >= 0
    },

    match(text: unknown, pattern: RegExp): RegExpExecArray | null {
      const subject = asText(text)
      pattern.lastIndex = 0
      const found = pattern.exec(subject)
      if (found) note(subject, found.index, found.index + found[0].length)
      return found
    },

    count(text: unknown, pattern: RegExp | string): number {
      const subject = asText(text)
      let count = 0
      if (typeof pattern === 'string') {
        const folded = fold(subject)
        const sought = partsOf(pattern)
        for (let at = findWhole(folded, sought, 0); at >= 0; at = findWhole(folded, sought, foundEnd)) {
          note(subject, at, foundEnd)
          count++
        }
        return count
      }
      const every = pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`)
      for (const found of subject.matchAll(every)) {
        note(subject, found.index, found.index + found[0].length)
        count++
      }
      return count
    },

    list(name: string): readonly string[] {
      let list = parsed.get(name)
      if (!list) {
        if (!Object.hasOwn(lists, name))
          throw new RangeError(`there is no list ${JSON.stringify(name)} in this project`)
        list = Object.freeze(JSON.parse(lists[name]!) as string[])
        parsed.set(name, list)
      }
      return list
    },
  }

  const finished: Record<string, unknown> = Object.create(null)
  for (const [name, helper] of Object.entries(helpers) as [string, (...given: unknown[]) => unknown][]) {
    const used = evidence ? (...given: unknown[]) => evidence.quietly(() => helper(...given)) : helper
    finished[name] = Object.freeze(used)
  }
  return { h: Object.freeze(finished), prepare: name => void indexOf(helpers.list(name)) }
}
