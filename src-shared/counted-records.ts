import type { Grouping, LfCountsRow } from './analysis.ts'
import type { CoveredPart, CoveredRow } from './charts/coverage.ts'
import type { ConfusionCell } from './charts/confusion.ts'
import type { KeptRow } from './charts/precision-coverage.ts'
import type { ProbabilityRow } from './charts/probabilities.ts'
import type { ReliabilityRow } from './charts/reliability.ts'
import type { Coverage } from './coverage.ts'
import { HISTOGRAM_BINS, RELIABILITY_BINS } from './model-quality.ts'
import type { JudgedRecords, RecordFilter, VOTE_MARKS } from './records.ts'
import { type RecordState as State, SPLITS } from './vocabulary.ts'

/**
 * Which records a number on a screen counts: the filter that its link opens, for every kind of cell, bar and point. Screens
 * take their links from here and nowhere else, and a test holds that each list has just as many records as were counted.
 */

const voting = (lf: string, vote: (typeof VOTE_MARKS)[number]): RecordFilter => ({ votes: [{ lf, vote }] })

interface LfCount {
  of: (row: LfCountsRow) => number
  records: (lf: string) => RecordFilter
}

/** By the columns of the LF table. */
export const lfCounts = {
  coverage: { of: row => row.votes, records: lf => voting(lf, 'class') },
  overlaps: { of: row => row.overlapCount, records: lf => voting(lf, 'overlap') },
  conflicts: { of: row => row.conflictCount, records: lf => voting(lf, 'conflict') },
  votes: { of: row => row.votes, records: lf => voting(lf, 'class') },
  abstains: { of: row => row.abstains, records: lf => voting(lf, 'abstain') },
  faults: { of: row => row.faults, records: lf => voting(lf, 'fault') },
  unseen: { of: row => row.unseen, records: lf => voting(lf, 'unseen') },
  correct: { of: row => row.correct, records: lf => voting(lf, 'correct') },
  incorrect: { of: row => row.incorrect, records: lf => voting(lf, 'incorrect') },
  /** The n of the empirical accuracy. */
  accuracy: {
    of: row => row.correct + row.incorrect,
    records: lf => ({ ...voting(lf, 'class'), states: ['gold'] }),
  },
} satisfies Record<string, LfCount>
export type LfCountId = keyof typeof lfCounts

export type PairCount = 'both' | 'same' | 'different'

/** Of an LF with itself: those on which it votes. */
export function pairRecords(a: string, b: string, counted: PairCount): RecordFilter {
  const votes = [...new Set([a, b])].map(lf => ({ lf, vote: 'class' as const }))
  return counted === 'both' || a === b ? { votes } : { pairs: [{ lfs: [a, b], vote: counted }] }
}

export const stateRecords = (state: State): RecordFilter => ({ states: [state] })

/** A class among the records with gold, or among the proposals. */
export const classRecords = (state: 'gold' | 'pseudo', label: string): RecordFilter => ({ states: [state], label })

export const sliceRecords = (slice: string): RecordFilter => ({ slices: [slice] })

/** What a score of all records, of a slice by its name, or of one that was found by its key was counted on. */
export const scoredRecords = (
  outcome: 'any' | 'right' | 'wrong',
  of: { slice?: string; found?: string } = {},
): RecordFilter => ({ scored: { outcome, ...of } })

export const voteBinRecords = ({ from, to }: Coverage['votes'][number]): RecordFilter => ({ voteCount: { from, to } })

/** Parts of the records, as the coverage tells them, with the filter that finds each. */
export function coverageParts({ classes, slices, field }: Coverage) {
  const values = field?.values ?? []
  return {
    classes: classes.map(({ label, ...counts }) => ({
      name: label ?? 'no class yet',
      ...counts,
      filter: label === undefined ? { states: ['tied', 'uncovered'] as State[] } : { label },
    })),
    slices: slices.map(({ name, ...counts }) => ({ name, ...counts, filter: sliceRecords(name) })),
    values: values.map(({ value, ...counts }) => ({
      name: value || '(empty)',
      ...counts,
      filter: { field: { name: field!.name, equals: value, ...(field!.by === 'value' ? {} : { isStart: true }) } },
    })),
  }
}

/** A bar of a part: those of its records that have a vote, or those that have none. */
export const coveredRecords = ({ part, isCovered }: CoveredRow<CoveredPart & { filter: RecordFilter }>): RecordFilter =>
  within(part.filter, { marks: [isCovered ? 'covered' : 'no-vote'] })

/** A group of the LF table; null: of no class, or of no split. */
export function groupRecords(by: Grouping, group: string | null): RecordFilter {
  if (by === 'slice') return sliceRecords(group!)
  if (by === 'split') return { splits: [SPLITS.find(split => split === group) ?? 'none'] }
  return group === null ? { states: ['tied', 'uncovered'] } : { label: group }
}

const inBoth = <T>(some: T[] | undefined, others: T[] | undefined): T[] | undefined =>
  some && others ? some.filter(one => others.includes(one)) : (some ?? others)

/** Within a part of the records: a record must be in it as well. */
export const within = (part: RecordFilter, filter: RecordFilter): RecordFilter => ({
  ...part,
  ...filter,
  states: inBoth(part.states, filter.states),
  splits: inBoth(part.splits, filter.splits),
  ...(part.slices || filter.slices ? { slices: [...new Set([...(part.slices ?? []), ...(filter.slices ?? [])])] } : {}),
  ...(part.marks || filter.marks ? { marks: [...new Set([...(part.marks ?? []), ...(filter.marks ?? [])])] } : {}),
})

type Said = Omit<JudgedRecords, 'model'>

export const confusionRecords = ({ truth, proposed }: ConfusionCell): Said => ({ truth, proposed })

export const reliabilityRecords = ({ low }: ReliabilityRow): Said => ({
  reached: true,
  bin: { index: Math.round(low * RELIABILITY_BINS), of: RELIABILITY_BINS },
})

export const probabilityRecords = ({ bin, right }: ProbabilityRow): Said => ({
  right,
  bin: { index: bin, of: HISTOGRAM_BINS },
})

export const keptRecords = ({ threshold }: Pick<KeptRow, 'threshold'>): Said => ({ atLeast: threshold })

/** Pseudo-labels that an export at a threshold holds. */
export const exportedRecords = (threshold: number): RecordFilter => ({ states: ['pseudo'], atLeast: threshold })
