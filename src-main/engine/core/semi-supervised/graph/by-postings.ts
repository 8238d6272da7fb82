import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { Nearest, NeighbourSearch } from './nearest.ts'

/** The matrix by columns: those rows that have one, and with what. */
export interface Postings {
  /** [columns + 1] */
  starts: Uint32Array
  rows: Uint32Array
  values: Float32Array
}

export function postingsOf({ rowCount, columnCount, starts, columns, values }: SparseMatrix): Postings {
  const size = starts[rowCount]!
  const postings = {
    starts: new Uint32Array(columnCount + 1),
    rows: new Uint32Array(size),
    values: new Float32Array(size),
  }
  for (let e = 0; e < size; e++) postings.starts[columns[e]! + 1]!++
  for (let f = 0; f < columnCount; f++) postings.starts[f + 1]! += postings.starts[f]!
  const ends = postings.starts.slice()
  for (let i = 0; i < rowCount; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const at = ends[columns[e]!]!++
      postings.rows[at] = i
      postings.values[at] = values[e]!
    }
  }
  return postings
}

/** Steps through the postings that the search takes. */
export function workOf({ rowCount, starts, columns }: SparseMatrix, postings: Postings): number {
  let steps = 0
  for (let e = 0; e < starts[rowCount]!; e++) steps += postings.starts[columns[e]! + 1]! - postings.starts[columns[e]!]!
  return steps
}

/** Row by row, through the rows that share one of its columns: fast where columns are rare, such as words. */
export function offerByPostings(
  X: SparseMatrix,
  postings: Postings,
  lengths: Float64Array,
  { isSame, onProgress }: NeighbourSearch,
  { least, offer }: Nearest,
): void {
  const start = lengths.map(length => -length / 2)
  const near = new Float64Array(lengths.length)
  for (let i = 0; i < X.rowCount; i++) {
    near.set(start)
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const value = X.values[e]!
      const to = postings.starts[X.columns[e]! + 1]!
      for (let p = postings.starts[X.columns[e]!]!; p < to; p++) near[postings.rows[p]!]! += value * postings.values[p]!
    }
    if (isSame) near[i] = -Infinity
    for (let j = 0; j < near.length; j++) if (near[j]! > least[i]!) offer(i, j, near[j]!)
    if (i % 256 === 0) onProgress?.(i / X.rowCount)
  }
}
