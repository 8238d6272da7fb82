/** Vectors of length 1, or 0 where a record has none. */
export interface Vectors {
  /** [n × width] */
  values: Float32Array
  width: number
}

export interface Near {
  index: number
  /** Cosine */
  similarity: number
}

/** Brings every row to length 1 in place; one without a direction becomes 0. */
export function toUnitLength({ values, width }: Vectors): void {
  for (let from = 0; from < values.length; from += width) {
    let square = 0
    for (let d = 0; d < width; d++) square += values[from + d]! * values[from + d]!
    const length = Math.sqrt(square)
    for (let d = 0; d < width; d++) values[from + d] = length > 0 ? values[from + d]! / length : 0
  }
}

/** The `count` vectors nearest to a query of length 1, the nearest first; of equals the earlier one. */
export function nearest({ values, width }: Vectors, query: Float32Array, count: number): Near[] {
  const n = values.length / width
  const similarities = new Float32Array(n)
  for (let i = 0; i < n; i++) similarities[i] = dot(values, i * width, query, 0, width)
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  return order.slice(0, count).map(index => ({ index, similarity: similarities[index]! }))
}

export interface Pair {
  a: number
  b: number
  similarity: number
}

/** Pairs that are kept beyond what is wanted before the least similar are dropped. */
const SPARE = 20_000

/**
 * Pairs of vectors at least so similar, the nearest first, `most` at most.
 *
 * Two unit vectors with cosine c are √(2 − 2c) apart, and no projection moves them further apart. So the vectors are sorted by
 * their projection on the direction in which they differ most, and each is compared only with those that lie within that distance.
 */
export function closePairs(
  { values, width }: Vectors,
  least: number,
  most: number,
  onProgress?: (share: number) => void,
): Pair[] {
  const n = values.length / width
  const reach = Math.sqrt(2 - 2 * least) + 1e-6
  const direction = widestDirection({ values, width })
  const projections = new Float32Array(n)
  for (let i = 0; i < n; i++) projections[i] = dot(values, i * width, direction, 0, width)
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => projections[a]! - projections[b]!)
  let pairs: Pair[] = []
  let wanted = least
  for (let p = 0; p < n; p++) {
    const i = order[p]!
    if (p % 256 === 0) onProgress?.(p / n)
    if (isNone(values, i * width, width)) continue
    for (let q = p + 1; q < n && projections[order[q]!]! - projections[i]! <= reach; q++) {
      const j = order[q]!
      const similarity = dot(values, i * width, values, j * width, width)
      if (similarity >= wanted)
        pairs.push({ a: Math.min(i, j), b: Math.max(i, j), similarity: Math.min(1, similarity) })
    }
    // Copies of one text make more pairs than memory holds.
    if (pairs.length > most + SPARE) {
      pairs = nearestFirst(pairs, most)
      wanted = Math.max(wanted, pairs.at(-1)?.similarity ?? wanted)
    }
  }
  return nearestFirst(pairs, most)
}

const nearestFirst = (pairs: Pair[], most: number): Pair[] =>
  pairs.sort((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b).slice(0, most)

const ROUNDS = 8

/** The first principal direction, roughly, by power iteration from a fixed start. */
function widestDirection({ values, width }: Vectors): Float32Array {
  const n = values.length / width
  const mean = new Float64Array(width)
  for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) mean[d]! += values[i * width + d]! / Math.max(1, n)
  let direction = Float32Array.from({ length: width }, (_, d) => (d % 2 === 0 ? 1 : 0.5))
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(width)
    let offset = 0
    for (let d = 0; d < width; d++) offset += mean[d]! * direction[d]!
    for (let i = 0; i < n; i++) {
      const along = dot(values, i * width, direction, 0, width) - offset
      for (let d = 0; d < width; d++) next[d]! += along * (values[i * width + d]! - mean[d]!)
    }
    let square = 0
    for (let d = 0; d < width; d++) square += next[d]! * next[d]!
    const length = Math.sqrt(square)
    if (length === 0) break
    direction = Float32Array.from(next, value => value / length)
  }
  const length = Math.hypot(...direction)
  return direction.map(value => value / length)
}

function dot(a: Float32Array, from: number, b: Float32Array, start: number, width: number): number {
  let sum = 0
  for (let d = 0; d < width; d++) sum += a[from + d]! * b[start + d]!
  return sum
}

function isNone(values: Float32Array, from: number, width: number): boolean {
  for (let d = 0; d < width; d++) if (values[from + d] !== 0) return false
  return true
}
