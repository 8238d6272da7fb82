import { pickRows, type SparseMatrix } from '../../numeric/sparse.ts'

/** Rows that are laid out densely at a time: the bins of a million records would not fit beside everything else. */
const PART = 20_000

/** [rows × k] filled part by part; each part begins with zeros. */
export function inParts(
  X: SparseMatrix,
  k: number,
  fill: (part: SparseMatrix, posterior: Float64Array) => void,
): Float64Array {
  const posterior = new Float64Array(X.rowCount * k)
  for (let from = 0; from < X.rowCount; from += PART) {
    const to = Math.min(from + PART, X.rowCount)
    const rows = Uint32Array.from({ length: to - from }, (_, at) => from + at)
    fill(pickRows(X, rows), posterior.subarray(from * k, to * k))
  }
  return posterior
}
