/** For each of k classes what it is once one is taken out: those behind it move up. Nothing for the one, unless it goes into another. */
export function numbersWithout(k: number, removed: number, into: number | undefined): (number | undefined)[] {
  const after = (c: number) => (c > removed ? c - 1 : c)
  return Array.from({ length: k }, (_, c) => (c !== removed ? after(c) : into === undefined ? undefined : after(into)))
}

/** [k] counts as [k − 1]: those of merged classes are added up. */
export function mergedCounts(counts: readonly number[], numbers: readonly (number | undefined)[]): number[] {
  const merged = Array.from({ length: numbers.length - 1 }, () => 0)
  counts.forEach((count, c) => {
    const to = numbers[c]
    if (to !== undefined) merged[to]! += count
  })
  return merged
}

/** [n × k] probabilities as [n × to]: classes that were added since have none. */
export function widened(values: Float64Array, k: number, to: number): Float64Array {
  if (k === to) return values
  const wide = new Float64Array((values.length / k) * to)
  for (let i = 0; i * k < values.length; i++) wide.set(values.subarray(i * k, (i + 1) * k), i * to)
  return wide
}

/**
 * [n × k] probabilities as [n × (k − 1)]: that of merged classes is their sum; without the class that is gone, each row is made
 * to sum to 1 again, and is uniform where nothing is left.
 */
export function mergedProbabilities(values: Float64Array, numbers: readonly (number | undefined)[]): Float64Array {
  const k = numbers.length
  const n = values.length / k
  const merged = new Float64Array(n * (k - 1))
  for (let i = 0; i < n; i++) {
    let kept = 0
    for (let c = 0; c < k; c++) {
      const to = numbers[c]
      if (to === undefined) continue
      merged[i * (k - 1) + to]! += values[i * k + c]!
      kept += values[i * k + c]!
    }
    const isWhole = Math.abs(kept - 1) < 1e-12
    for (let c = i * (k - 1); c < (i + 1) * (k - 1) && !isWhole; c++)
      merged[c] = kept > 0 ? merged[c]! / kept : 1 / (k - 1)
  }
  return merged
}
