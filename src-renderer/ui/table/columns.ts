import type { Snippet } from 'svelte'

export interface Column<T> {
  id: string
  title: string
  /** Pixels; the least width of a column that grows. */
  width: number
  /** Share of the room that is left. */
  grow?: number
  align?: 'start' | 'end' | 'center'
  sortable?: boolean
  /** One sentence that explains the term in the header. */
  help?: string
  cell: Snippet<[row: T, index: number]>
  /** What stands under the column. */
  total?: string
}

export interface Sort {
  column: string
  descending: boolean
}

/** Columns as tracks of a CSS grid. */
export function gridTemplate(columns: readonly Pick<Column<never>, 'width' | 'grow'>[]): string {
  return columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`)).join(' ')
}

/** Pixels below which the table scrolls sideways. */
export function leastWidth(columns: readonly Pick<Column<never>, 'width'>[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0)
}

/** What a press on a header means: numbers begin with the largest, the second press turns the order around. */
export function nextSort(column: string, isNumeric: boolean, sort: Sort | undefined): Sort {
  if (sort?.column !== column) return { column, descending: isNumeric }
  return { column, descending: !sort.descending }
}

/** The row that a key leads to from the selected one; undefined for keys that do not move. */
export function rowAfterKey(
  key: string,
  selected: number | undefined,
  { rowCount, page, first }: { rowCount: number; page: number; first: number },
): number | undefined {
  if (rowCount === 0) return undefined
  const last = rowCount - 1
  if (key === 'Home') return 0
  if (key === 'End') return last
  const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page }[key]
  if (steps === undefined) return undefined
  if (selected === undefined) return Math.min(first, last)
  const wanted = selected + steps
  return Math.min(Math.max(wanted, 0), last)
}
