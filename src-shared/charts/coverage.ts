import { formatCount, formatCounted, formatShare } from '../numbers.ts'
import { standsForRow, tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

/** Records with `from` to `to` votes, both included. */
export interface VoteBin {
  from: number
  to: number
  records: number
}

const binName = ({ from, to }: VoteBin): string => (from === to ? String(from) : `${from}–${to}`)

/** How many LFs vote on a record, over all records. */
export function votesChart(bins: readonly VoteBin[]): Chart<VoteBin> {
  const n = bins.reduce((sum, { records }) => sum + records, 0)
  const without = bins[0]?.records ?? 0
  return {
    title: 'Votes per record',
    told:
      n === 0
        ? 'There are no records.'
        : `${formatCount(without)} of ${formatCounted(n, 'record')} ${without === 1 ? 'has' : 'have'} no vote.`,
    rows: bins,
    columns: [
      { title: 'Votes', value: binName },
      { title: 'Records', value: row => row.records, text: row => formatCount(row.records) },
    ],
    height: 220,
    options: {
      x: { type: 'band', domain: bins.map(binName), label: 'labeling functions that vote' },
      y: { label: 'records', grid: true, ticks: 5 },
    },
    marks: plot => [
      plot.barY(bins, {
        x: binName,
        y: 'records',
        fill: row => (row.to === 0 ? palette.faint : palette.main),
        title: row => `${formatCounted(row.records, 'record')} with ${binName(row)} ${row.to === 1 ? 'vote' : 'votes'}`,
        tip,
        ...standsForRow(),
      }),
      plot.ruleY([0], { stroke: palette.line }),
    ],
  }
}

/** A part of the records, and how much of it is covered. */
export interface CoveredPart {
  name: string
  records: number
  covered: number
}

const shareOf = ({ records, covered }: CoveredPart): number => (records === 0 ? 0 : covered / records)

/** A bar for each part: the records in it, and in it those with a vote. */
export function coveredChart(title: string, parts: readonly CoveredPart[], of: string): Chart<CoveredPart> {
  const filled = parts.filter(({ records }) => records > 0)
  const worst = filled.toSorted((a, b) => shareOf(a) - shareOf(b))[0]
  const words = (row: CoveredPart) =>
    `${row.name}: ${formatCount(row.covered)} of ${formatCounted(row.records, 'record')} covered${row.records === 0 ? '' : `, ${formatShare(shareOf(row))}`}`
  return {
    title,
    told: worst
      ? `Least covered is ${worst.name}: ${formatShare(shareOf(worst))} of ${formatCounted(worst.records, 'record')}.`
      : `No record has a ${of}.`,
    rows: parts,
    columns: [
      { title: of, value: row => row.name },
      { title: 'Records', value: row => row.records, text: row => formatCount(row.records) },
      { title: 'Covered', value: row => row.covered, text: row => formatCount(row.covered) },
      {
        title: 'Share',
        value: row => (row.records === 0 ? undefined : shareOf(row)),
        text: row => formatShare(shareOf(row), 1),
      },
    ],
    height: Math.max(96, 44 + 22 * parts.length),
    options: {
      marginLeft: 132,
      marginRight: 48,
      x: { label: 'records', grid: true, ticks: 5 },
      y: {
        type: 'band',
        domain: parts.map(({ name }) => name),
        label: null,
        tickSize: 0,
        padding: 0.25,
        tickFormat: shortened,
      },
    },
    marks: plot => [
      plot.barX(parts, { x: 'records', y: 'name', fill: palette.grid, ...standsForRow() }),
      plot.barX(parts, {
        x: 'covered',
        y: 'name',
        fill: palette.main,
        title: words,
        tip,
        ...standsForRow(),
      }),
      plot.text(parts, {
        x: 'records',
        y: 'name',
        text: row => (row.records === 0 ? 'n/a' : formatShare(shareOf(row))),
        textAnchor: 'start',
        dx: 6,
        fill: palette.muted,
      }),
    ],
  }
}

const shortened = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name)
