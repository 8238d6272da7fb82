import { formatCount, formatCounted, formatShare } from '../numbers.ts'
import { shortened, standsForRow, tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

/** Records with `from` to `to` votes, both included. */
export interface VoteBin {
  from: number
  to: number
  records: number
}

/** With more bars their names do not fit side by side. */
const MOST_LEVEL = 11

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
      x: {
        type: 'band',
        domain: bins.map(binName),
        label: 'labeling functions that vote',
        tickRotate: bins.length > MOST_LEVEL ? -35 : 0,
      },
      ...(bins.length > MOST_LEVEL ? { marginBottom: 52 } : {}),
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

/** Those records of a part that have a vote, or those that have none: what one bar stands for. */
export interface CoveredRow<Part extends CoveredPart> {
  part: Part
  isCovered: boolean
  records: number
}

const shareOf = ({ records, covered }: CoveredPart): number => (records === 0 ? 0 : covered / records)

/** A bar for each part: its records with a vote, and behind them those without. */
export function coveredChart<Part extends CoveredPart>(
  title: string,
  parts: readonly Part[],
  of: string,
): Chart<CoveredRow<Part>> {
  const filled = parts.filter(({ records }) => records > 0)
  const worst = filled.toSorted((a, b) => shareOf(a) - shareOf(b))[0]
  const rows = parts.flatMap(part => [
    { part, isCovered: true, records: part.covered },
    { part, isCovered: false, records: part.records - part.covered },
  ])
  const words = ({ part, isCovered, records }: CoveredRow<Part>) =>
    `${part.name}: ${formatCount(records)} of ${formatCounted(part.records, 'record')} ${isCovered ? 'with a vote' : 'without'}, ${formatShare(records / part.records)}`
  return {
    title,
    told: !worst
      ? `No record has a ${of}.`
      : shareOf(worst) === 1
        ? 'Every record has a vote.'
        : `Least covered is ${worst.name}: ${formatShare(shareOf(worst))} of ${formatCounted(worst.records, 'record')}.`,
    rows,
    columns: [
      { title: of, value: row => row.part.name },
      { title: 'Vote', value: row => (row.isCovered ? 'with' : 'without') },
      { title: 'Records', value: row => row.records, text: row => formatCount(row.records) },
      { title: 'Of', value: row => row.part.records, text: row => formatCount(row.part.records) },
      {
        title: 'Share',
        value: row => (row.part.records === 0 ? undefined : row.records / row.part.records),
        text: row => formatShare(row.records / row.part.records, 1),
      },
    ],
    legend: [
      { label: 'with a vote', colour: palette.main },
      { label: 'without', colour: palette.line },
    ],
    height: Math.max(88, 40 + 22 * parts.length),
    options: {
      marginLeft: 132,
      marginRight: 48,
      marginTop: 4,
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
      plot.barX(
        rows,
        plot.stackX({
          x: 'records',
          y: row => row.part.name,
          fill: row => (row.isCovered ? palette.main : palette.line),
          title: row => (row.part.records === 0 ? undefined : words(row)),
          tip,
          ...standsForRow(),
        }),
      ),
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
