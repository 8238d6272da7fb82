import { expect, test } from 'vitest'
import { checkSparse, joinRows, pickRows, rewriteRows, type SparseMatrix, withoutEmptyColumns } from './sparse.ts'

const X: SparseMatrix = {
  rowCount: 3,
  columnCount: 4,
  starts: Uint32Array.of(0, 2, 2, 3),
  columns: Uint32Array.of(0, 3, 1),
  values: Float32Array.of(1, 2, 3),
}

test('rows are picked in the order asked for, empty ones too', () => {
  const picked = pickRows(X, [2, 1, 0])
  expect([...picked.starts]).toEqual([0, 1, 1, 3])
  expect([...picked.columns]).toEqual([1, 0, 3])
  expect([...picked.values]).toEqual([3, 1, 2])
})

test('columns without an entry are left out, and it is told which stay', () => {
  const { X: dense, kept } = withoutEmptyColumns(X)
  expect(dense).toEqual({ ...X, columnCount: 3, columns: Uint32Array.of(0, 2, 1) })
  expect([...kept]).toEqual([0, 1, 3])
})

test('rows are put below others, and rewritten entry by entry', () => {
  expect(joinRows(pickRows(X, [0]), pickRows(X, [1, 2]))).toEqual(X)
  const doubled = rewriteRows(X, (i, keep) => {
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) if (X.columns[e]! > 0) keep(X.columns[e]!, 2 * X.values[e]!)
  })
  expect([...doubled.starts]).toEqual([0, 1, 1, 2])
  expect([...doubled.columns]).toEqual([3, 1])
  expect([...doubled.values]).toEqual([4, 6])
})

test('a matrix that does not fit the records or itself is refused with both numbers', () => {
  expect(() => checkSparse(X, 3)).not.toThrow()
  expect(() => checkSparse(X, 5)).toThrow('the features have 3 rows for 5 records')
  expect(() => checkSparse({ ...X, columns: X.columns.subarray(1) }, 3)).toThrow(RangeError)
})
