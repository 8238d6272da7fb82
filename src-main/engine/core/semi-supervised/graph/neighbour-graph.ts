import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { Neighbours } from './nearest.ts'

/** How much a neighbour counts, by its squared distance. */
export interface Kernel {
  /** 0: every neighbour counts the same. */
  gamma: number
  /** The squared distance that counts as 1: the middle one of all. */
  unit: number
}

export function kernelOf({ distances }: Neighbours, gamma: number): Kernel {
  const sorted = distances.filter(distance => distance < Infinity).sort()
  return { gamma, unit: sorted[sorted.length >> 1] || 1 }
}

export const weightOf = ({ gamma, unit }: Kernel, distance: number): number => Math.exp((-gamma * distance) / unit)

/** [n × n] symmetric: what each record has to do with those near to it, in both directions. */
export function neighbourGraph(n: number, { count, rows, distances }: Neighbours, kernel: Kernel): SparseMatrix {
  const edges = Array.from({ length: n }, () => new Map<number, number>())
  for (let at = 0; at < rows.length; at++) {
    const i = Math.floor(at / count)
    const j = rows[at]!
    if (j < 0) continue
    const weight = weightOf(kernel, distances[at]!) / 2
    edges[i]!.set(j, (edges[i]!.get(j) ?? 0) + weight)
    edges[j]!.set(i, (edges[j]!.get(i) ?? 0) + weight)
  }
  const sorted = edges.map(row => [...row].sort(([one], [other]) => one - other))
  const starts = new Uint32Array(n + 1)
  sorted.forEach((row, i) => (starts[i + 1] = starts[i]! + row.length))
  return {
    rowCount: n,
    columnCount: n,
    starts,
    columns: Uint32Array.from(sorted.flat(), ([j]) => j),
    values: Float32Array.from(sorted.flat(), ([, weight]) => weight),
  }
}
