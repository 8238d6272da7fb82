import type { Overview } from '../../src-shared/projects.ts'

export interface Yardstick {
  against: 'gold' | 'reference'
  /** Records that have it. */
  n: number
}

/** What scores can be made against. */
export const yardsticksOf = (overview: Overview | undefined): Yardstick[] =>
  [
    { against: 'gold' as const, n: overview?.withGold ?? 0 },
    { against: 'reference' as const, n: overview?.withReference ?? 0 },
  ].filter(({ n }) => n > 0)
