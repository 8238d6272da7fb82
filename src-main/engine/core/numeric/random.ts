/** A source of uniform numbers in [0, 1). Everything random in core takes one as an argument. */
export type Random = () => number

/**
 * The sfc32 generator: 128 bits of state, passes PractRand. Same seed, same numbers, on every platform.
 * Doty-Humphrey (2010), PractRand, the "small fast counting" family.
 */
export function createRandom(seed: number): Random {
  let a = hash32(seed, 0x9e3779b9)
  let b = hash32(seed, 0x243f6a88)
  let c = hash32(Math.floor(seed / 2 ** 32), 0xb7e15162)
  let counter = 1
  const next = (): number => {
    const value = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + value
    return (value >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** Mixes a seed and an index into 32 bits (the finalizer of MurmurHash3): a random order that no sorting has to store. */
export function hash32(seed: number, index: number): number {
  let h = (Math.imul(seed | 0, 0x9e3779b1) ^ index) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** 32 bits of a text (FNV-1a over its UTF-16 units): the same on every machine. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  return h >>> 0
}

/** A uniform integer in 0..bound − 1. */
export const randomInteger = (random: Random, bound: number): number => Math.floor(random() * bound)

/** An index drawn in proportion to its weight. */
export function drawWeighted(random: Random, weights: ArrayLike<number>): number {
  let total = 0
  for (let c = 0; c < weights.length; c++) total += weights[c]!
  let rest = random() * total
  for (let c = 0; c < weights.length - 1; c++) {
    rest -= weights[c]!
    if (rest < 0) return c
  }
  return weights.length - 1
}

/** Fisher–Yates, in place. */
export function shuffle<T extends Uint32Array | Int32Array | unknown[]>(values: T, random: Random): T {
  for (let last = values.length - 1; last > 0; last--) {
    const other = randomInteger(random, last + 1)
    const kept = values[last]!
    values[last] = values[other]!
    values[other] = kept
  }
  return values
}

/** `count` different indices out of 0..n − 1, in random order; all of them when count exceeds n. */
export function sampleWithoutReplacement(n: number, count: number, random: Random): Uint32Array {
  const indices = Uint32Array.from({ length: n }, (_, i) => i)
  const drawn = Math.min(count, n)
  for (let i = 0; i < drawn; i++) {
    const other = i + randomInteger(random, n - i)
    const kept = indices[i]!
    indices[i] = indices[other]!
    indices[other] = kept
  }
  return indices.slice(0, drawn)
}
