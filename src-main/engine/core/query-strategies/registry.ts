import { conflict } from './disagreement.ts'
import type { QueryStrategy } from './query-strategy.ts'
import { random, standard } from './sampling.ts'
import { entropy, leastConfidence, margin } from './uncertainty.ts'

export const queryStrategies: readonly QueryStrategy[] = [standard, entropy, margin, leastConfidence, conflict, random]

export const queryStrategy = (id: string): QueryStrategy | undefined =>
  queryStrategies.find(strategy => strategy.id === id)
