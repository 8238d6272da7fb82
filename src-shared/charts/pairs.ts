import type { Chart } from './chart.ts'
import { palette } from './palette.ts'

export interface PairCell {
  row: string
  column: string
  /** −1 to 1; absent where there is nothing to tell. */
  value: number | undefined
  text: string
}

interface Matrix<Row> {
  title: string
  told: string
  names: readonly string[]
  cells: readonly PairCell[]
  /** Large values are a reason to worry. */
  isBad: boolean
  rows: Chart<Row>['rows']
  columns: Chart<Row>['columns']
}

/** A cell with less room has no number. */
const NUMBERED = 28
const LARGEST = 40
const SMALLEST = 10
const LETTER = 6.4

/** Pixels of a side: cells are square. */
const sideOf = (count: number): number => Math.max(SMALLEST, Math.min(LARGEST, Math.floor(1600 / Math.max(1, count))))

const longest = (names: readonly string[]): number =>
  Math.min(220, 16 + LETTER * Math.max(0, ...names.map(name => name.length)))

export const pairsWidth = (names: readonly string[]): number =>
  longest(names) + sideOf(names.length) * names.length + 12

/** Each LF against each other, as the file of a picture has it; the screen draws so many cells on a canvas. */
export function pairsChart<Row>({ title, told, names, cells, isBad, rows, columns }: Matrix<Row>): Chart<Row> {
  const side = sideOf(names.length)
  const margin = longest(names)
  const shown = cells.filter(({ row, column, value }) => row !== column && value !== undefined)
  const strength = ({ value = 0 }: PairCell) => Math.min(1, Math.abs(value))
  const above = isBad ? palette.bad : palette.main
  return {
    title,
    told,
    rows,
    columns,
    height: margin + side * names.length + 8,
    options: {
      marginLeft: margin,
      marginTop: margin,
      marginRight: 12,
      marginBottom: 8,
      padding: 0.03,
      x: { type: 'band', domain: [...names], axis: 'top', label: null, tickSize: 0, tickRotate: -90 },
      y: { type: 'band', domain: [...names], label: null, tickSize: 0 },
    },
    marks: plot => [
      plot.cell(cells, {
        x: 'column',
        y: 'row',
        fill: ({ row, column }: PairCell) => (row === column ? palette.line : palette.grid),
      }),
      plot.cell(shown, {
        x: 'column',
        y: 'row',
        fill: ({ value = 0 }: PairCell) => (value < 0 ? palette.warn : above),
        fillOpacity: strength,
      }),
      ...(side < NUMBERED
        ? []
        : [
            plot.text(shown, {
              x: 'column',
              y: 'row',
              text: 'text',
              fill: (cell: PairCell) => (strength(cell) > 0.55 ? palette.ground : palette.text),
            }),
          ]),
    ],
  }
}
