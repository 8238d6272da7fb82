import type { Suggestion } from '../../../src-shared/suggestions.ts'
import type { Example } from '../core/suggestions/suggest-input.ts'
import type { Project } from '../project.ts'
import type { View } from './view.ts'

/** Signs shown of an example, and of these before what was found, so that it is seen in one line. */
const LONGEST_EXAMPLE = 400
const BEFORE = 60

/** The part of the text that holds what was found. */
export function exampleOf(project: Project, view: View, { row, span }: Example): Suggestion['examples'] {
  const record = project.store.records.byRow(row)
  if (!record) return []
  const from = span ? beginningBefore(record.text, span[0]) : 0
  const before = from > 0 ? '…' : ''
  const text = before + record.text.slice(from, from + LONGEST_EXAMPLE)
  const spans: [number, number][] = span
    ? [[span[0] - from + before.length, Math.min(span[1] - from + before.length, text.length)]]
    : []
  return [{ id: record.id, text, spans, isNew: view.votesPerRecord[row] === 0 }]
}

/** Of a word, not too far before; the beginning of the text where that is near. */
function beginningBefore(text: string, at: number): number {
  if (at <= 1.5 * BEFORE) return 0
  const blank = text.indexOf(' ', at - BEFORE)
  return blank >= 0 && blank < at ? blank + 1 : at - BEFORE
}

export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 2; ; number++) if (!taken.has(`${name}_${number}`)) return `${name}_${number}`
}
