import { NONE } from '../../../../src-shared/vocabulary.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'

/** [n] 1 for records that have none of the features: of them a model knows no more than the class balance. */
export const silentRecords = ({ starts, rowCount }: SparseMatrix): Uint8Array =>
  Uint8Array.from({ length: rowCount }, (_, i) => (starts[i] === starts[i + 1] ? 1 : 0))

interface Otherwise {
  /** [n × k] what the votes say, with the gold of those that were taught. */
  fallback?: { posterior: Float64Array; taught: Int8Array } | undefined
  /** [k] */
  classBalance: Float64Array
}

/**
 * In place: a silent record keeps what the votes say of it. Where that is its own gold, or nothing, it has the class balance,
 * which reaches nothing.
 */
export function leaveSilent(
  posterior: Float64Array,
  silent: Uint8Array,
  { fallback, classBalance }: Otherwise,
): Float64Array {
  const k = classBalance.length
  for (let row = 0; row < silent.length; row++) {
    if (silent[row] === 0) continue
    const isSaid = fallback && (fallback.taught[row] ?? NONE) === NONE
    posterior.set(isSaid ? fallback.posterior.subarray(row * k, (row + 1) * k) : classBalance, row * k)
  }
  return posterior
}
