import type { QueueItem } from '../../../../src-shared/queue.ts'

/** The queue as the annotator walks along it. */
export interface Line {
  items: readonly QueueItem[]
  /** Index of the record that is on the screen. */
  at: number
}

export const emptyLine: Line = { items: [], at: 0 }

/** The record was decided: the one behind it takes its place; behind the last one come those that were passed over. */
export function without(line: Line, id: string): Line {
  const index = line.items.findIndex(item => item.id === id)
  if (index < 0) return line
  const items = line.items.filter(item => item.id !== id)
  const at = index < line.at ? line.at - 1 : line.at
  return { items, at: at < items.length ? at : 0 }
}

/** As in `without`, the other way round: the record is on the screen again, and the one that was there comes next. */
export function withFirst(line: Line, item: QueueItem): Line {
  const rest = without(line, item.id)
  return { items: [...rest.items.slice(0, rest.at), item, ...rest.items.slice(rest.at)], at: rest.at }
}

export function moved(line: Line, by: number): Line {
  return { items: line.items, at: Math.min(Math.max(line.at + by, 0), Math.max(0, line.items.length - 1)) }
}

/**
 * The queue in a newer ranking. The record on the screen stays there, wherever it ranks now: a person may have begun to
 * read it. What was passed over stays before it, and the best of the rest come next.
 */
export function renewed(line: Line, fresh: readonly QueueItem[]): Line {
  const shown = line.items[line.at]
  if (!shown) return { items: fresh, at: 0 }
  const byId = new Map(fresh.map(item => [item.id, item]))
  const passed = line.items.slice(0, line.at).filter(item => byId.has(item.id))
  const before = new Set([...passed.map(item => item.id), shown.id])
  const rest = fresh.filter(item => !before.has(item.id))
  return { items: [...passed, byId.get(shown.id) ?? shown, ...rest], at: passed.length }
}
