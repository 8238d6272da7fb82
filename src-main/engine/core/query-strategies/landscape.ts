import { createRandom, sampleWithoutReplacement } from '../numeric/random.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'
import { nearestCentre, sphericalKMeans } from '../numeric/spherical-k-means.ts'

/** How the records lie to each other by what they say. It knows no votes, so it holds as long as the texts do. */
export interface Landscape {
  /** [n] the cluster of each record; −1 for one without text. */
  clusters: Int32Array
  clusterCount: number
  /** [n] how much the record is like the rest of its cluster: the cosine to the centre, 0..1. */
  typical: Float32Array
}

/** Records that the clusters are made from; the rest goes to the nearest. */
const SAMPLE = 1_000
const MOST_CLUSTERS = 50
/** Records in a cluster if all were as large, in a small project. */
const USUAL_SIZE = 15

/** Beginnings of the clustering: one is enough to spread over. */
const TRIALS = 1

/** Same features, same seed: same landscape. */
export function landscapeOf(X: SparseMatrix, seed: number): Landscape {
  const random = createRandom(seed)
  const drawn = sampleWithoutReplacement(X.rowCount, Math.min(SAMPLE, X.rowCount), random).sort()
  const wanted = Math.min(MOST_CLUSTERS, Math.max(2, Math.round(drawn.length / USUAL_SIZE)))
  const { centres, clusterCount } = sphericalKMeans(pickRows(X, drawn), wanted, random, TRIALS)
  const clusters = new Int32Array(X.rowCount).fill(-1)
  const typical = new Float32Array(X.rowCount)
  const scores = new Float64Array(clusterCount)
  if (clusterCount === 0) return { clusters, clusterCount, typical }
  for (let i = 0; i < X.rowCount; i++) {
    const nearest = nearestCentre(X, i, centres, scores)
    if (!(scores[nearest]! > 0)) continue
    clusters[i] = nearest
    typical[i] = scores[nearest]! / lengthOf(X, i)
  }
  return { clusters, clusterCount, typical }
}

function lengthOf({ starts, values }: SparseMatrix, i: number): number {
  let squares = 0
  for (let e = starts[i]!; e < starts[i + 1]!; e++) squares += values[e]! ** 2
  return Math.sqrt(squares)
}
