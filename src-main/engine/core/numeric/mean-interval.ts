import { Z95 } from '../analysis/intervals.ts'

/** The 0.975 quantile of Student's t for 1, 2, … degrees of freedom. */
const T975 = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281]

/**
 * The mean of a few measurements and its 95 % interval by Student's t; no interval for less than two. Student (1908): The
 * probable error of a mean. Biometrika 6.
 */
export function meanInterval(values: readonly number[]): {
  mean: number
  interval?: readonly [low: number, high: number] | undefined
} {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 2) return { mean }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = quantileOf(n - 1) * Math.sqrt(variance / n)
  return { mean, interval: [mean - half, mean + half] }
}

/** Beyond the table by the first terms of Cornish and Fisher's expansion: off by less than 0.001. */
function quantileOf(freedom: number): number {
  const z = Z95
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  return T975[freedom - 1] ?? z + first / freedom + second / freedom ** 2
}
