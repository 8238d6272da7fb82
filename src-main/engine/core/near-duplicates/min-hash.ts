import { createRandom } from '../numeric/random.ts'

/** Hashes per band, and bands: a pair that shares 0.8 of its pieces meets in one of the bands with probability 0.9998, one that shares 0.3 with 0.12. */
const PER_BAND = 4
const BANDS = 16
const HASHES = PER_BAND * BANDS

/** Candidates a record is compared with in one bucket at most: of thousands that read alike, a few are enough to tell. */
const MOST_COMPARED = 64

/** A key of 32 bits and a place make a number that a Float64 holds exactly. */
const MOST_SETS = 2 ** 21

/**
 * Offers pairs of sets that are likely to resemble each other, by the smallest of their hashes under many orders: the
 * share of smallest hashes in common is the resemblance on average. A pair may be offered more than once.
 *
 * Broder (1997): On the resemblance and containment of documents. Bands: Leskovec, Rajaraman, Ullman (2014), Mining of
 * massive datasets, chapter 3.
 */
export function forEachLikelyPair(sets: readonly Uint32Array[], offer: (a: number, b: number) => void): void {
  const n = sets.length
  if (n > MOST_SETS) throw new RangeError(`${n} sets, where ${MOST_SETS} can be compared`)
  const signatures = signaturesOf(sets)
  const keys = new Float64Array(n)
  for (let band = 0; band < BANDS; band++) {
    for (let i = 0; i < n; i++) {
      let key = 0
      for (let h = 0; h < PER_BAND; h++)
        key = Math.imul(key ^ signatures[i * HASHES + band * PER_BAND + h]!, 0x9e3779b1)
      // The place behind the key: one sort of numbers brings equal keys together, in their order.
      keys[i] = (key >>> 0) * MOST_SETS + i
    }
    keys.sort()
    for (let from = 0, to = 0; from < n; from = to) {
      while (to < n && keyOf(keys[to]!) === keyOf(keys[from]!)) to++
      for (let a = from; a < to; a++) {
        for (let b = a + 1; b < to && b <= a + MOST_COMPARED; b++) offer(keys[a]! % MOST_SETS, keys[b]! % MOST_SETS)
      }
    }
  }
}

const keyOf = (key: number): number => Math.floor(key / MOST_SETS)

/** [n × HASHES] */
function signaturesOf(sets: readonly Uint32Array[]): Uint32Array {
  const random = createRandom(1)
  const salts = Uint32Array.from({ length: HASHES }, () => random() * 2 ** 32)
  const factors = Uint32Array.from({ length: HASHES }, () => Math.floor(random() * 2 ** 31) * 2 + 1)
  const signatures = new Uint32Array(sets.length * HASHES).fill(0xffffffff)
  const smallest = new Uint32Array(HASHES)
  for (let i = 0; i < sets.length; i++) {
    smallest.fill(0xffffffff)
    for (const piece of sets[i]!) {
      for (let h = 0; h < HASHES; h++) {
        const hash = Math.imul(piece ^ salts[h]!, factors[h]!) >>> 0
        if (hash < smallest[h]!) smallest[h] = hash
      }
    }
    signatures.set(smallest, i * HASHES)
  }
  return signatures
}
