import { createRandom, randomInteger, sampleWithoutReplacement } from '../core/numeric/random.ts'

/** Gold of which a share is another class, drawn by chance, and the rows on which it is. */
export function flippedGold(right: Int8Array, k: number, share: number, seed: number) {
  const random = createRandom(seed)
  const given = right.slice()
  const flipped = new Set(sampleWithoutReplacement(right.length, Math.round(share * right.length), random))
  for (const row of flipped) given[row] = (right[row]! + 1 + randomInteger(random, k - 1)) % k
  return { given, flipped }
}

/** Of a ranked list, as many of the first as there are wrong ones. */
export function foundAmongFirst(ranked: readonly number[], wrong: ReadonlySet<number>) {
  const first = ranked.slice(0, wrong.size)
  const hits = first.filter(row => wrong.has(row)).length
  return { precision: hits / first.length, recall: hits / wrong.size }
}
