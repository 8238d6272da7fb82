import { drawWeighted, type Random, randomInteger } from './random.ts'
import type { SparseMatrix } from './sparse.ts'

const ROUNDS = 12
/** Beginnings that are tried; the one whose rows lie closest to their centres is taken. */
const TRIALS = 4
/** Clusters whose centres are so much alike are one that was cut in two. */
const SAME = 0.6

/**
 * [rows] the cluster of each row, by the angle between rows of length 1; −1 for empty rows. Begins with rows that lie far
 * from each other. Clusters that turn out alike are joined, so that some may be empty.
 *
 * Dhillon, Modha (2001): Concept decompositions for large sparse text data using clustering. Machine Learning 42. The
 * beginning: Arthur, Vassilvitskii (2007): k-means++: the advantages of careful seeding. SODA.
 */
export function sphericalKMeans(X: SparseMatrix, clusterCount: number, random: Random): Int32Array {
  const filled = Int32Array.from({ length: X.rowCount }, (_, i) => i).filter(i => X.starts[i]! < X.starts[i + 1]!)
  const clusters = new Int32Array(X.rowCount).fill(-1)
  if (filled.length === 0) return clusters
  let best = clustered(X, filled, clusterCount, random)
  for (let trial = 1; trial < TRIALS; trial++) {
    const other = clustered(X, filled, clusterCount, random)
    if (other.likeness > best.likeness) best = other
  }
  const joined = joinedWith(best.centres)
  for (const i of filled) clusters[i] = joined[nearestOf(X, i, best.centres).centre]!
  return clusters
}

/** `likeness`: of all rows to their centres. */
function clustered(X: SparseMatrix, filled: Int32Array, count: number, random: Random) {
  const clusters = new Int32Array(X.rowCount).fill(-1)
  const centres = firstCentres(X, filled, Math.min(count, filled.length), random)
  let likeness = 0
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0
    likeness = 0
    for (const i of filled) {
      const nearest = nearestOf(X, i, centres)
      likeness += nearest.likeness
      if (nearest.centre === clusters[i]) continue
      clusters[i] = nearest.centre
      moved++
    }
    if (moved === 0) break
    recentre(X, filled, clusters, centres)
  }
  return { centres, likeness }
}

/** [clusters] the first cluster that each is like, by itself or by way of others. */
function joinedWith(centres: readonly Float64Array[]): Int32Array {
  const joined = Int32Array.from(centres.keys())
  for (let c = 0; c < centres.length; c++) {
    for (let b = 0; b < c; b++) {
      const dot = centres[c]!.reduce((sum, value, column) => sum + value * centres[b]![column]!, 0)
      if (dot < SAME) continue
      const [into, from] = [Math.min(joined[b]!, joined[c]!), Math.max(joined[b]!, joined[c]!)]
      for (let a = 0; a < joined.length; a++) if (joined[a] === from) joined[a] = into
    }
  }
  return joined
}

/** Each a row, drawn in proportion to its squared distance from those drawn before. */
function firstCentres(X: SparseMatrix, filled: Int32Array, count: number, random: Random): Float64Array[] {
  const centres: Float64Array[] = []
  const distance = new Float64Array(filled.length).fill(Infinity)
  let next = randomInteger(random, filled.length)
  for (;;) {
    const centre = new Float64Array(X.columnCount)
    addRow(X, filled[next]!, centre)
    centres.push(centre)
    if (centres.length === count) return centres
    let rest = 0
    for (let at = 0; at < filled.length; at++) {
      distance[at] = Math.max(0, Math.min(distance[at]!, 1 - cosine(X, filled[at]!, centre)))
      rest += distance[at]!
    }
    if (rest < 1e-9) return centres
    next = drawWeighted(random, distance)
  }
}

function nearestOf(X: SparseMatrix, i: number, centres: readonly Float64Array[]): { centre: number; likeness: number } {
  let centre = 0
  let most = -1
  for (let c = 0; c < centres.length; c++) {
    const likeness = cosine(X, i, centres[c]!)
    if (likeness <= most) continue
    centre = c
    most = likeness
  }
  return { centre, likeness: most }
}

/** To the mean direction of their rows. One without rows stays where it is. */
function recentre(X: SparseMatrix, filled: Int32Array, clusters: Int32Array, centres: Float64Array[]): void {
  const sums = centres.map(() => new Float64Array(X.columnCount))
  for (const i of filled) addRow(X, i, sums[clusters[i]!]!)
  sums.forEach((sum, c) => {
    const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0))
    if (length > 0) centres[c] = sum.map(value => value / length)
  })
}

function addRow({ starts, columns, values }: SparseMatrix, i: number, sum: Float64Array): void {
  for (let e = starts[i]!; e < starts[i + 1]!; e++) sum[columns[e]!]! += values[e]!
}

function cosine({ starts, columns, values }: SparseMatrix, i: number, centre: Float64Array): number {
  let dot = 0
  for (let e = starts[i]!; e < starts[i + 1]!; e++) dot += values[e]! * centre[columns[e]!]!
  return dot
}
