import { formatCount, formatCounted, formatProbability, formatShare } from '../numbers.ts'
import { standsForRow, tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

/** Records whose largest probability lies in one bin. */
export interface ReliabilityRow {
  low: number
  high: number
  count: number
  /** Mean of what the model says. */
  confidence: number
  /** Share that came true. */
  accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  interval: readonly [number, number]
}

const range = ([low, high]: readonly [number, number]): string => `${formatProbability(low)}–${formatProbability(high)}`

/** What a model says against what comes true; on the dashed diagonal both are the same. */
export function reliabilityChart(
  rows: readonly ReliabilityRow[],
  model: string,
  classCount: number,
): Chart<ReliabilityRow> {
  const n = rows.reduce((sum, row) => sum + row.count, 0)
  // No largest probability is below chance, so the axis begins there.
  const from = Math.floor(10 / classCount) / 10
  return {
    title: 'How often its probabilities come true',
    told: told(rows, model, n),
    rows,
    columns: [
      { title: 'Probability', value: row => row.low, text: row => range([row.low, row.high]) },
      { title: 'Says', value: row => row.confidence, text: row => formatProbability(row.confidence) },
      { title: 'Is right', value: row => row.accuracy, text: row => formatProbability(row.accuracy) },
      { title: 'From', value: row => row.interval[0], text: row => formatProbability(row.interval[0]) },
      { title: 'To', value: row => row.interval[1], text: row => formatProbability(row.interval[1]) },
      { title: 'n', value: row => row.count, text: row => formatCount(row.count) },
    ],
    height: 240,
    options: {
      x: { domain: [from, 1], label: 'what the model says', tickFormat: '.1f', ticks: 5 },
      y: { domain: [0, 1], label: 'share that is right', tickFormat: '.1f', ticks: 5, grid: true },
      r: { type: 'sqrt', domain: [0, Math.max(1, ...rows.map(row => row.count))], range: [2.5, 10] },
    },
    marks: plot => [
      plot.link([0], { x1: from, y1: from, x2: 1, y2: 1, stroke: palette.faint, strokeDasharray: '3 3' }),
      plot.ruleX(rows, {
        x: 'confidence',
        y1: row => row.interval[0],
        y2: row => row.interval[1],
        stroke: palette.muted,
      }),
      plot.dot(rows, {
        x: 'confidence',
        y: 'accuracy',
        r: 'count',
        fill: palette.main,
        stroke: palette.ground,
        title: row =>
          `Says ${formatProbability(row.confidence)}: ${formatProbability(row.accuracy)} right\n` +
          `95 % interval ${range(row.interval)}\n${formatCounted(row.count, 'record')}`,
        tip,
        ...standsForRow(),
      }),
    ],
  }
}

/** The mean gap between what a model says and what comes true, over the records of the chart. */
export function missSentence(rows: readonly ReliabilityRow[]): string {
  const n = rows.reduce((sum, row) => sum + row.count, 0)
  const gaps = rows.reduce((sum, row) => sum + row.count * Math.abs(row.confidence - row.accuracy), 0)
  if (n === 0) return ''
  return `On average they miss by ${formatShare(gaps / n, 1)} (15 bins, ${formatCounted(n, 'record')}). The larger a point, the more records.`
}

function told(rows: readonly ReliabilityRow[], model: string, n: number): string {
  if (n === 0) return `${model}: no record that it reaches has a known class, so nothing can be said.`
  const gap = (row: ReliabilityRow) => row.confidence - row.accuracy
  const worst = rows.toSorted((a, b) => Math.abs(gap(b)) * b.count - Math.abs(gap(a)) * a.count)[0]!
  const tone = gap(worst) > 0 ? 'too sure' : 'too modest'
  return (
    `${model} on ${formatCounted(n, 'record')}: points on the dashed line hold exactly. It is furthest off where it says ` +
    `${formatProbability(worst.confidence)} and is right in ${formatProbability(worst.accuracy)} (n ${formatCount(worst.count)}` +
    `${Math.abs(gap(worst)) < 0.005 ? '' : `, ${tone}`}).`
  )
}
