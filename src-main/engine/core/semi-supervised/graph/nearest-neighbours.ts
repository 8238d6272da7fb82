import type { SparseMatrix } from '../../numeric/sparse.ts'
import { beginNearest, type Nearest, type Neighbours, type NeighbourSearch } from './nearest.ts'
import { offerByBlocks } from './by-blocks.ts'
import { offerByPostings, postingsOf, workOf } from './by-postings.ts'

/** One step through the postings takes as long as so many multiplications of rows laid out densely. */
const STEP = 3

/**
 * The rows of `among` that are nearest to each row of X, exactly; of equally near ones the first. Rows that share no column
 * are no neighbours, so that a row may have fewer: two texts without a common word are not alike, however short they are.
 */
export function nearestNeighbours(X: SparseMatrix, among: SparseMatrix, search: NeighbourSearch): Neighbours {
  const lengths = squaredLengths(among)
  const nearest = beginNearest(X.rowCount, Math.min(search.count, among.rowCount - (search.isSame ? 1 : 0)))
  if (nearest.count > 0) {
    const postings = postingsOf(among)
    const pairs = (X.rowCount * among.rowCount) / (search.isSame ? 2 : 1)
    if (STEP * workOf(X, postings) < pairs * X.columnCount) offerByPostings(X, postings, lengths, search, nearest)
    else offerByBlocks(X, among, lengths, search, nearest)
  }
  return neighboursOf(X, among, nearest)
}

export function squaredLengths({ rowCount, starts, values }: SparseMatrix): Float64Array {
  const lengths = new Float64Array(rowCount)
  for (let i = 0; i < rowCount; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) lengths[i]! += values[e]! ** 2
  }
  return lengths
}

/** Leaves out what shares no column, and turns nearness (x · y − ½ y²) into distance. */
function neighboursOf(X: SparseMatrix, among: SparseMatrix, { count, rows, nearness }: Nearest): Neighbours {
  const lengths = squaredLengths(X)
  const kept = new Int32Array(rows.length).fill(-1)
  const distances = new Float64Array(rows.length).fill(Infinity)
  for (let i = 0; i < X.rowCount; i++) {
    let end = i * count
    for (let at = i * count; at < (i + 1) * count; at++) {
      if (rows[at]! < 0 || !shareColumn(X, i, among, rows[at]!)) continue
      kept[end] = rows[at]!
      distances[end++] = Math.max(0, lengths[i]! - 2 * nearness[at]!)
    }
  }
  return { count, rows: kept, distances }
}

function shareColumn(X: SparseMatrix, i: number, Y: SparseMatrix, j: number): boolean {
  let a = X.starts[i]!
  let b = Y.starts[j]!
  while (a < X.starts[i + 1]! && b < Y.starts[j + 1]!) {
    if (X.columns[a] === Y.columns[b]) return true
    if (X.columns[a]! < Y.columns[b]!) a++
    else b++
  }
  return false
}
