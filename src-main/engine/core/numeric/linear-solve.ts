/**
 * Solves A x = b for a small symmetric positive definite A [n × n] by Gaussian elimination with pivoting; A is used up
 * and x written over b. A direction that A says nothing about gets 0.
 */
export function solveInPlace(A: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(A[row * n + column]!) > Math.abs(A[pivot * n + column]!)) pivot = row
    }
    if (pivot !== column) swapRows(A, b, pivot, column)
    const head = A[column * n + column]!
    for (let row = column + 1; row < n; row++) {
      const factor = head === 0 ? 0 : A[row * n + column]! / head
      for (let at = column; at < n; at++) A[row * n + at]! -= factor * A[column * n + at]!
      b[row]! -= factor * b[column]!
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let rest = b[row]!
    for (let at = row + 1; at < n; at++) rest -= A[row * n + at]! * b[at]!
    b[row] = A[row * n + row] === 0 ? 0 : rest / A[row * n + row]!
  }
}

function swapRows(A: Float64Array, b: Float64Array, one: number, other: number): void {
  const n = b.length
  for (let at = 0; at < n; at++) {
    const kept = A[one * n + at]!
    A[one * n + at] = A[other * n + at]!
    A[other * n + at] = kept
  }
  const kept = b[one]!
  b[one] = b[other]!
  b[other] = kept
}
