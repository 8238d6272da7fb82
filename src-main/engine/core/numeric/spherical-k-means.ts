import { drawWeighted, type Random, randomInteger } from './random.ts'
import { type SparseMatrix, withoutEmptyColumns } from './sparse.ts'

const ROUNDS = 12
/** Beginnings that are tried; the one whose rows lie closest to their centres is taken. */
const TRIALS = 4
/** Clusters whose centres are so much alike are one that was cut in two. */
const SAME = 0.6

export interface Clustering {
  /** [rows] the cluster of each row; −1 for empty rows. */
  clusters: Int32Array
  clusterCount: number
  /** [columns × clusters] direction of each cluster, of length 1: the clusters side by side, so that a column is looked up once. */
  centres: Float64Array
}

/**
 * Clusters by the angle between rows of length 1. Begins with rows that lie far from each other. Clusters that turn out
 * alike are joined, so that some may be empty.
 *
 * Dhillon, Modha (2001): Concept decompositions for large sparse text data using clustering. Machine Learning 42. The
 * beginning: Arthur, Vassilvitskii (2007): k-means++: the advantages of careful seeding. SODA.
 */
export function sphericalKMeans(all: SparseMatrix, clusterCount: number, random: Random, trials = TRIALS): Clustering {
  const { X, kept } = withoutEmptyColumns(all)
  const filled = Int32Array.from({ length: X.rowCount }, (_, i) => i).filter(i => X.starts[i]! < X.starts[i + 1]!)
  const clusters = new Int32Array(X.rowCount).fill(-1)
  const count = Math.min(clusterCount, filled.length)
  const centres = new Float64Array(all.columnCount * count)
  if (count === 0) return { clusters, clusterCount: 0, centres }
  let best = clustered(X, filled, count, random)
  for (let trial = 1; trial < trials; trial++) {
    const other = clustered(X, filled, count, random)
    if (other.likeness > best.likeness) best = other
  }
  const joined = joinedWith(best.centres, count)
  for (const i of filled) clusters[i] = joined[best.clusters[i]!]!
  recentre(X, filled, clusters, best.centres, count)
  kept.forEach((column, f) => centres.set(best.centres.subarray(f * count, (f + 1) * count), column * count))
  return { clusters, clusterCount: count, centres }
}

/** `likeness`: of all rows to their centres. */
function clustered(X: SparseMatrix, filled: Int32Array, wanted: number, random: Random) {
  const clusters = new Int32Array(X.rowCount).fill(-1)
  const centres = firstCentres(X, filled, wanted, random)
  const scores = new Float64Array(wanted)
  let likeness = 0
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0
    likeness = 0
    for (const i of filled) {
      const nearest = nearestCentre(X, i, centres, scores)
      likeness += scores[nearest]!
      if (nearest === clusters[i]) continue
      clusters[i] = nearest
      moved++
    }
    if (moved === 0) break
    recentre(X, filled, clusters, centres, wanted)
  }
  return { clusters, centres, likeness }
}

/** The centre that a row is most like; `scores` [clusters] holds the cosine to each afterwards. */
export function nearestCentre(
  { starts, columns, values }: SparseMatrix,
  i: number,
  centres: Float64Array,
  scores: Float64Array,
): number {
  const count = scores.length
  scores.fill(0)
  for (let e = starts[i]!; e < starts[i + 1]!; e++) {
    const from = columns[e]! * count
    const value = values[e]!
    for (let c = 0; c < count; c++) scores[c]! += value * centres[from + c]!
  }
  let nearest = 0
  for (let c = 1; c < count; c++) if (scores[c]! > scores[nearest]!) nearest = c
  return nearest
}

/** [clusters] the first cluster that each is like, by itself or by way of others. */
function joinedWith(centres: Float64Array, count: number): Int32Array {
  const joined = Int32Array.from({ length: count }, (_, c) => c)
  for (let c = 0; c < count; c++) {
    for (let b = 0; b < c; b++) {
      let dot = 0
      for (let from = 0; from < centres.length; from += count) dot += centres[from + b]! * centres[from + c]!
      if (dot < SAME) continue
      const [into, from] = [Math.min(joined[b]!, joined[c]!), Math.max(joined[b]!, joined[c]!)]
      for (let a = 0; a < count; a++) if (joined[a] === from) joined[a] = into
    }
  }
  return joined
}

/** Each a row, drawn in proportion to its squared distance from those drawn before. Fewer where rows are the same. */
function firstCentres(X: SparseMatrix, filled: Int32Array, count: number, random: Random): Float64Array {
  const centres = new Float64Array(X.columnCount * count)
  const distance = new Float64Array(filled.length).fill(Infinity)
  let next = randomInteger(random, filled.length)
  for (let c = 0; ; c++) {
    const centre = new Float64Array(X.columnCount)
    for (let e = X.starts[filled[next]!]!; e < X.starts[filled[next]! + 1]!; e++) centre[X.columns[e]!] = X.values[e]!
    for (let f = 0; f < X.columnCount; f++) centres[f * count + c] = centre[f]!
    if (c + 1 === count) return centres
    let rest = 0
    for (let at = 0; at < filled.length; at++) {
      distance[at] = Math.max(0, Math.min(distance[at]!, 1 - cosine(X, filled[at]!, centre)))
      rest += distance[at]!
    }
    if (rest < 1e-9) return centres
    next = drawWeighted(random, distance)
  }
}

/** To the mean direction of their rows. One without rows stays where it is. */
function recentre(
  X: SparseMatrix,
  filled: Int32Array,
  clusters: Int32Array,
  centres: Float64Array,
  count: number,
): void {
  const { starts, columns, values } = X
  const sums = new Float64Array(centres.length)
  for (const i of filled) {
    const c = clusters[i]!
    for (let e = starts[i]!; e < starts[i + 1]!; e++) sums[columns[e]! * count + c]! += values[e]!
  }
  const squares = new Float64Array(count)
  for (let from = 0; from < sums.length; from += count) {
    for (let c = 0; c < count; c++) squares[c]! += sums[from + c]! ** 2
  }
  for (let c = 0; c < count; c++) {
    const length = Math.sqrt(squares[c]!)
    if (length === 0) continue
    for (let at = c; at < sums.length; at += count) centres[at] = sums[at]! / length
  }
}

function cosine({ starts, columns, values }: SparseMatrix, i: number, centre: Float64Array): number {
  let dot = 0
  for (let e = starts[i]!; e < starts[i + 1]!; e++) dot += values[e]! * centre[columns[e]!]!
  return dot
}
