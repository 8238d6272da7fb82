import { ABSTAIN, FAULT, NONE, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../core/label-matrix.ts'

const marks: Record<string, number> = { '.': ABSTAIN, '?': UNSEEN, '!': FAULT }

/**
 * A label matrix as on paper: one line per record, one cell per LF, separated by spaces.
 * A digit is a class, `.` abstains, `?` has not run, `!` failed.
 */
export function votes(classCount: number, paper: string): LabelMatrix {
  const rows = paper
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => line.split(/\s+/))
  const recordCount = rows.length
  const lfCount = rows[0]?.length ?? 0
  const matrix = new Int8Array(lfCount * recordCount)
  rows.forEach((row, i) => {
    if (row.length !== lfCount) throw new RangeError(`line ${i + 1} has ${row.length} cells, the first has ${lfCount}`)
    row.forEach((cell, j) => {
      matrix[j * recordCount + i] = voteOf(cell, classCount)
    })
  })
  return { votes: matrix, recordCount, lfCount, classCount }
}

/** Gold as on paper: `gold('0 . 1')`; `.` is NONE. */
export const gold = (paper: string): Int8Array =>
  Int8Array.from(paper.trim().split(/\s+/), cell => (cell === '.' ? NONE : Number(cell)))

function voteOf(cell: string, classCount: number): number {
  const vote = marks[cell] ?? Number(cell)
  if (!Number.isInteger(vote) || vote >= classCount)
    throw new RangeError(`"${cell}" is no vote of ${classCount} classes`)
  return vote
}
