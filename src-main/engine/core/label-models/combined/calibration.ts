import { NONE } from '../../../../../src-shared/vocabulary.ts'

/** Temperatures that are tried: below 1 a posterior gets surer, above it gets less sure. */
const TEMPERATURES = [0.4, 0.5, 0.63, 0.8, 1, 1.25, 1.6, 2, 2.5]
/** So many gold records speak for a temperature of 1. */
const IMAGINED = 20
const LEAST = 1e-6

/** Mean of −log P(gold) under a posterior that has not seen the gold, tempered; NaN without gold. */
export function logLoss(posterior: Float64Array, gold: Int8Array, k: number, temperature = 1): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < gold.length; i++) {
    const right = gold[i]!
    if (right === NONE) continue
    let all = 0
    for (let c = 0; c < k; c++) all += Math.max(posterior[i * k + c]!, LEAST) ** (1 / temperature)
    sum -= Math.log(Math.max(posterior[i * k + right]!, LEAST) ** (1 / temperature) / all)
    count++
  }
  return sum / count
}

/**
 * The temperature under which gold is least surprising, held near 1 as long as there is little gold.
 * Guo, Pleiss, Sun, Weinberger (2017): On calibration of modern neural networks. ICML.
 */
export function temperatureOn(posterior: Float64Array, gold: Int8Array, k: number): number {
  const count = gold.reduce((sum, c) => sum + (c === NONE ? 0 : 1), 0)
  if (count === 0) return 1
  const surprise = (t: number) => count * logLoss(posterior, gold, k, t) + IMAGINED * Math.log(t) ** 2
  return TEMPERATURES.reduce((best, t) => (surprise(t) < surprise(best) ? t : best), 1)
}

/** Tempers every row that is not gold, in place. */
export function temper(posterior: Float64Array, gold: Int8Array, k: number, temperature: number): void {
  if (temperature === 1) return
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] !== NONE) continue
    let all = 0
    for (let c = 0; c < k; c++) {
      posterior[i * k + c] = posterior[i * k + c]! ** (1 / temperature)
      all += posterior[i * k + c]!
    }
    for (let c = 0; c < k; c++) posterior[i * k + c]! /= all
  }
}
