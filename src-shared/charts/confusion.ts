import { formatCount, formatCounted, formatShare } from '../numbers.ts'
import { shortened, standsForRow, tip, type Chart } from './chart.ts'
import { palette } from './palette.ts'

export interface ConfusionCell {
  truth: string
  /** null: the model proposes no class. */
  proposed: string | null
  count: number
  /** Of the records that are of this class in truth; absent where there is none. */
  share: number | undefined
}

const NONE = 'no class'
/** Beyond so many classes the numbers do not fit into their cells. */
const MOST_NUMBERED = 12
/** Pixels: of a letter, and of all names side by side under the picture. */
const LETTER = 6.5
const ROOM = 400

/** What records are in truth against what a model proposes; `confusion` is [k][k + 1], without a proposal last. */
export function confusionChart(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
  { model, truth }: { model: string; truth: string },
): Chart<ConfusionCell> {
  const columns = [...classes, NONE]
  const rows = confusion.flatMap((counts, r) => {
    const all = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count, c) => ({
      truth: classes[r]!,
      proposed: classes[c] ?? null,
      count,
      share: all === 0 ? undefined : count / all,
    }))
  })
  const place = ({ truth, proposed }: ConfusionCell) => ({ x: proposed ?? NONE, y: truth })
  const widest = LETTER * Math.max(...columns.map(name => shortened(name).length))
  const isTight = widest > ROOM / columns.length
  return {
    title: 'What is taken for what',
    told: told(rows, model, truth),
    rows,
    columns: [
      { title: `Is (${truth})`, value: row => row.truth },
      { title: 'Proposed as', value: row => row.proposed ?? NONE },
      { title: 'Records', value: row => row.count, text: row => formatCount(row.count) },
      { title: 'Share of its class', value: row => row.share, text: row => formatShare(row.share!, 1) },
    ],
    height: Math.max(160, Math.min(480, 70 + classes.length * 44)),
    options: {
      marginLeft: 24 + widest,
      marginRight: 8,
      padding: 0.04,
      x: {
        type: 'band',
        domain: columns,
        label: 'proposed',
        tickSize: 0,
        tickRotate: isTight ? -30 : 0,
        tickFormat: shortened,
      },
      y: { type: 'band', domain: [...classes], label: truth, tickSize: 0, tickFormat: shortened },
      ...(isTight ? { marginBottom: 32 + widest / 2 } : {}),
    },
    marks: plot => [
      plot.cell(rows, {
        x: row => place(row).x,
        y: row => place(row).y,
        fill: row => (row.count === 0 ? palette.line : row.truth === row.proposed ? palette.main : palette.bad),
        fillOpacity: row => (row.count === 0 ? 0.12 : 0.1 + 0.55 * (row.share ?? 0)),
        rx: 3,
        title: cellWords,
        tip,
        ...standsForRow(),
      }),
      ...(classes.length > MOST_NUMBERED
        ? []
        : [
            plot.text(rows, {
              x: row => place(row).x,
              y: row => place(row).y,
              text: row => formatCount(row.count),
              fill: row => (row.count === 0 ? palette.faint : palette.text),
              fontSize: 13,
              pointerEvents: 'none',
            }),
          ]),
    ],
  }
}

const cellWords = ({ truth, proposed, count, share }: ConfusionCell): string =>
  `${formatCounted(count, 'record')} of ${truth}\nproposed as ${proposed ?? NONE}` +
  (share === undefined ? '' : `\n${formatShare(share, 1)} of its class`)

function told(rows: readonly ConfusionCell[], model: string, truth: string): string {
  const n = rows.reduce((sum, row) => sum + row.count, 0)
  if (n === 0) return `${model}: no record with ${truth} to score.`
  const right = rows.reduce((sum, row) => sum + (row.truth === row.proposed ? row.count : 0), 0)
  const worst = rows.filter(row => row.truth !== row.proposed).toSorted((a, b) => b.count - a.count)[0]
  const often =
    worst && worst.count > 0
      ? ` Most often wrong: ${worst.truth} taken for ${worst.proposed ?? NONE} (${formatCount(worst.count)}).`
      : ''
  return `${model} proposes the right class of ${formatCount(right)} of ${formatCounted(n, 'record')} with ${truth}.${often}`
}
