/**
 * log Γ(x) for x > 0 by Stirling's series, after stepping up to where it is exact to 1e-14.
 * Abramowitz, Stegun (1964): Handbook of Mathematical Functions, 6.1.41.
 */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 10; z++) shift += Math.log(z)
  const square = 1 / (z * z)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / z
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift
}

/** The derivative of log Γ, for x > 0. Abramowitz, Stegun (1964), 6.3.18. */
export function digamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 10; z++) shift += 1 / z
  const square = 1 / (z * z)
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
  return Math.log(z) - 0.5 / z - series - shift
}

/** KL divergence of the Dirichlet distribution with these counts from the one with the counts `prior`. */
export function dirichletDivergence(counts: ArrayLike<number>, prior: ArrayLike<number>): number {
  let total = 0
  let priorTotal = 0
  for (let at = 0; at < counts.length; at++) {
    total += counts[at]!
    priorTotal += prior[at]!
  }
  const rest = digamma(total)
  let sum = logGamma(total) - logGamma(priorTotal)
  for (let at = 0; at < counts.length; at++) {
    sum += logGamma(prior[at]!) - logGamma(counts[at]!) + (counts[at]! - prior[at]!) * (digamma(counts[at]!) - rest)
  }
  return sum
}
