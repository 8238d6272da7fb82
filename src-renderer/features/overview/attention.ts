import type { LfSummaryRow } from '../../../src-shared/analysis.ts'
import type { LabelingFunction } from '../../../src-shared/labeling-functions.ts'
import { formatCount, formatCounted, formatProbability, formatShare } from '../../../src-shared/numbers.ts'

/** A labeling function that someone should look at, and why. */
export interface Attention {
  name: string
  why: string
  /** It does not work as it stands, rather than working badly. */
  isBroken: boolean
}

/** With fewer gold records an empirical accuracy says next to nothing. */
const FEWEST_GOLD = 5
/** Of the votes of a labeling function. */
export const MOST_CONFLICTS = 0.2

/** Broken ones first, then those that are likely to do harm. */
export function lfsNeedingAttention(
  lfs: readonly LabelingFunction[],
  rows: readonly LfSummaryRow[],
  classCount: number,
): Attention[] {
  const broken = lfs.flatMap(lf => brokenBecause(lf) ?? [])
  const known = new Set(broken.map(({ name }) => name))
  const doubtful = rows
    .filter(row => !known.has(row.name))
    .flatMap(row => doubtfulBecause(row, classCount) ?? [])
    .sort((a, b) => b.badness - a.badness)
  return [...broken, ...doubtful.map(({ name, why }) => ({ name, why, isBroken: false }))]
}

function brokenBecause({ name, status, problem, faults, votes, abstains }: LabelingFunction): Attention | undefined {
  if (status === 'quarantined')
    return { name, why: `quarantined: ${problem?.message ?? 'its last run failed'}`, isBroken: true }
  if (status === 'unstable') return { name, why: 'answered differently when asked again', isBroken: true }
  if (faults === 0) return undefined
  return {
    name,
    why: `fails on ${formatCount(faults)} of ${formatCounted(faults + votes + abstains, 'record')}`,
    isBroken: true,
  }
}

function doubtfulBecause(
  row: LfSummaryRow,
  classCount: number,
): { name: string; why: string; badness: number } | undefined {
  const { name, ran, votes, conflictCount, empiricalAccuracy, correct, incorrect } = row
  const n = correct + incorrect
  if (empiricalAccuracy !== undefined && n >= FEWEST_GOLD && empiricalAccuracy <= 1 / classCount)
    return {
      name,
      why: `right ${formatProbability(empiricalAccuracy)} on ${formatCounted(n, 'gold record')}: no better than chance`,
      badness: 2,
    }
  if (ran > 0 && votes === 0) return { name, why: `votes on none of ${formatCounted(ran, 'record')}`, badness: 1 }
  if (conflictCount > MOST_CONFLICTS * votes)
    return {
      name,
      why: `contradicts another on ${formatCount(conflictCount)} of its ${formatCounted(votes, 'vote')}, ${formatShare(conflictCount / votes)}`,
      badness: conflictCount / votes,
    }
  return undefined
}
