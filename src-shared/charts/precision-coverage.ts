import { formatCount, formatProbability, formatShare } from '../numbers.ts'
import type { Chart } from './chart.ts'
import { tip } from './chart.ts'
import { palette, seriesColours, seriesDashes } from './palette.ts'

export interface KeptRow {
  model: string
  /** Proposals with at least this probability. */
  threshold: number
  kept: number
  right: number
  /** Of all scored records. */
  coverage: number
  precision: number
}

export interface KeptCurve {
  model: string
  /** At each threshold from 0 to 1 in equal steps. */
  kept: readonly { kept: number; right: number }[]
}

/** How right the proposals are that a threshold keeps, against how many of the scored records those are. */
export function precisionCoverageChart(
  curves: readonly KeptCurve[],
  { n, chosen, threshold }: { n: number; chosen: string; threshold: number },
): Chart<KeptRow> {
  const rows = curves.flatMap(({ model, kept }) => keptRows(model, kept, n))
  const own = rows.filter(row => row.model === chosen)
  const at = own.find(row => row.threshold >= threshold)
  const models = curves.map(({ model }) => model)
  const low = Math.min(1, ...rows.map(row => row.precision))
  const from = Math.max(0, Math.floor(low * 10 - 0.5) / 10)
  return {
    title: 'Precision against coverage',
    told: told(at, chosen, threshold, n),
    rows,
    columns: [
      { title: 'Model', value: row => row.model },
      { title: 'Threshold', value: row => row.threshold, text: row => row.threshold.toFixed(2) },
      { title: 'Kept', value: row => row.kept, text: row => formatCount(row.kept) },
      { title: 'Coverage', value: row => row.coverage, text: row => formatShare(row.coverage, 1) },
      { title: 'Right', value: row => row.right, text: row => formatCount(row.right) },
      { title: 'Precision', value: row => row.precision, text: row => formatProbability(row.precision) },
    ],
    legend: models.map(model => ({ label: model, ...lookOf(model, models, chosen) })),
    height: 220,
    options: {
      marginRight: 16,
      x: { domain: [0, 1], label: 'share of the scored records that is kept', tickFormat: '.0%', ticks: 5 },
      y: { domain: [from, 1], label: 'precision', tickFormat: '.2f', ticks: 4, grid: true },
    },
    marks: plot => [
      ...models.map(model =>
        plot.line(
          rows.filter(row => row.model === model),
          {
            x: 'coverage',
            y: 'precision',
            stroke: lookOf(model, models, chosen).colour,
            strokeWidth: model === chosen ? 2 : 1.5,
            strokeDasharray: lookOf(model, models, chosen).dash,
          },
        ),
      ),
      plot.dot(rows, {
        x: 'coverage',
        y: 'precision',
        r: 6,
        fill: 'transparent',
        title: row =>
          `${row.model}, at least ${row.threshold.toFixed(2)}\n` +
          `keeps ${formatCount(row.kept)} of ${formatCount(n)} (${formatShare(row.coverage)})\n` +
          `${formatProbability(row.precision)} right (${formatCount(row.right)} of ${formatCount(row.kept)})`,
        tip,
      }),
      ...(at
        ? [
            plot.ruleX([at.coverage], { stroke: palette.main, strokeDasharray: '2 3' }),
            plot.dot([at], {
              x: 'coverage',
              y: 'precision',
              r: 6,
              fill: palette.main,
              stroke: palette.ground,
              strokeWidth: 2,
              pointerEvents: 'none',
            }),
          ]
        : []),
    ],
  }
}

/** How a model's line is drawn: the chosen one has the accent. */
export function lookOf(model: string, models: readonly string[], chosen: string): { colour: string; dash: string } {
  if (model === chosen) return { colour: palette.main, dash: '' }
  const series = 1 + models.filter(one => one !== chosen).indexOf(model)
  return { colour: seriesColours[series % seriesColours.length]!, dash: seriesDashes[series % seriesDashes.length]! }
}

/** Thresholds that keep the same are told once, by the highest. */
function keptRows(model: string, kept: KeptCurve['kept'], n: number): KeptRow[] {
  return kept.flatMap((one, step) => {
    if (one.kept === 0 || kept[step + 1]?.kept === one.kept) return []
    const threshold = step / (kept.length - 1)
    return [{ model, threshold, ...one, coverage: one.kept / n, precision: one.right / one.kept }]
  })
}

function told(at: KeptRow | undefined, chosen: string, threshold: number, n: number): string {
  if (!at) return `${chosen} has no proposal with at least ${threshold.toFixed(2)}, so nothing would be kept.`
  return (
    `With at least ${threshold.toFixed(2)}, ${chosen} keeps ${formatCount(at.kept)} of ${formatCount(n)} scored records ` +
    `(${formatShare(at.coverage)}); ${formatProbability(at.precision)} of these are right.`
  )
}
