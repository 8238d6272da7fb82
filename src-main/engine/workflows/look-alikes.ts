import { problem } from '../../../src-shared/errors.ts'
import { type LookAlikes, MOST_ALIKE } from '../../../src-shared/review.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { hashOf } from '../adapters/store/records.ts'
import { folded, resemblance, shinglesOf } from '../core/near-duplicates/shingles.ts'
import type { Project } from '../project.ts'
import { candidateTest } from './queue.ts'
import { isLive, labelOf, viewOf } from './view.ts'

/** Records that share rare words with one; they are compared in full. */
const COMPARED = 400
/** From here on two texts look alike, so that one answer may do for both. */
const ALIKE = 0.5
/** From here on it helps to see what was decided. */
const SIMILAR = 0.12
const MOST_REVIEWED = 4

/** Records that read like this one: those that wait, and what was decided on others. */
export function lookAlikes(
  project: Project,
  { id, ...queue }: { id: string; split?: Split | undefined; slice?: string | undefined },
): LookAlikes {
  const { records } = project.store
  const record = records.byId(id)
  if (!record) throw problem('RECORD_UNKNOWN', { recordId: id })
  const view = viewOf(project)
  const text = folded(record.text)
  const isAskable = candidateTest(project, view, queue)
  const pieces = shinglesOf(text)
  const found = records
    .sharing([...new Set(text.split(' '))], COMPARED)
    .filter(row => row !== record.row && isLive(view, row))
    .map(row => records.byRow(row)!)
    .map(other => ({ other, likeness: resemblance(pieces, shinglesOf(folded(other.text))) }))
    .sort((a, b) => b.likeness - a.likeness || a.other.row - b.other.row)
  const shown = ({ other, likeness }: (typeof found)[number]) => ({
    id: other.id,
    text: other.text.slice(0, 300),
    label: view.classNames[labelOf(view, other.row)],
    likeness,
  })
  return {
    waiting: found
      .filter(({ other, likeness }) => likeness >= ALIKE && isAskable(other.row))
      .slice(0, MOST_ALIKE)
      .map(each => ({ ...shown(each), textHash: hashOf(each.other.text) })),
    reviewed: found
      .filter(({ other, likeness }) => likeness >= SIMILAR && view.gold[other.row]! >= 0)
      .slice(0, MOST_REVIEWED)
      .map(each => ({ ...shown(each), label: view.classNames[view.gold[each.other.row]!]! })),
  }
}
