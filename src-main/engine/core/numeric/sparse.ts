/** Compressed sparse rows: row i has the entries `starts[i] … starts[i + 1]`. May lie on a SharedArrayBuffer. */
export interface SparseMatrix {
  rowCount: number
  columnCount: number
  /** [rows + 1] */
  starts: Uint32Array
  /** [entries] column of each entry, ascending within a row. */
  columns: Uint32Array
  /** [entries] */
  values: Float32Array
}

/** The matrix of some rows, in the order given. */
export function pickRows(X: SparseMatrix, picked: ArrayLike<number>): SparseMatrix {
  const starts = new Uint32Array(picked.length + 1)
  for (let s = 0; s < picked.length; s++) {
    const i = picked[s]!
    starts[s + 1] = starts[s]! + X.starts[i + 1]! - X.starts[i]!
  }
  const columns = new Uint32Array(starts[picked.length]!)
  const values = new Float32Array(columns.length)
  for (let s = 0; s < picked.length; s++) {
    const from = X.starts[picked[s]!]!
    const to = X.starts[picked[s]! + 1]!
    columns.set(X.columns.subarray(from, to), starts[s]!)
    values.set(X.values.subarray(from, to), starts[s]!)
  }
  return { rowCount: picked.length, columnCount: X.columnCount, starts, columns, values }
}

/** RangeError where the arrays do not fit each other or `rowCount`. */
export function checkSparse(X: SparseMatrix, rowCount: number): void {
  if (X.rowCount !== rowCount) throw new RangeError(`the features have ${X.rowCount} rows for ${rowCount} records`)
  const entries = X.starts[X.rowCount] ?? -1
  if (X.starts.length !== X.rowCount + 1 || X.columns.length < entries || X.values.length < entries) {
    throw new RangeError(`the features have ${X.columns.length} entries where their rows end at ${entries}`)
  }
}
