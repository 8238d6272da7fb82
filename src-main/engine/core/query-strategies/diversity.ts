import { STATES } from '../../../../src-shared/vocabulary.ts'
import { hash32 } from '../numeric/random.ts'
import type { QueryStrategy, StrategyInput } from './query-strategy.ts'
import { spread } from './spread.ts'

/**
 * One record after the other from the kinds of text of which least is known, whatever the model thinks of them.
 * Sener, Savarese (2018): Active learning for convolutional neural networks: a core-set approach. ICLR; by clusters instead
 * of distances, which serves a million records.
 */
export const diversity: QueryStrategy = {
  id: 'diversity',
  title: 'Diversity',
  summary: 'Asks typical records of every kind of text in turn. Right at the start, when nothing is known.',
  readsLandscape: true,
  score: input =>
    spread(
      input,
      weightsOf(input, () => 1),
    ),
  reason: (input, row) => alike(input, row) ?? 'another kind of text',
}

const UNCOVERED = STATES.indexOf('uncovered')
/** What is covered comes after everything that is not. */
const COVERED = 1e-4

/** Records without a vote, from the largest group of those that read alike. */
export const uncoveredFirst: QueryStrategy = {
  id: 'uncovered',
  title: 'Uncovered first',
  summary:
    'Asks records that no LF votes on, from one kind of text to the next: what they say is what LFs are missing for.',
  readsLandscape: true,
  score: input =>
    spread(
      input,
      weightsOf(input, row => (isUncovered(input, row) ? 1 : COVERED)),
    ),
  reason: (input, row) => {
    if (!isUncovered(input, row)) return 'every uncovered record is asked'
    return `no LF votes here${withComma(alike(input, row, other => isUncovered(input, other)))}`
  },
}

const isUncovered = ({ states }: StrategyInput, row: number): boolean => states[row] === UNCOVERED

const withComma = (words: string | undefined): string => (words ? `, ${words}` : '')

/** Equal weights are put in an order by chance. */
function weightsOf({ candidates, seed }: StrategyInput, weigh: (row: number) => number): Float64Array {
  const chance = (row: number) => 1 - 0.01 * (hash32(seed, row) / 2 ** 32)
  return Float64Array.from(candidates, (may, row) => (may === 1 ? weigh(row) * chance(row) : 0))
}

/** "one of 12 that read alike"; undefined for one that is like no other. */
function alike(
  { landscape, candidates }: StrategyInput,
  row: number,
  counts: (row: number) => boolean = () => true,
): string | undefined {
  const cluster = landscape?.clusters[row] ?? -1
  if (cluster < 0) return undefined
  let others = 0
  landscape!.clusters.forEach((own, other) => {
    if (own === cluster && candidates[other] === 1 && counts(other)) others++
  })
  return others > 1 ? `one of ${others} that read alike` : undefined
}
