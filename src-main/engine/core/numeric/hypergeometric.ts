import { logGamma } from './gamma.ts'

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

/** P(at least `least` of `drawn` are marked), drawn without replacement from `n` of which `marked` are: Fisher's exact test. */
export function hypergeometricTail(least: number, drawn: number, marked: number, n: number): number {
  const most = Math.min(drawn, marked)
  const first = Math.max(least, drawn - (n - marked), 0)
  if (first > most) return 0
  let term = Math.exp(logChoose(marked, first) + logChoose(n - marked, drawn - first) - logChoose(n, drawn))
  let sum = term
  for (let k = first; k < most; k++) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (n - marked - drawn + k + 1))
    sum += term
  }
  return Math.min(1, sum)
}
