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
    let from = X.starts[picked[s]!]!
    for (let e = starts[s]!; e < starts[s + 1]!; e++, from++) {
      columns[e] = X.columns[from]!
      values[e] = X.values[from]!
    }
  }
  return { rowCount: picked.length, columnCount: X.columnCount, starts, columns, values }
}

/** The matrix of the columns that have any entry, and which these are. */
export function withoutEmptyColumns(X: SparseMatrix): { X: SparseMatrix; kept: Uint32Array } {
  const size = X.starts[X.rowCount]!
  const renamed = new Uint32Array(X.columnCount)
  for (let e = 0; e < size; e++) renamed[X.columns[e]!] = 1
  let columnCount = 0
  for (let f = 0; f < X.columnCount; f++) if (renamed[f] === 1) columnCount++
  const kept = new Uint32Array(columnCount)
  for (let f = 0, at = 0; f < X.columnCount; f++) {
    if (renamed[f] === 0) continue
    renamed[f] = at
    kept[at++] = f
  }
  const columns = new Uint32Array(size)
  for (let e = 0; e < size; e++) columns[e] = renamed[X.columns[e]!]!
  return { X: { ...X, columnCount, columns }, kept }
}

/** The columns of all parts beside each other, each part times its weight. */
export function joinColumns(parts: readonly { X: SparseMatrix; weight: number }[]): SparseMatrix {
  const rowCount = parts[0]?.X.rowCount ?? 0
  for (const { X } of parts) checkSparse(X, rowCount)
  const size = parts.reduce((sum, { X }) => sum + X.starts[rowCount]!, 0)
  const starts = new Uint32Array(rowCount + 1)
  const columns = new Uint32Array(size)
  const values = new Float32Array(size)
  let end = 0
  for (let i = 0; i < rowCount; i++) {
    let offset = 0
    for (const { X, weight } of parts) {
      for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++, end++) {
        columns[end] = offset + X.columns[e]!
        values[end] = X.values[e]! * weight
      }
      offset += X.columnCount
    }
    starts[i + 1] = end
  }
  const columnCount = parts.reduce((sum, { X }) => sum + X.columnCount, 0)
  return { rowCount, columnCount, starts, columns, values }
}

/** The matrix that `write` gives row by row: no more entries in a row than X has, their columns ascending. */
export function rewriteRows(
  X: SparseMatrix,
  write: (i: number, keep: (column: number, value: number) => void) => void,
): SparseMatrix {
  const starts = new Uint32Array(X.rowCount + 1)
  const columns = new Uint32Array(X.starts[X.rowCount]!)
  const values = new Float32Array(columns.length)
  let end = 0
  const keep = (column: number, value: number): void => {
    columns[end] = column
    values[end++] = value
  }
  for (let i = 0; i < X.rowCount; i++) {
    write(i, keep)
    starts[i + 1] = end
  }
  return { ...X, starts, columns: columns.slice(0, end), values: values.slice(0, end) }
}

/** The rows of one matrix above those of another of as many columns. */
export function joinRows(above: SparseMatrix, below: SparseMatrix): SparseMatrix {
  const end = above.starts[above.rowCount]!
  const size = end + below.starts[below.rowCount]!
  const starts = new Uint32Array(above.rowCount + below.rowCount + 1)
  starts.set(above.starts)
  below.starts.forEach((start, i) => (starts[above.rowCount + i] = end + start))
  const columns = new Uint32Array(size)
  const values = new Float32Array(size)
  for (const [part, from, to] of [
    [above, 0, end],
    [below, end, size],
  ] as const) {
    columns.set(part.columns.subarray(0, to - from), from)
    values.set(part.values.subarray(0, to - from), from)
  }
  return { ...above, rowCount: starts.length - 1, starts, columns, values }
}

/** RangeError where the arrays do not fit each other or `rowCount`. */
export function checkSparse(X: SparseMatrix, rowCount: number): void {
  if (X.rowCount !== rowCount) throw new RangeError(`the features have ${X.rowCount} rows for ${rowCount} records`)
  const entries = X.starts[X.rowCount] ?? -1
  if (X.starts.length !== X.rowCount + 1 || X.columns.length < entries || X.values.length < entries) {
    throw new RangeError(`the features have ${X.columns.length} entries where their rows end at ${entries}`)
  }
}
