import { formatCount, formatCounted, formatShare } from '../numbers.ts'
import { type Chart, tip } from './chart.ts'
import { palette, seriesColours, seriesDashes } from './palette.ts'

/** Accuracy after so many reviews, as a strategy of the queue came to it. */
export interface LearningPoint {
  strategy: string
  runs: number
  reviews: number
  mean: number
  /** 95 % interval over the runs; absent with one run. */
  interval?: readonly [number, number] | undefined
}

/** How accuracy grows with reviews, a line for each strategy, with a band over its runs. */
export function learningCurvesChart(points: readonly LearningPoint[], told: string): Chart<LearningPoint> {
  const strategies = [...new Set(points.map(({ strategy }) => strategy))]
  const lookOf = (strategy: string) => strategies.indexOf(strategy) % seriesColours.length
  const bounds = points.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])
  const last = points.reduce((most, { reviews }) => Math.max(most, reviews), 0)
  return {
    title: 'Accuracy by reviews',
    told,
    rows: points,
    columns: [
      { title: 'Strategy', value: row => row.strategy },
      { title: 'Reviews', value: row => row.reviews, text: row => formatCount(row.reviews) },
      { title: 'Accuracy', value: row => row.mean, text: row => formatShare(row.mean, 1) },
      { title: 'From', value: row => row.interval?.[0], text: row => formatShare(row.interval![0], 1) },
      { title: 'To', value: row => row.interval?.[1], text: row => formatShare(row.interval![1], 1) },
      { title: 'Runs', value: row => row.runs, text: row => formatCount(row.runs) },
    ],
    height: 340,
    options: {
      marginRight: 120,
      x: { label: 'reviews', domain: [0, Math.max(1, last)], ticks: 6 },
      y: { label: 'accuracy', domain: domainOf(bounds), tickFormat: '.0%', ticks: 5, grid: true },
      color: { domain: strategies, range: strategies.map(strategy => seriesColours[lookOf(strategy)]!) },
    },
    marks: plot => [
      plot.areaY(
        points.filter(({ interval }) => interval),
        {
          x: 'reviews',
          y1: row => row.interval![0],
          y2: row => row.interval![1],
          z: 'strategy',
          fill: 'strategy',
          fillOpacity: 0.12,
          clip: true,
        },
      ),
      ...strategies.map(strategy =>
        plot.line(
          points.filter(row => row.strategy === strategy),
          {
            x: 'reviews',
            y: 'mean',
            stroke: 'strategy',
            strokeWidth: 2,
            strokeDasharray: seriesDashes[lookOf(strategy)],
          },
        ),
      ),
      plot.dot(points, {
        x: 'reviews',
        y: 'mean',
        fill: 'strategy',
        r: 2.5,
        title: row =>
          `${row.strategy}: ${formatShare(row.mean, 1)}${range(row)}\n${formatCounted(row.reviews, 'review')}`,
        tip,
      }),
      plot.text(ends(points, bounds), {
        x: 'reviews',
        y: 'at',
        text: 'strategy',
        textAnchor: 'start',
        dx: 10,
        fill: palette.text,
      }),
    ],
  }
}

const range = ({ interval }: LearningPoint): string =>
  interval ? `, 95 % interval ${formatShare(interval[0], 1)} to ${formatShare(interval[1], 1)}` : ''

/** As wide as what is shown, with some room, and never outside 0..1. */
function domainOf(bounds: readonly number[]): [number, number] {
  if (bounds.length === 0) return [0, 1]
  const low = Math.min(...bounds)
  const high = Math.max(...bounds)
  const room = Math.max(0.01, 0.06 * (high - low))
  return [Math.max(0, low - room), Math.min(1, high + room)]
}

/** Words at the ends of the lines, moved apart where they would lie on each other. */
function ends(
  points: readonly LearningPoint[],
  bounds: readonly number[],
): { strategy: string; reviews: number; at: number }[] {
  const [low, high] = domainOf(bounds)
  const apart = (high - low) / 18
  const last = [...Map.groupBy(points, ({ strategy }) => strategy).values()]
    .map(rows => rows.at(-1)!)
    .sort((a, b) => b.mean - a.mean)
  let under = Infinity
  return last.map(({ strategy, reviews, mean }) => {
    under = Math.min(mean, under - apart)
    return { strategy, reviews, at: under }
  })
}
