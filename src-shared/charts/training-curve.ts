import { formatCount, formatCounted, formatProbability } from '../numbers.ts'
import { tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

export interface TrainingCurveRow {
  /** That it learned from. */
  records: number
  accuracy: number
  interval?: readonly [number, number] | undefined
  logLoss: number
}

interface About {
  model: string
  /** Gold records that all points are counted on. */
  n: number
  /** What there is to beat: how right the label model is on the same records. */
  labelModel: number | undefined
}

/** How right a model is by how many records it learned from: whether more would help. */
export function trainingCurveChart(
  rows: readonly TrainingCurveRow[],
  { model, n, labelModel }: About,
): Chart<TrainingCurveRow> {
  const low = Math.min(labelModel ?? 1, ...rows.map(({ interval, accuracy }) => interval?.[0] ?? accuracy))
  const withInterval = rows.filter(({ interval }) => interval)
  return {
    title: 'Learning curve',
    told: told(rows, { model, n, labelModel }),
    rows,
    columns: [
      { title: 'Records', value: row => row.records, text: row => formatCount(row.records) },
      { title: 'Right', value: row => row.accuracy, text: row => formatProbability(row.accuracy) },
      { title: 'From', value: row => row.interval?.[0], text: row => formatProbability(row.interval![0]) },
      { title: 'To', value: row => row.interval?.[1], text: row => formatProbability(row.interval![1]) },
      { title: 'Log-loss', value: row => row.logLoss, text: row => row.logLoss.toFixed(3) },
    ],
    legend: [
      { label: model, colour: palette.main, dash: '' },
      ...(labelModel === undefined ? [] : [{ label: 'label model alone', colour: palette.faint, dash: '4 3' }]),
    ],
    height: 240,
    options: {
      marginRight: 16,
      x: {
        label: 'records it learned from',
        tickFormat: formatCount,
        ticks: 5,
        domain: [0, Math.max(1, ...rows.map(({ records }) => records))],
      },
      y: { domain: [Math.floor(low * 20) / 20, 1], label: 'share right', tickFormat: '.2f', ticks: 4, grid: true },
    },
    marks: plot => [
      ...(labelModel === undefined
        ? []
        : [plot.ruleY([labelModel], { stroke: palette.faint, strokeWidth: 1.5, strokeDasharray: '4 3' })]),
      plot.areaY(withInterval, {
        x: 'records',
        y1: row => row.interval![0],
        y2: row => row.interval![1],
        fill: palette.main,
        fillOpacity: 0.12,
      }),
      plot.line(rows, { x: 'records', y: 'accuracy', stroke: palette.main, strokeWidth: 2 }),
      plot.dot(rows, {
        x: 'records',
        y: 'accuracy',
        r: 4,
        fill: palette.main,
        stroke: palette.ground,
        title: tipOf,
        tip,
      }),
    ],
  }
}

const tipOf = ({ records, accuracy, interval, logLoss }: TrainingCurveRow): string =>
  [
    `${formatProbability(accuracy)} right, from ${formatCounted(records, 'record')}`,
    ...(interval ? [`95 % interval ${formatProbability(interval[0])}–${formatProbability(interval[1])}`] : []),
    `log-loss ${logLoss.toFixed(3)}`,
    'by a model that was made for this point alone',
  ].join('\n')

function told(rows: readonly TrainingCurveRow[], { model, n, labelModel }: About): string {
  const last = rows.at(-1)
  const half = rows.at(-2)
  if (!last) return `${model} has too few records to draw a curve.`
  const counted = `counted on ${formatCounted(n, 'gold record')}`
  const beaten =
    labelModel === undefined ? '' : ` The label model alone is right on ${formatProbability(labelModel)} of them.`
  if (!half) return `${model} is right on ${formatProbability(last.accuracy)}, ${counted}.${beaten}`
  const from = (row: TrainingCurveRow): string =>
    `${formatProbability(row.accuracy)} with ${formatCounted(row.records, 'record')}`
  return `${model} is right on ${from(half)} and ${from(last)}, ${counted}: ${trend(half, last)}.${beaten}`
}

/** By the log-loss, which moves before the accuracy does. */
function trend(half: TrainingCurveRow, last: TrainingCurveRow): string {
  if (last.logLoss < 0.98 * half.logLoss) return 'more records may well help'
  return last.logLoss > 1.02 * half.logLoss ? 'more records of this kind do harm' : 'more of the same hardly helps'
}
