import { csvCell } from '../csv-cell.ts'
import type { Chart } from './chart.ts'

/** The rows behind a picture as CSV: the values as they are, empty where there is no evidence. */
export function chartCsv<Row>({ columns, rows }: Pick<Chart<Row>, 'columns' | 'rows'>): string {
  const lines = [
    columns.map(column => column.title),
    ...rows.map(row => columns.map(({ value }) => String(value(row) ?? ''))),
  ]
  return lines.map(cells => `${cells.map(csvCell).join(',')}\n`).join('')
}

/** "Precision and coverage" → "precision-and-coverage.svg". */
export const chartFileName = (title: string, ending: string): string =>
  `${
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'chart'
  }.${ending}`
