import { UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { ApplyOptions } from '../adapters/sandbox/sandbox.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import type { JobHandle, Project } from '../project.ts'
import { isLive, type View } from './view.ts'

/** Rows of records that are there and that a function has not run on. */
export function unseenRows(view: View, column: Int8Array): Int32Array {
  const rows: number[] = []
  for (let row = 0; row < column.length; row++) if (column[row] === UNSEEN && isLive(view, row)) rows.push(row)
  return Int32Array.from(rows)
}

/** The records of these rows, in batches. */
export function* recordsOf(project: Project, rows: Int32Array): Generator<StoredRecord[]> {
  if (rows.length === 0) return
  let at = 0
  for (const batch of project.store.records.batches(rows[0]!, rows.at(-1)! + 1)) {
    const wanted = batch.filter(record => record.row === rows[at] && ++at)
    if (wanted.length > 0) yield wanted
  }
}

/** A job that runs over these rows says how far it is, and ends when it is cancelled. */
export const progressOver = (rows: Int32Array, job: JobHandle): Pick<ApplyOptions, 'signal' | 'onProgress'> => ({
  signal: job.signal,
  onProgress: done =>
    job.progress(done / rows.length, `${done.toLocaleString('en')} of ${rows.length.toLocaleString('en')} records`),
})
