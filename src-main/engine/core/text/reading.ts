/** Texts as numbers, so that no word is made or compared twice. */
export interface Reading {
  /** Each different word once. */
  words: string[]
  /** [tokens] which word it is, text after text. */
  tokens: Uint32Array
  /** [texts + 1] text i has the tokens `starts[i] … starts[i + 1]`. */
  starts: Uint32Array
}

/** Words, numbers and runs of other signs: `Check it out!!` → check, it, out, !! */
export const termsOf = (text: string): string[] => text.toLowerCase().match(TERM) ?? []

const TERM = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]+/gu

export function readTexts(texts: readonly string[]): Reading {
  const numberOf = new Map<string, number>()
  const starts = new Uint32Array(texts.length + 1)
  let tokens = new Uint32Array(1024)
  let end = 0
  for (let i = 0; i < texts.length; i++) {
    for (const word of termsOf(texts[i]!)) {
      let number = numberOf.get(word)
      if (number === undefined) numberOf.set(word, (number = numberOf.size))
      if (end === tokens.length) tokens = grown(tokens)
      tokens[end++] = number
    }
    starts[i + 1] = end
  }
  return { words: [...numberOf.keys()], tokens: tokens.subarray(0, end), starts }
}

/** The same numbers with room for as many again. */
export function grown(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * numbers.length)
  wider.set(numbers)
  return wider
}

/** What is read off a text: words with pairs of neighbouring words, or pieces of words. */
export type TermKind = 'words' | 'subwords'

/** The different terms of a reading, each with a number. */
export interface TermNumbers {
  count: number
  title(term: number): string
  /** Names every term of a text, as often as it stands there. */
  see(text: number, term: (number: number) => void): void
}

/** Pairs of words that stand in fewer than `least` places may be left out. */
export const numbersOf = (reading: Reading, kind: TermKind, least = 1): TermNumbers =>
  kind === 'words' ? wordsAndPairs(reading, least) : piecesOfWords(reading)

/** Places in which pairs are counted roughly: so many bits of their hash. */
const BUCKET_BITS = 22

function wordsAndPairs({ words, tokens, starts }: Reading, least: number): TermNumbers {
  const isRare = rarePairs(tokens, starts, least)
  const pairs = new PairNumbers()
  const texts = starts.length - 1
  for (let i = 0; i < texts; i++)
    for (let t = starts[i]! + 1; t < starts[i + 1]!; t++)
      if (!isRare(tokens[t - 1]!, tokens[t]!)) pairs.add(tokens[t - 1]!, tokens[t]!)
  return {
    count: words.length + pairs.count,
    title: term =>
      term < words.length
        ? words[term]!
        : `${words[pairs.first[term - words.length]!]} ${words[pairs.second[term - words.length]!]}`,
    see(i, term) {
      for (let t = starts[i]!; t < starts[i + 1]!; t++) {
        term(tokens[t]!)
        const pair = t > starts[i]! ? pairs.find(tokens[t - 1]!, tokens[t]!) : -1
        if (pair >= 0) term(words.length + pair)
      }
    },
  }
}

/**
 * Most pairs stand in one place only. Counted by their hash they take no memory: one whose hash has too few places is rare for
 * certain, and needs no number.
 */
function rarePairs(tokens: Uint32Array, starts: Uint32Array, least: number): (a: number, b: number) => boolean {
  if (least <= 1) return () => false
  const places = new Uint8Array(2 ** BUCKET_BITS)
  const bucketOf = (a: number, b: number): number => hashPair(a, b) >>> (32 - BUCKET_BITS)
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let t = starts[i]! + 1; t < starts[i + 1]!; t++) {
      const bucket = bucketOf(tokens[t - 1]!, tokens[t]!)
      if (places[bucket]! < 255) places[bucket]!++
    }
  }
  const enough = Math.min(least, 255)
  return (a, b) => places[bucketOf(a, b)]! < enough
}

const hashPair = (a: number, b: number): number => {
  const h = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b)
  return Math.imul(h ^ (h >>> 15), 0xc2b2ae35) >>> 0
}

/** Numbers of pairs of numbers, in the order in which they were met. */
class PairNumbers {
  count = 0
  first = new Uint32Array(1024)
  second = new Uint32Array(1024)
  /** Number of the pair + 1, at the first free place from its hash on; 0 is free. */
  #slots = new Uint32Array(4096)

  find(a: number, b: number): number {
    return this.#slots[this.#slotOf(a, b)]! - 1
  }

  add(a: number, b: number): void {
    const slot = this.#slotOf(a, b)
    if (this.#slots[slot] !== 0) return
    if (this.count === this.first.length) {
      this.first = grown(this.first)
      this.second = grown(this.second)
    }
    this.first[this.count] = a
    this.second[this.count] = b
    this.#slots[slot] = ++this.count
    if (2 * this.count > this.#slots.length) this.#widen()
  }

  #slotOf(a: number, b: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hashPair(a, b) & mask; ; slot = (slot + 1) & mask) {
      const pair = this.#slots[slot]! - 1
      if (pair < 0 || (this.first[pair] === a && this.second[pair] === b)) return slot
    }
  }

  #widen(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length)
    for (let pair = 0; pair < this.count; pair++)
      this.#slots[this.#slotOf(this.first[pair]!, this.second[pair]!)] = pair + 1
  }
}

function piecesOfWords({ words, tokens, starts }: Reading): TermNumbers {
  const numberOf = new Map<string, number>()
  const pieceStarts = new Uint32Array(words.length + 1)
  let pieces = new Uint32Array(1024)
  let end = 0
  words.forEach((word, w) => {
    for (const piece of piecesOf(word)) {
      let number = numberOf.get(piece)
      if (number === undefined) numberOf.set(piece, (number = numberOf.size))
      if (end === pieces.length) pieces = grown(pieces)
      pieces[end++] = number
    }
    pieceStarts[w + 1] = end
  })
  const titles = [...numberOf.keys()]
  return {
    count: titles.length,
    title: term => titles[term]!,
    see(i, term) {
      for (let t = starts[i]!; t < starts[i + 1]!; t++) {
        const to = pieceStarts[tokens[t]! + 1]!
        for (let p = pieceStarts[tokens[t]!]!; p < to; p++) term(pieces[p]!)
      }
    },
  }
}

/** Three and four neighbouring signs within a word and its edges: it → _it, it_, _it_ (with blanks for the edges). */
function piecesOf(word: string): string[] {
  const signs = [' ', ...word, ' ']
  const pieces: string[] = []
  for (const length of [3, 4]) {
    for (let at = 0; at + length <= signs.length; at++) pieces.push(signs.slice(at, at + length).join(''))
  }
  return pieces
}
