import type { LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { formatCount, formatCounted } from '../../ui/numbers.ts'
import type { Sort } from '../../ui/table/columns.ts'

const values: Record<string, (row: LfSummaryRow) => number | string | undefined> = {
  name: row => row.name,
  polarity: row => row.polarity.join(' '),
  coverage: row => row.coverage,
  overlaps: row => row.overlaps,
  conflicts: row => row.conflicts,
  votes: row => row.votes,
  abstains: row => row.abstains,
  faults: row => row.faults,
  unseen: row => row.unseen,
  correct: row => row.correct,
  incorrect: row => row.incorrect,
  accuracy: row => row.empiricalAccuracy,
  learned: row => row.learnedAccuracy,
}

/** What is not known comes last, whichever way the column is sorted. */
export function sortedRows(rows: readonly LfSummaryRow[], { column, descending }: Sort): LfSummaryRow[] {
  const value = values[column] ?? values['name']!
  const direction = descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)]
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
    if (typeof one === 'string' || typeof other === 'string')
      return direction * String(one).localeCompare(String(other))
    return direction * (one - other)
  })
}

/** How the table stands, in one sentence. */
export function reportSentence({ records, states, lfs }: Report, where: string): string {
  if (records === 0) return `There are no records${where}.`
  if (lfs.length === 0) return `${formatCounted(records, 'record')}${where} and no labeling function yet.`
  const ran = lfs.filter(lf => lf.ran > 0)
  if (ran.length === 0) return `None of ${formatCounted(lfs.length, 'labeling function')} has run yet.`
  const open = states.uncovered
  const uncovered =
    open === 0
      ? `None of ${formatCounted(records, 'record')}${where} is uncovered`
      : `${formatCount(open)} of ${formatCounted(records, 'record')}${where} ${open === 1 ? 'is' : 'are'} uncovered`
  const worst = ran.toSorted((a, b) => b.conflictCount - a.conflictCount)[0]!
  if (worst.conflictCount === 0) return `${uncovered}, and no labeling function contradicts another.`
  return `${uncovered}; ${worst.name} contradicts the others most often, on ${formatCount(worst.conflictCount)}.`
}
