import { problem } from '../../../src-shared/errors.ts'
import { type LookAlikes, MOST_ALIKE } from '../../../src-shared/review.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { hashOf, type StoredRecord } from '../adapters/store/records.ts'
import { folded, resemblance, shinglesOf } from '../core/near-duplicates/shingles.ts'
import type { Project } from '../project.ts'
import { candidateTest } from './queue.ts'
import { labelOf, viewOf } from './view.ts'

/** Records that share rare words with one; they are compared in full. */
const COMPARED = 400
/** From here on two texts look alike, so that one answer may do for both. */
const ALIKE = 0.5
/** From here on it helps to see what was decided. */
const SIMILAR = 0.12
const MOST_REVIEWED = 4
/** As many as come in advance, and a few that were gone back to. */
const REMEMBERED = 32

interface Similar {
  row: number
  likeness: number
}

const remembered = new WeakMap<Project, { records: number; byRow: Map<number, Similar[]> }>()

/** Records that read like this one: those that wait, and what was decided on others. */
export function lookAlikes(
  project: Project,
  { id, ...queue }: { id: string; split?: Split | undefined; slice?: string | undefined },
): LookAlikes {
  const record = project.store.records.byId(id)
  if (!record) throw problem('RECORD_UNKNOWN', { recordId: id })
  const view = viewOf(project)
  const isAskable = candidateTest(project, view, queue)
  const found = similarTo(project, record)
  const shown = ({ row, likeness }: Similar) => {
    const { id, text } = project.store.records.byRow(row)!
    return {
      id,
      text: text.slice(0, 300),
      textHash: hashOf(text),
      label: view.classNames[labelOf(view, row)],
      likeness,
    }
  }
  return {
    waiting: found
      .filter(({ row, likeness }) => likeness >= ALIKE && isAskable(row))
      .slice(0, MOST_ALIKE)
      .map(shown),
    reviewed: found
      .filter(({ row }) => view.gold[row]! >= 0)
      .slice(0, MOST_REVIEWED)
      .map(each => ({ ...shown(each), label: view.classNames[view.gold[each.row]!]! })),
  }
}

/** The most alike first. Kept for a few records, because it is asked again after each decision, which changes no text. */
function similarTo(project: Project, record: StoredRecord): Similar[] {
  const { records } = project.store.settings.revisions()
  const known = remembered.get(project)
  const byRow = known?.records === records ? known.byRow : new Map<number, Similar[]>()
  remembered.set(project, { records, byRow })
  const found = byRow.get(record.row) ?? compareAll(project, record)
  byRow.set(record.row, found)
  if (byRow.size > REMEMBERED) byRow.delete(byRow.keys().next().value!)
  return found
}

function compareAll({ store: { records } }: Project, { row, text }: StoredRecord): Similar[] {
  const own = folded(text)
  const pieces = shinglesOf(own)
  return records
    .sharing([...new Set(own.split(' '))], COMPARED)
    .filter(other => other !== row)
    .map(other => ({ row: other, likeness: resemblance(pieces, shinglesOf(folded(records.byRow(other)!.text))) }))
    .filter(({ likeness }) => likeness >= SIMILAR)
    .sort((a, b) => b.likeness - a.likeness || a.row - b.row)
}
