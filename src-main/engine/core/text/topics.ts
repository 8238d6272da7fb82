import { createRandom } from '../numeric/random.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'

/** Topics are looked for in so many rows at most, evenly spread. */
const ENOUGH = 5_000
const ROUNDS = 6

/** [rows × topics] What each row is about, by topics that are found in the same rows. */
export const topicsOf = (X: SparseMatrix, topicCount: number, seed: number): SparseMatrix =>
  placesIn(findTopics(X, topicCount, seed), X)

/** The directions in which rows reach furthest; plain data, to be kept. */
export interface Topics {
  count: number
  /** [columns × topics] */
  directions: Float64Array | Float32Array
}

/**
 * The directions in which all rows together reach furthest: columns that occur in the same kind of row lie in the same
 * direction. Same rows, same seed: same bits.
 *
 * Deerwester et al. (1990): Indexing by latent semantic analysis. JASIS 41(6), by subspace iteration: Halko, Martinsson,
 * Tropp (2011): Finding structure with randomness. SIAM Review 53(2).
 */
export function findTopics(X: SparseMatrix, topicCount: number, seed: number): Topics {
  const step = Math.max(1, X.rowCount / ENOUGH)
  const sample = pickRows(
    X,
    Array.from({ length: Math.min(X.rowCount, ENOUGH) }, (_, at) => Math.floor(at * step)),
  )
  const random = createRandom(seed)
  let directions: Float64Array = Float64Array.from({ length: X.columnCount * topicCount }, () => random() - random())
  for (let round = 0; round < ROUNDS; round++) {
    directions = backward(sample, forward(sample, directions, topicCount), topicCount)
    makeOrthonormal(directions, topicCount)
  }
  return { count: topicCount, directions }
}

/**
 * [rows × topics] The place of each row along the topics, of length 1: two texts without a common word are near if their
 * words occur in the same kind of text. A row without entries stays 0.
 */
export const placesIn = ({ count, directions }: Topics, X: SparseMatrix): SparseMatrix =>
  asRows(X, forward(X, directions, count), count)

/** [rows × topics] X · directions. */
function forward(X: SparseMatrix, directions: Topics['directions'], topicCount: number): Float64Array {
  const places = new Float64Array(X.rowCount * topicCount)
  const place = new Float64Array(topicCount)
  for (let i = 0; i < X.rowCount; i++) {
    place.fill(0)
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const from = X.columns[e]! * topicCount
      const value = X.values[e]!
      for (let t = 0; t < topicCount; t++) place[t]! += value * directions[from + t]!
    }
    places.set(place, i * topicCount)
  }
  return places
}

/** [columns × topics] Xᵀ · places. */
function backward(X: SparseMatrix, places: Float64Array, topicCount: number): Float64Array {
  const directions = new Float64Array(X.columnCount * topicCount)
  for (let i = 0; i < X.rowCount; i++) {
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const to = X.columns[e]! * topicCount
      const value = X.values[e]!
      for (let t = 0; t < topicCount; t++) directions[to + t]! += value * places[i * topicCount + t]!
    }
  }
  return directions
}

/** Gram–Schmidt over the topics, in place; a direction that holds nothing of its own becomes 0. */
function makeOrthonormal(directions: Float64Array, topicCount: number): void {
  const product = (a: number, b: number) => {
    let sum = 0
    for (let f = 0; f < directions.length; f += topicCount) sum += directions[f + a]! * directions[f + b]!
    return sum
  }
  for (let t = 0; t < topicCount; t++) {
    const before = product(t, t)
    for (let other = 0; other < t; other++) {
      const share = product(other, t)
      for (let f = 0; f < directions.length; f += topicCount) directions[f + t]! -= share * directions[f + other]!
    }
    const left = product(t, t)
    const scale = left > 1e-12 * before ? 1 / Math.sqrt(left) : 0
    for (let f = t; f < directions.length; f += topicCount) directions[f]! *= scale
  }
}

/** Rows of length 1; one that lies nowhere is empty. */
function asRows({ rowCount, starts: filled }: SparseMatrix, places: Float64Array, topicCount: number): SparseMatrix {
  const starts = new Uint32Array(rowCount + 1)
  const lengths = new Float64Array(rowCount)
  for (let i = 0; i < rowCount; i++) {
    if (filled[i] !== filled[i + 1]) {
      let squares = 0
      for (let t = i * topicCount; t < (i + 1) * topicCount; t++) squares += places[t]! ** 2
      lengths[i] = Math.sqrt(squares)
    }
    starts[i + 1] = starts[i]! + (lengths[i]! > 0 ? topicCount : 0)
  }
  const columns = new Uint32Array(starts[rowCount]!)
  const values = new Float32Array(columns.length)
  for (let i = 0; i < rowCount; i++) {
    for (let e = starts[i]!, t = 0; e < starts[i + 1]!; e++, t++) {
      columns[e] = t
      values[e] = places[i * topicCount + t]! / lengths[i]!
    }
  }
  return { rowCount, columnCount: topicCount, starts, columns, values }
}
