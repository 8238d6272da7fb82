import { pairAt } from './lf-pairs.ts'

/**
 * An order in which LFs that are alike stand together: agglomerative clustering with average linkage, the two most alike
 * joined first, each join laid so that the ends that meet are the more alike ones. The same input gives the same order;
 * of equals the earlier come first.
 *
 * `similarity`: of each pair, 0 for LFs that have nothing in common; see `pairAt`.
 */
export function clusterOrder(similarity: Float64Array, m: number): Int32Array {
  const alike = (i: number, j: number): number => similarity[pairAt(i, j, m)]!
  const between = new Float64Array(m * m)
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) if (i !== j) between[i * m + j] = alike(i, j)
  const clusters: number[][] = Array.from({ length: m }, (_, j) => [j])
  for (let joins = 1; joins < m; joins++) {
    let [best, a, b] = [-1, -1, -1]
    for (let i = 0; i < m; i++) {
      if (clusters[i]!.length === 0) continue
      for (let j = i + 1; j < m; j++) {
        if (clusters[j]!.length === 0 || between[i * m + j]! <= best) continue
        best = between[i * m + j]!
        a = i
        b = j
      }
    }
    const [x, y] = [clusters[a]!, clusters[b]!]
    const total = x.length + y.length
    for (let j = 0; j < m; j++) {
      const mean = (x.length * between[a * m + j]! + y.length * between[b * m + j]!) / total
      between[a * m + j] = mean
      between[j * m + a] = mean
    }
    clusters[a] = joined(x, y, alike)
    clusters[b] = []
  }
  return Int32Array.from(clusters[0] ?? [])
}

/** One after the other, each as it is or turned around: as it is where that is as good. */
function joined(x: number[], y: number[], alike: (i: number, j: number) => number): number[] {
  const ways: [number, number[], number[]][] = [
    [alike(x.at(-1)!, y[0]!), x, y],
    [alike(x.at(-1)!, y.at(-1)!), x, y.toReversed()],
    [alike(x[0]!, y[0]!), x.toReversed(), y],
    [alike(x[0]!, y.at(-1)!), x.toReversed(), y.toReversed()],
  ]
  let best = ways[0]!
  for (const way of ways) if (way[0] > best[0]) best = way
  return [...best[1], ...best[2]]
}
