import { type QueryStrategy, scoreCandidates, type StrategyInput } from './query-strategy.ts'

/** What the model leaves open: how flat the record's posterior is, 0..1 (1 = every class equally likely). */
export const entropy: QueryStrategy = {
  id: 'entropy',
  title: 'Entropy',
  summary: 'Asks what the model is least sure of, over all classes.',
  score: input => scoreCandidates(input, row => entropyOf(input, row)),
  reason: (input, row) => `entropy ${entropyOf(input, row).toFixed(2)}: ${twoBest(input, row)}`,
}

/** Scheffer et al. (2001), Active hidden Markov models for information extraction. */
export const margin: QueryStrategy = {
  id: 'margin',
  title: 'Margin',
  summary: 'Asks where the two most likely classes are closest.',
  score: input => scoreCandidates(input, row => 1 - marginOf(input, row)),
  reason: (input, row) => `margin ${marginOf(input, row).toFixed(2)}: ${twoBest(input, row)}`,
}

/** Lewis & Gale (1994), A sequential algorithm for training text classifiers. */
export const leastConfidence: QueryStrategy = {
  id: 'least-confidence',
  title: 'Least confidence',
  summary: 'Asks where even the most likely class is unlikely.',
  score: input => scoreCandidates(input, row => 1 - bestTwo(input, row).p),
  reason: (input, row) => `best guess only ${bestTwo(input, row).p.toFixed(2)}: ${twoBest(input, row)}`,
}

/** Shannon's entropy divided by its largest value, log k. */
export function entropyOf({ posterior, classNames }: StrategyInput, row: number): number {
  const k = classNames.length
  let sum = 0
  for (let c = 0; c < k; c++) {
    const p = posterior[row * k + c]!
    if (p > 0) sum -= p * Math.log(p)
  }
  return sum / Math.log(k)
}

/** How far the best class is ahead of the next, 0..1. */
export const marginOf = (input: StrategyInput, row: number): number => {
  const { p, q } = bestTwo(input, row)
  return p - q
}

function twoBest(input: StrategyInput, row: number): string {
  const { best, p, second, q } = bestTwo(input, row)
  return `${input.classNames[best]} ${p.toFixed(2)} against ${input.classNames[second]} ${q.toFixed(2)}`
}

function bestTwo({ posterior, classNames }: StrategyInput, row: number) {
  const k = classNames.length
  let best = 0
  let second = 1
  for (let c = 1; c < k; c++) {
    if (posterior[row * k + c]! > posterior[row * k + best]!) {
      second = best
      best = c
    } else if (c !== best && (second === best || posterior[row * k + c]! > posterior[row * k + second]!)) second = c
  }
  return { best, second, p: posterior[row * k + best]!, q: posterior[row * k + second]! }
}
