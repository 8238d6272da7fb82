import type { SparseMatrix } from '../core/numeric/sparse.ts'

/** The matrix as on paper. */
export function dense({ rowCount, columnCount, starts, columns, values }: SparseMatrix): number[][] {
  return Array.from({ length: rowCount }, (_, i) => {
    const row = Array.from({ length: columnCount }, () => 0)
    for (let e = starts[i]!; e < starts[i + 1]!; e++) row[columns[e]!] = values[e]!
    return row
  })
}

/** Sparse from the matrix as on paper. */
export function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const entries = rows.map(row => row.flatMap((value, column) => (value === 0 ? [] : [[column, value] as const])))
  const starts = new Uint32Array(rows.length + 1)
  entries.forEach((row, i) => (starts[i + 1] = starts[i]! + row.length))
  return {
    rowCount: rows.length,
    columnCount: rows[0]?.length ?? 0,
    starts,
    columns: Uint32Array.from(entries.flat(), ([column]) => column),
    values: Float32Array.from(entries.flat(), ([, value]) => value),
  }
}
