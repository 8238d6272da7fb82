import type { KeyedContents } from '../adapters/compute/tasks.ts'
import type { RecordContent } from '../core/features/record-content.ts'
import type { Project } from '../project.ts'
import type { View } from './view.ts'

export const contentsOf = (project: Project, view: View): KeyedContents => ({
  key: `${project.id}:${project.store.settings.revisions().records}`,
  read: () => ({ records: recordContents(project, view) }),
})

/** [n] blank for deleted ones. */
export function recordContents({ store }: Project, { rowCount }: View): RecordContent[] {
  const contents = Array.from({ length: rowCount }, (): RecordContent => BLANK)
  for (const batch of store.records.batches(0, rowCount)) {
    for (const { row, text, fields } of batch) {
      contents[row] = { text, fields: JSON.parse(fields) as RecordContent['fields'] }
    }
  }
  return contents
}

const BLANK: RecordContent = { text: '', fields: {} }

/** 1 … 2³² − 1; the same for the same content (FNV-1a). */
export function hashOfContent({ text, fields }: RecordContent): number {
  let hash = 0x811c9dc5
  const said = `${text}\n${JSON.stringify(fields)}`
  for (let at = 0; at < said.length; at++) hash = Math.imul(hash ^ said.charCodeAt(at), 0x01000193)
  return hash >>> 0 || 1
}
