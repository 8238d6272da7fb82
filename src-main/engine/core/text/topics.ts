import { createRandom } from '../numeric/random.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'

/** Topics are looked for in so many rows at most, evenly spread. */
const ENOUGH = 5_000
const ROUNDS = 6

/**
 * [rows × topics] What each row is about: its place, of length 1, along the directions in which all rows together reach
 * furthest. Two texts without a common word are near if their words occur in the same kind of text. A row without
 * entries stays 0. Same rows, same seed: same bits.
 *
 * Deerwester et al. (1990): Indexing by latent semantic analysis. JASIS 41(6), by subspace iteration: Halko, Martinsson,
 * Tropp (2011): Finding structure with randomness. SIAM Review 53(2).
 */
export function topicsOf(X: SparseMatrix, topicCount: number, seed: number): SparseMatrix {
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
  return asRows(X, forward(X, directions, topicCount), topicCount)
}

/** [rows × topics] X · directions. */
function forward(X: SparseMatrix, directions: Float64Array, topicCount: number): Float64Array {
  const places = new Float64Array(X.rowCount * topicCount)
  for (let i = 0; i < X.rowCount; i++) {
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const from = X.columns[e]! * topicCount
      const value = X.values[e]!
      for (let t = 0; t < topicCount; t++) places[i * topicCount + t]! += value * directions[from + t]!
    }
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
    if (filled[i] !== filled[i + 1]) lengths[i] = Math.hypot(...places.subarray(i * topicCount, (i + 1) * topicCount))
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
