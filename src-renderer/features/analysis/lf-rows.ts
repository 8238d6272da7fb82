import type { Grouping, LfCountsRow, LfGroup, LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { groupRecords } from '../../../src-shared/counted-records.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import type { Sort } from '../../ui/table/columns.ts'

/** A line of the table: an LF over all records, or over one group of them. */
export interface TableRow extends LfSummaryRow {
  /** In words; absent where records are not told apart. */
  group?: string
  /** Over all records of the table. */
  unseenInAll: number
  /** What the records of the group hold. */
  part: RecordFilter
  /** What was counted of the version before; absent where nothing is compared, and for an LF that was not there. */
  before?: LfCountsRow
}

const values: Record<string, (row: TableRow) => number | string | undefined> = {
  name: row => row.name,
  group: row => row.group,
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
export function sortedRows(rows: readonly TableRow[], { column, descending }: Sort): TableRow[] {
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

const NO_GROUP = { class: 'no class yet', split: 'no split', slice: '' } as const

/** The lines of the table: of every LF one, or one for each group of records. */
export function tableRows(
  lfs: readonly LfSummaryRow[],
  by: Grouping | undefined,
  groups: readonly LfGroup[] | undefined,
  before: readonly LfGroup[] | undefined,
): TableRow[] {
  const beforeIn = (group: string | null | undefined, name: string) =>
    before?.find(each => each.group === group)?.lfs.find(lf => lf.name === name)
  if (by === undefined)
    return lfs.map(lf => ({ ...lf, unseenInAll: lf.unseen, part: {}, before: beforeIn(undefined, lf.name) }))
  const known = new Map(lfs.map(lf => [lf.name, lf]))
  return (groups ?? []).flatMap(({ group = null, lfs: counts }) =>
    counts.flatMap(count => {
      const lf = known.get(count.name)
      if (!lf) return []
      const part = groupRecords(by, group)
      return [
        {
          ...lf,
          ...count,
          unseenInAll: lf.unseen,
          group: group ?? NO_GROUP[by],
          part,
          before: beforeIn(group, lf.name),
        },
      ]
    }),
  )
}

/** Those that a word is part of: of the name, of a class that it votes, of the group. */
export function matching(rows: readonly TableRow[], words: string): readonly TableRow[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter(({ name, polarity, group = '' }) =>
    [name, group, ...polarity].some(text => text.toLowerCase().includes(wanted)),
  )
}

/** LFs that were in use before and are not any more. */
export function goneLfs(lfs: readonly LfSummaryRow[], before: readonly LfGroup[] | undefined): string[] {
  const here = new Set(lfs.map(({ name }) => name))
  return [...new Set((before ?? []).flatMap(group => group.lfs.map(({ name }) => name)))].filter(
    name => !here.has(name),
  )
}

/** How the table stands, in one sentence. */
export function reportSentence({ records, covered, lfs }: Report, where: string): string {
  if (records === 0) return `There are no records${where}.`
  if (lfs.length === 0) return `${formatCounted(records, 'record')}${where} and no labeling function yet.`
  const ran = lfs.filter(lf => lf.ran > 0)
  if (ran.length === 0) return `None of ${formatCounted(lfs.length, 'labeling function')} has run yet.`
  const open = records - covered
  const votes =
    open === 0
      ? `Every one of ${formatCounted(records, 'record')}${where} has a vote`
      : `${formatCount(open)} of ${formatCounted(records, 'record')}${where} ${open === 1 ? 'has' : 'have'} no vote`
  const worst = ran.toSorted((a, b) => b.conflictCount - a.conflictCount)[0]!
  if (worst.conflictCount === 0) return `${votes}, and no labeling function contradicts another.`
  return `${votes}; ${worst.name} contradicts the others most often, on ${formatCount(worst.conflictCount)}.`
}
