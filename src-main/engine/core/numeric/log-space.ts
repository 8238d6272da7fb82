/** log(Σ exp(values)) over `count` entries from `start`. Subtracting the largest first keeps exp() from overflowing. */
export function logSumExp(values: Float64Array, start: number, count: number): number {
  const largest = largestOf(values, start, count)
  if (largest === -Infinity || largest === Infinity) return largest
  let sum = 0
  for (let c = start; c < start + count; c++) sum += Math.exp(values[c]! - largest)
  return largest + Math.log(sum)
}

/**
 * Turns log-weights into probabilities in place and returns their logSumExp.
 * Weights that are all −Infinity rule nothing in, so they become uniform instead of NaN.
 */
export function softmaxInPlace(values: Float64Array, start: number, count: number): number {
  const largest = largestOf(values, start, count)
  if (largest === -Infinity) {
    values.fill(1 / count, start, start + count)
    return largest
  }
  let sum = 0
  for (let c = start; c < start + count; c++) {
    const weight = Math.exp(values[c]! - largest)
    values[c] = weight
    sum += weight
  }
  for (let c = start; c < start + count; c++) values[c]! /= sum
  return largest + Math.log(sum)
}

function largestOf(values: Float64Array, start: number, count: number): number {
  let largest = -Infinity
  for (let c = start; c < start + count; c++) if (values[c]! > largest) largest = values[c]!
  return largest
}
