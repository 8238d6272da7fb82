import { type Random, shuffle } from './random.ts'

/**
 * `count` indices out of 0..n − 1, rising; all of them when count exceeds n. Each stratum gives its share, to within one, so that
 * a share counted over the sample stands for the share over all. `strata`: [n] small non-negative numbers.
 *
 * Systematic sampling: the strata side by side, each in random order, cut at equal distances from a random start.
 */
export function stratifiedSample(strata: ArrayLike<number>, count: number, random: Random): Uint32Array {
  const n = strata.length
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  if (count >= n) return order
  shuffle(order, random)
  const places = placesOf(strata)
  const sorted = new Uint32Array(n)
  for (let i = 0; i < n; i++) sorted[places[strata[order[i]!]!]!++] = order[i]!
  const step = n / count
  const start = random() * step
  return Uint32Array.from({ length: count }, (_, i) => sorted[Math.min(n - 1, Math.floor(start + i * step))]!).sort()
}

/** Where each stratum begins. */
function placesOf(strata: ArrayLike<number>): Uint32Array {
  let most = 0
  for (let i = 0; i < strata.length; i++) most = Math.max(most, strata[i]!)
  const places = new Uint32Array(most + 2)
  for (let i = 0; i < strata.length; i++) places[strata[i]! + 1]!++
  for (let s = 1; s < places.length; s++) places[s]! += places[s - 1]!
  return places
}
