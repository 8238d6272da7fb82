import { problem } from '../../../src-shared/errors.ts'
import type { JudgedModel, JudgedRecords } from '../../../src-shared/records.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Judged } from '../core/analysis/model-quality.ts'
import { binOfProbability } from '../core/analysis/reliability.ts'
import type { Project } from '../project.ts'
import { classIndex, type View } from './view.ts'

/** What was said of the records on which models were judged, so that each number opens exactly those it counts. */
export interface KeptJudgement {
  models: ReadonlyMap<JudgedModel, Judged>
  /** [n] LFs that voted a class at that time. */
  votesPerRecord: Uint16Array
}

const kept = new WeakMap<Project, KeptJudgement & { number: number }>()

export const keepJudged = (project: Project, judgement: KeptJudgement): void =>
  void kept.set(project, { ...judgement, number: judgedNumber(project) + 1 })

/** Grows with every judgement: what was found by an older one is to be found anew. */
export const judgedNumber = (project: Project): number => kept.get(project)?.number ?? 0

/** Whether a record is among those judged that the filter names. */
export function judgedTest(project: Project, view: View, filter: JudgedRecords): (row: number) => boolean {
  const judgement = kept.get(project)
  const model = judgement?.models.get(filter.model)
  if (!judgement || !model) throw problem('JUDGEMENT_GONE')
  const { truth, proposed, confidence } = model
  const right = filter.truth === undefined ? undefined : classIndex(view, filter.truth)
  const wanted =
    filter.proposed === undefined ? undefined : filter.proposed === null ? NONE : classIndex(view, filter.proposed)
  const isReached = (row: number) => judgement.votesPerRecord[row]! > 0 || proposed[row] !== NONE
  return row => {
    // Records that came later were not judged.
    if (row >= truth.length || truth[row]! < 0) return false
    if (right !== undefined && truth[row] !== right) return false
    if (wanted !== undefined && proposed[row] !== wanted) return false
    if (filter.right !== undefined && (proposed[row] === NONE || (proposed[row] === truth[row]) !== filter.right))
      return false
    if (filter.atLeast !== undefined && (proposed[row] === NONE || confidence[row]! < filter.atLeast)) return false
    if (filter.reached !== undefined && isReached(row) !== filter.reached) return false
    return !filter.bin || binOfProbability(confidence[row]!, filter.bin.of) === filter.bin.index
  }
}
