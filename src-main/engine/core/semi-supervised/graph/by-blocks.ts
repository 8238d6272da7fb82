import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { Nearest, NeighbourSearch } from './nearest.ts'

/** Rows that are laid out densely at a time, so that two blocks stay close at hand; a multiple of 3. */
const BLOCK = 48

/** Every pair of rows, block against block: fast where most rows have most columns, such as pixels and embeddings. */
export function offerByBlocks(
  X: SparseMatrix,
  among: SparseMatrix,
  lengths: Float64Array,
  { isSame, onProgress }: NeighbourSearch,
  { least, offer }: Nearest,
): void {
  const d = X.columnCount
  const rows = new Float64Array(BLOCK * d)
  const others = new Float64Array(BLOCK * d)
  const dots = new Float64Array(BLOCK * BLOCK)
  for (let from = 0; from < X.rowCount; from += BLOCK) {
    const to = Math.min(from + BLOCK, X.rowCount)
    layOut(X, from, to, rows)
    for (let start = isSame ? from : 0; start < among.rowCount; start += BLOCK) {
      const end = Math.min(start + BLOCK, among.rowCount)
      layOut(among, start, end, others)
      multiply(rows, others, d, dots)
      for (let i = from; i < to; i++) {
        const line = (i - from) * BLOCK - start
        // Where both are the same, each pair is met once and told to both.
        for (let j = isSame && start === from ? i + 1 : start; j < end; j++) {
          const dot = dots[line + j]!
          if (dot - lengths[j]! / 2 >= least[i]!) offer(i, j, dot - lengths[j]! / 2)
          if (isSame && dot - lengths[i]! / 2 >= least[j]!) offer(j, i, dot - lengths[i]! / 2)
        }
      }
    }
    onProgress?.(isSame ? 1 - ((X.rowCount - to) / X.rowCount) ** 2 : to / X.rowCount)
  }
}

function layOut(
  { starts, columns, values, columnCount: d }: SparseMatrix,
  from: number,
  to: number,
  block: Float64Array,
) {
  block.fill(0)
  for (let i = from; i < to; i++) {
    const row = (i - from) * d
    for (let e = starts[i]!; e < starts[i + 1]!; e++) block[row + columns[e]!] = values[e]!
  }
}

/** [block × block] the products of each row of one with each of the other: nine at a time, so that each number read is used three times. */
function multiply(a: Float64Array, b: Float64Array, d: number, dots: Float64Array): void {
  for (let i = 0; i < BLOCK; i += 3) {
    for (let j = 0; j < BLOCK; j += 3) {
      const [a0, a1, a2] = [i * d, (i + 1) * d, (i + 2) * d]
      const [b0, b1, b2] = [j * d, (j + 1) * d, (j + 2) * d]
      let s00 = 0
      let s01 = 0
      let s02 = 0
      let s10 = 0
      let s11 = 0
      let s12 = 0
      let s20 = 0
      let s21 = 0
      let s22 = 0
      for (let f = 0; f < d; f++) {
        const x0 = a[a0 + f]!
        const x1 = a[a1 + f]!
        const x2 = a[a2 + f]!
        const y0 = b[b0 + f]!
        const y1 = b[b1 + f]!
        const y2 = b[b2 + f]!
        s00 += x0 * y0
        s01 += x0 * y1
        s02 += x0 * y2
        s10 += x1 * y0
        s11 += x1 * y1
        s12 += x1 * y2
        s20 += x2 * y0
        s21 += x2 * y1
        s22 += x2 * y2
      }
      const at = i * BLOCK + j
      dots[at] = s00
      dots[at + 1] = s01
      dots[at + 2] = s02
      dots[at + BLOCK] = s10
      dots[at + BLOCK + 1] = s11
      dots[at + BLOCK + 2] = s12
      dots[at + 2 * BLOCK] = s20
      dots[at + 2 * BLOCK + 1] = s21
      dots[at + 2 * BLOCK + 2] = s22
    }
  }
}
