import { conflict } from './disagreement.ts'
import { diversity, uncoveredFirst } from './diversity.ts'
import { maxKl } from './max-kl.ts'
import type { QueryStrategy } from './query-strategy.ts'
import { relabel } from './relabel.ts'
import { random, standard } from './sampling.ts'
import { textDisagreement } from './text-disagreement.ts'
import { entropy, leastConfidence, margin } from './uncertainty.ts'

export const queryStrategies: readonly QueryStrategy[] = [
  standard,
  entropy,
  margin,
  leastConfidence,
  conflict,
  textDisagreement,
  maxKl,
  diversity,
  uncoveredFirst,
  relabel,
  random,
]

export const queryStrategy = (id: string): QueryStrategy | undefined =>
  queryStrategies.find(strategy => strategy.id === id)
