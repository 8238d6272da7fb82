import type { ClassShares, LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { problem } from '../../../src-shared/errors.ts'
import { NONE, SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import type { Watching } from '../adapters/compute/compute.ts'
import type { TimedCrossFit } from '../adapters/compute/tasks.ts'
import { type CountedLfs, countLfs, type LfSummary } from '../core/analysis/lf-summary.ts'
import { evaluate as score } from '../core/analysis/metrics.ts'
import type { CrossFit } from '../core/label-models/cross-fit.ts'
import type { Project } from '../project.ts'
import { type FitRequest, fitTask, modelNamed, modelState } from './label-models.ts'
import { lfStatus } from './labeling-functions.ts'
import { maskNamed } from './record-filter.ts'
import { countStates, isLive, labelOf, type View, viewOf } from './view.ts'

/** A part of the records; all of them where nothing is named. */
export interface Part {
  split?: Split | undefined
  slice?: string | undefined
}

const lastCounts = new WeakMap<Project, CountedLfs>()

/** The LF table and the state counts, of everything, of one split or of one slice. */
export function report(project: Project, part: Part): Report {
  const view = viewOf(project)
  const rows = rowsOf(project, view, part)
  const { summaries: summary, counted } = countLfs(view.L, view.gold, rows, lastCounts.get(project))
  lastCounts.set(project, counted)
  const { fit } = view
  const lfs = view.lfs.map((lf, j): LfSummaryRow => {
    const accuracy = fit?.lfAccuracy[fit.lfVersions.indexOf(lf.used?.versionId ?? NONE)]
    return {
      name: lf.name,
      kind: lf.kind,
      version: (lf.used ?? lf.latest).version,
      status: lfStatus(view, lf),
      ...countsOf(view, summary[j]!),
      learnedAccuracy: accuracy === undefined || Number.isNaN(accuracy) ? undefined : accuracy,
    }
  })
  return {
    records: rows.reduce((count, kept) => count + kept, 0),
    covered: rows.reduce((count, kept, row) => count + (kept && view.votesPerRecord[row]! > 0 ? 1 : 0), 0),
    states: countStates(view, rows),
    lfs,
    stale: (modelState(project)?.staleBecause.length ?? 0) > 0,
  }
}

/** As it is told: classes by name. */
export const countsOf = ({ classNames }: View, { polarity, ...numbers }: LfSummary) => ({
  polarity: polarity.map(c => classNames[c]!),
  ...numbers,
})

/** The classes as the model estimates them, as they were given, and among gold and proposals. */
export function classShares(project: Project): ClassShares {
  const view = viewOf(project)
  const { fit, classNames } = view
  const counts = { gold: classNames.map(() => 0), pseudo: classNames.map(() => 0) }
  for (let row = 0; row < view.rowCount; row++) {
    const c = isLive(view, row) ? labelOf(view, row) : NONE
    if (c !== NONE) counts[view.gold[row]! >= 0 ? 'gold' : 'pseudo'][c]!++
  }
  const given = fit?.summary.givenBalance
  const isWhole = (shares: ArrayLike<number> | undefined) => shares?.length === classNames.length
  return {
    estimated: fit && isWhole(fit.classBalance) ? [...fit.classBalance] : undefined,
    given: isWhole(given) ? given : undefined,
    ...counts,
  }
}

const FOLDS = 5

/** The model's posterior in which no record was seen with its own gold. */
export function outOfSample(
  project: Project,
  view: View,
  request: FitRequest & { model: string },
  watching: Watching,
): Promise<TimedCrossFit> {
  const task = fitTask(project, view, modelNamed(request.model), request)
  return project.services.compute.crossFit({ kind: 'cross-fit', ...task, folds: FOLDS }, watching)
}

export function scores(view: View, { posterior, states }: Pick<CrossFit, 'posterior' | 'states'>, truth: Int8Array) {
  const { classNames } = view
  const { f1, ...numbers } = score({
    posterior,
    truth,
    states,
    votesPerRecord: view.votesPerRecord,
    classCount: classNames.length,
  })
  return { ...numbers, excluded: 0, f1: Object.fromEntries(classNames.map((name, c) => [name, f1[c] ?? null])) }
}

/** [n] 1 for the records of a part. */
export function rowsOf(project: Project, view: View, { split, slice }: Part): Uint8Array {
  const wanted = split ? SPLITS.indexOf(split) : undefined
  const mask = maskNamed(project, view, slice)
  const rows = new Uint8Array(view.rowCount)
  for (let row = 0; row < rows.length; row++) {
    const isIn = isLive(view, row) && (wanted === undefined || view.split[row] === wanted)
    if (isIn && (!mask || mask[row])) rows[row] = 1
  }
  return rows
}

export function refuseWithoutTruth(truth: Int8Array, against: 'gold' | 'reference', { split, slice }: Part): void {
  if (truth.some(c => c >= 0)) return
  const ofSplit = split ? ` of the split "${split}"` : ''
  throw problem('NO_TRUTH', { against, where: slice ? `${ofSplit} in the slice "${slice}"` : ofSplit })
}

/** [n] of the records of a part, or of all; NONE for the others. */
export function truthOf(project: Project, view: View, against: 'gold' | 'reference', part: Part = {}): Int8Array {
  const rows = rowsOf(project, view, part)
  const truth = against === 'gold' ? view.gold : view.reference
  return truth.map((c, row) => (rows[row] ? c : NONE))
}
