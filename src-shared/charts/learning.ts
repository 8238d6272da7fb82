import { formatCount, formatCounted, formatProbability } from '../numbers.ts'
import { tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

export interface LearningRow {
  reviews: number
  right: number
  accuracy: number
  interval: readonly [number, number]
}

/** Accuracy by how many reviews the model had to learn from. */
export function learningChart(
  rows: readonly LearningRow[],
  { model, n }: { model: string; n: number },
): Chart<LearningRow> {
  const low = Math.min(1, ...rows.map(row => row.interval[0]))
  return {
    title: 'What reviews have taught it',
    told: told(rows, model, n),
    rows,
    columns: [
      { title: 'Reviews', value: row => row.reviews, text: row => formatCount(row.reviews) },
      { title: 'Right', value: row => row.right, text: row => formatCount(row.right) },
      { title: 'Accuracy', value: row => row.accuracy, text: row => formatProbability(row.accuracy) },
      { title: 'From', value: row => row.interval[0], text: row => formatProbability(row.interval[0]) },
      { title: 'To', value: row => row.interval[1], text: row => formatProbability(row.interval[1]) },
    ],
    height: 220,
    options: {
      marginRight: 16,
      x: {
        label: 'reviews it learned from',
        tickFormat: formatCount,
        ticks: 5,
        domain: [0, Math.max(1, ...rows.map(row => row.reviews))],
      },
      y: { domain: [Math.floor(low * 20) / 20, 1], label: 'accuracy', tickFormat: '.2f', ticks: 4, grid: true },
    },
    marks: plot => [
      plot.areaY(rows, {
        x: 'reviews',
        y1: row => row.interval[0],
        y2: row => row.interval[1],
        fill: palette.main,
        fillOpacity: 0.12,
      }),
      plot.line(rows, { x: 'reviews', y: 'accuracy', stroke: palette.main, strokeWidth: 2 }),
      plot.dot(rows, {
        x: 'reviews',
        y: 'accuracy',
        r: 4,
        fill: palette.main,
        stroke: palette.ground,
        title: row =>
          `${formatProbability(row.accuracy)} after ${formatCounted(row.reviews, 'review')}\n` +
          `95 % interval ${formatProbability(row.interval[0])}–${formatProbability(row.interval[1])}\n` +
          `${formatCount(row.right)} of ${formatCount(n)} right, by a fit that was made for this point alone`,
        tip,
      }),
    ],
  }
}

function told(rows: readonly LearningRow[], model: string, n: number): string {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return `${model} has learned from no review yet.`
  const overlap = first.interval[1] >= last.interval[0] && last.interval[1] >= first.interval[0]
  return (
    `${model} is right on ${formatProbability(first.accuracy)} without a review and on ${formatProbability(last.accuracy)} ` +
    `after ${formatCounted(last.reviews, 'review')}, counted on the same ${formatCounted(n, 'record')}` +
    `${overlap ? '; the intervals overlap, so this may be chance' : ''}.`
  )
}
