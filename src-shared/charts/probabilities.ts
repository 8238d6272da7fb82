import { formatCount, formatCounted, formatProbability, formatShare } from '../numbers.ts'
import { standsForRow, tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

export interface ProbabilityRow {
  /** Of as many bins as there are, counted from 0. */
  bin: number
  from: number
  to: number
  right: boolean
  count: number
}

/** How sure a model is of its proposals, right and wrong ones apart. */
export function probabilityChart(
  histogram: readonly { right: number; wrong: number }[],
  { model, classCount }: { model: string; classCount: number },
): Chart<ProbabilityRow> {
  const bins = histogram.length
  const rows = histogram.flatMap(({ right, wrong }, bin) => {
    const range = { bin, from: bin / bins, to: (bin + 1) / bins }
    return [
      { ...range, right: true, count: right },
      { ...range, right: false, count: wrong },
    ].filter(({ count }) => count > 0)
  })
  const start = Math.floor(bins / classCount) / bins
  return {
    title: 'How sure it is',
    told: told(rows, model),
    rows,
    columns: [
      {
        title: 'Probability',
        value: row => row.from,
        text: row => `${formatProbability(row.from)}–${formatProbability(row.to)}`,
      },
      { title: 'Outcome', value: row => (row.right ? 'right' : 'wrong') },
      { title: 'Records', value: row => row.count, text: row => formatCount(row.count) },
    ],
    legend: [
      { label: 'right', colour: palette.main },
      { label: 'wrong', colour: palette.bad },
    ],
    height: 220,
    options: {
      x: { domain: [start, 1], label: 'probability of the proposal', tickFormat: '.1f', ticks: 5 },
      y: {
        label: 'scored records',
        grid: true,
        ticks: 4,
        tickFormat: (count: number) => (Number.isInteger(count) ? formatCount(count) : ''),
      },
      color: { domain: ['right', 'wrong'], range: [palette.main, palette.bad], legend: false },
    },
    marks: plot => [
      plot.rectY(
        rows,
        plot.stackY({
          x1: 'from',
          x2: 'to',
          y: 'count',
          fill: row => (row.right ? 'right' : 'wrong'),
          inset: 0.5,
          title: row =>
            `${formatCounted(row.count, 'record')} ${row.right ? 'right' : 'wrong'}\n` +
            `said with ${formatProbability(row.from)} to ${formatProbability(row.to)}`,
          tip,
          ...standsForRow(),
        }),
      ),
      plot.ruleY([0], { stroke: palette.line }),
    ],
  }
}

function told(rows: readonly ProbabilityRow[], model: string): string {
  const count = (test: (row: ProbabilityRow) => boolean) =>
    rows.reduce((sum, row) => sum + (test(row) ? row.count : 0), 0)
  const n = count(() => true)
  if (n === 0) return `${model} proposes no class of a scored record.`
  const sure = (row: ProbabilityRow) => row.from >= 0.9
  const words =
    count(sure) === 0 ? '' : `, of these ${formatShare(count(row => sure(row) && row.right) / count(sure))} are right`
  return (
    `${model} proposes a class of ${formatCounted(n, 'scored record')}, ` +
    `${formatCount(count(sure))} of them with more than 0.90${words}.`
  )
}
