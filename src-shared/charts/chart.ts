import type * as Library from '@observablehq/plot'
import { palette } from './palette.ts'

/** The drawing library, handed in: screens load it with the first picture, the engine with the first report. */
export type Plot = typeof Library

export interface ChartColumn<Row> {
  title: string
  /** Numbers as they are, for the CSV; nothing where there is no evidence. */
  value: (row: Row) => string | number | undefined
  /** How a table writes it, where that is not the value itself. */
  text?: (row: Row) => string
}

export interface LegendEntry {
  label: string
  colour: string
  /** Of lines, as `stroke-dasharray` has it; '' for a full line, absent for areas. */
  dash?: string
}

/**
 * A picture and what is behind it, as a pure function of its data: drawn by screens and by the report alike. Colours are
 * those of `palette.ts`, so that a picture follows the theme without being drawn again.
 */
export interface Chart<Row> {
  title: string
  /** What the picture shows, in one sentence, with its n: read by those who do not see it. */
  told: string
  /** What the picture was drawn from: the table behind it. A mark may stand for one of them (see `standsForRow`). */
  rows: readonly Row[]
  columns: readonly ChartColumn<Row>[]
  /** What the colours mean, where there are several; a line has its dash. */
  legend?: readonly LegendEntry[]
  /** Pixels, known before it is drawn, so that nothing jumps. */
  height: number
  marks: (plot: Plot, width: number) => Library.Markish[]
  /** Scales, margins and so on. */
  options?: Omit<Library.PlotOptions, 'marks' | 'width' | 'height' | 'document'>
}

/** The attribute of an element in the picture that says which row it stands for. */
export const ROW_ATTRIBUTE = 'data-row'

/** The library binds each element to the index of its datum. */
type Bound = Element & { __data__?: number }

/**
 * To be spread into the options of a mark: each of its elements stands for one row of the chart, so that a click on it can
 * open what the row counts. `rowAt` gives the row of a datum of the mark; without it they are the same.
 */
export function standsForRow(rowAt: (index: number) => number = index => index): { render: Library.RenderFunction } {
  return {
    render(index, scales, values, dimensions, context, next) {
      const group = next!(index, scales, values, dimensions, context)
      for (const element of (group?.children ?? []) as Iterable<Bound>) {
        const { __data__: datum } = element
        if (datum !== undefined) element.setAttribute(ROW_ATTRIBUTE, String(rowAt(datum)))
      }
      return group
    },
  }
}

/** The look of what is told of a mark while the pointer is near; its words are the mark's `title`. */
export const tip = { pointer: 'xy', lineHeight: 1.45, textPadding: 10, stroke: palette.line } as const

/** The cell of a table. */
export function cellText<Row>({ value, text }: ChartColumn<Row>, row: Row): string {
  const plain = value(row)
  if (plain === undefined) return 'n/a'
  return text ? text(row) : String(plain)
}

export const isNumeric = <Row>({ value }: ChartColumn<Row>, rows: readonly Row[]): boolean =>
  rows.length > 0 &&
  rows.every(row => typeof (value(row) ?? 0) === 'number') &&
  rows.some(row => value(row) !== undefined)

const MOST_LETTERS = 20

/** A name as it stands beside an axis; its tip has it whole. */
export const shortened = (name: string): string => {
  const letters = [...name]
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : name
}
