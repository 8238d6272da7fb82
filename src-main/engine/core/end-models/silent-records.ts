import type { SparseMatrix } from '../numeric/sparse.ts'

/** [n] 1 for records that have none of the features: of them a model knows no more than the class balance. */
export const silentRecords = ({ starts, rowCount }: SparseMatrix): Uint8Array =>
  Uint8Array.from({ length: rowCount }, (_, i) => (starts[i] === starts[i + 1] ? 1 : 0))

/** In place: a silent record keeps what the votes say of it, [n × k], or else the class balance, [k], which reaches nothing. */
export function leaveSilent(
  posterior: Float64Array,
  silent: Uint8Array,
  { fallback, classBalance }: { fallback: Float64Array | undefined; classBalance: Float64Array },
): Float64Array {
  const k = classBalance.length
  for (let row = 0; row < silent.length; row++) {
    if (silent[row] === 0) continue
    posterior.set(fallback ? fallback.subarray(row * k, (row + 1) * k) : classBalance, row * k)
  }
  return posterior
}
