import type { Near } from '../embeddings/nearest.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'

/** The `count` other rows nearest to a row, the nearest first; of equals the earlier one. `X`: rows of length 1 at most. */
export function nearestRows(
  { rowCount, columnCount, starts, columns, values }: SparseMatrix,
  row: number,
  count: number,
): Near[] {
  const query = new Float32Array(columnCount)
  for (let e = starts[row]!; e < starts[row + 1]!; e++) query[columns[e]!] = values[e]!
  const similarities = new Float32Array(rowCount)
  for (let i = 0; i < rowCount; i++) {
    let sum = 0
    for (let e = starts[i]!; e < starts[i + 1]!; e++) sum += values[e]! * query[columns[e]!]!
    similarities[i] = sum
  }
  return Array.from(similarities.keys())
    .filter(i => i !== row && similarities[i]! > 0)
    .sort((a, b) => similarities[b]! - similarities[a]! || a - b)
    .slice(0, count)
    .map(index => ({ index, similarity: Math.min(1, similarities[index]!) }))
}
