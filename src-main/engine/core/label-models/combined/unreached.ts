import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { type LabelMatrix, votesPerRecord } from '../../label-matrix.ts'
import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { FitInput, LabelModelFit } from '../label-model.ts'

/**
 * Gives the class balance, as every label model does where nothing is known, to the rows without gold or votes whose text
 * has nothing in common with any record that teaches: what a text model says of them is how frequent the classes are.
 */
export function leaveUnreached(
  { posterior, classBalance }: Pick<LabelModelFit, 'posterior' | 'classBalance'>,
  L: LabelMatrix,
  { gold, features }: Pick<FitInput, 'gold' | 'features'>,
): void {
  const voters = votesPerRecord(L)
  const isTaught = (i: number) => voters[i]! > 0 || gold[i] !== NONE
  const known = features && columnsOf(features, isTaught)
  for (let i = 0; i < voters.length; i++) {
    if (!isTaught(i) && !(known && hasColumn(features, i, known))) posterior.set(classBalance, i * classBalance.length)
  }
}

/** [columns] 1 for those of the rows that count. */
function columnsOf(
  { starts, columns, rowCount, columnCount }: SparseMatrix,
  counts: (i: number) => boolean,
): Uint8Array {
  const found = new Uint8Array(columnCount)
  for (let i = 0; i < rowCount; i++) {
    if (counts(i)) for (let e = starts[i]!; e < starts[i + 1]!; e++) found[columns[e]!] = 1
  }
  return found
}

function hasColumn({ starts, columns }: SparseMatrix, i: number, known: Uint8Array): boolean {
  for (let e = starts[i]!; e < starts[i + 1]!; e++) if (known[columns[e]!] === 1) return true
  return false
}
