import { proposerOf } from '../../../src-shared/label-models.ts'
import {
  HISTOGRAM_BINS,
  type ReviewCurve,
  type ModelJudgement,
  type ModelQuality,
  THRESHOLD_STEPS,
} from '../../../src-shared/model-quality.ts'
import type { JudgedModel } from '../../../src-shared/records.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import {
  confusionCounts,
  countAtLeast,
  type Judged,
  judged,
  keptAt,
  outcomeHistogram,
} from '../core/analysis/model-quality.ts'
import { recordStates } from '../core/states.ts'
import type { JobHandle, Project } from '../project.ts'
import { outOfSample, type Part, refuseWithoutTruth, scores, truthOf } from './analysis.ts'
import { canRead } from './embedded-contents.ts'
import { methodTitle, trainOn } from './trainings.ts'
import { asItStands } from './evaluate.ts'
import { keepJudged, type KeptJudgement } from './judged-records.ts'
import { keepResult, keptResult } from './kept-results.ts'
import { modelNamed } from './label-models.ts'
import { labelsFor } from './training-labels.ts'
import { countStates, isLive, labelOf, probabilityOf, PSEUDO, snapshotOf, stateOf, type View } from './view.ts'

export type JudgeRequest = Part & { against?: 'gold' | 'reference' | undefined }

/** Proposals in which no record was seen with its own gold. */
interface Candidate {
  kind: JudgedModel
  title: string
  current: boolean
  model: string
  fit: { posterior: Float64Array; states: Uint8Array }
}

type Kept<Answer> = Omit<Answer, 'isStale'> & { madeFrom: string }
interface Last {
  quality?: Kept<ModelQuality>
  curve?: Kept<ReviewCurve>
}

/** The label model, the end model and the majority of the votes on the very same records. */
export const judge = (project: Project, request: JudgeRequest): Promise<ModelQuality> =>
  project.job('Judge the models', async job => {
    const madeFrom = inputsOf(project, request)
    const { quality, said } = await judgeNow(project, request, job)
    keepJudged(project, said)
    await keepLast(project, { quality: { ...quality, madeFrom } })
    return { ...quality, isStale: false }
  })

/** What was made last, and whether something that it was made from has changed. */
export function last(project: Project): { quality?: ModelQuality; curve?: ReviewCurve } {
  const quality = keptResult<Kept<ModelQuality>>(project, 'model quality')
  const curve = keptResult<Kept<ReviewCurve>>(project, 'learning curve')
  return { ...(quality && { quality: fresh(project, quality) }), ...(curve && { curve: fresh(project, curve) }) }
}

export async function keepLast(project: Project, { quality, curve }: Last): Promise<void> {
  await project.writable()
  project.changed('model-quality')
  if (quality) keepResult(project, 'model quality', quality)
  if (curve) keepResult(project, 'learning curve', curve)
}

function fresh<Answer extends { madeFrom: string }>(project: Project, { madeFrom, ...answer }: Answer) {
  return { ...answer, isStale: madeFrom !== inputsOf(project, answer) }
}

/** What the proposals and the right classes of a part depend on. */
export function inputsOf({ store }: Project, { slice }: Part): string {
  const { slices, lfs: _lfs, ...inputs } = store.settings.revisions()
  return JSON.stringify([inputs, slice === undefined ? 0 : slices, store.models.current()?.fit])
}

/** Without keeping anything of it: what is on the screen stays. */
export async function judgeNow(
  project: Project,
  request: JudgeRequest,
  job: JobHandle,
): Promise<{ quality: Omit<ModelQuality, 'isStale'>; said: KeptJudgement }> {
  const { against = 'gold', split, slice } = request
  const view = snapshotOf(project)
  const truth = truthOf(project, view, against, request)
  refuseWithoutTruth(truth, against, request)
  const models = new Map<JudgedModel, Judged>()
  const judgements: ModelJudgement[] = []
  for (const { kind, title, current, model, fit } of await candidatesOf(project, view, job)) {
    const said = judged(fit, truth, view.classes.length)
    models.set(kind, said)
    judgements.push({
      kind,
      title,
      current,
      scores: { model, against, split, slice, ...scores(view, fit, truth) },
      confusion: confusionCounts(said, view.classes.length),
      histogram: outcomeHistogram(said, HISTOGRAM_BINS),
      kept: keptAt(said, THRESHOLD_STEPS),
    })
  }
  const quality = {
    against,
    split,
    slice,
    n: truth.reduce((count, c) => count + (c === NONE ? 0 : 1), 0),
    classes: view.classNames,
    models: judgements,
    exported: { gold: countStates(view).gold, pseudo: countAtLeast(proposalsOf(view), THRESHOLD_STEPS) },
  }
  return { quality, said: { models, votesPerRecord: view.votesPerRecord } }
}

/** Probabilities of the pseudo-labels that stand now. */
function* proposalsOf(view: View): Generator<number> {
  for (let row = 0; row < view.rowCount; row++)
    if (isLive(view, row) && stateOf(view, row) === PSEUDO) yield probabilityOf(view, row, labelOf(view, row)) ?? 0
}

/** The current model first. */
async function candidatesOf(project: Project, view: View, job: JobHandle): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  const { endModel } = view.fit?.summary ?? {}
  const labelFit = project.store.models.labelFit()?.summary
  if (labelFit) {
    job.progress(undefined, labelFit.title)
    const fit = await asItStands(project, view, labelFit, job)
    candidates.push({ kind: 'label-model', title: labelFit.title, current: !endModel, model: labelFit.model, fit })
  }
  const trained = await endModelOf(project, view, job)
  if (trained) candidates[endModel ? 'unshift' : 'push'](trained)
  if (labelFit?.model !== 'majority-vote' && view.L.votes.some(vote => vote >= 0)) {
    const { id, title } = modelNamed('majority-vote')
    const fit = await outOfSample(project, view, { model: id }, { signal: job.signal })
    candidates.push({ kind: 'votes', title, current: false, model: id, fit })
  }
  return candidates
}

/** The current one as it stands; one that did not become current is trained as it was, to see what it would say. */
async function endModelOf(project: Project, view: View, job: JobHandle): Promise<Candidate | undefined> {
  const current = view.fit?.summary.endModel
  if (current) {
    const fit = { posterior: view.posterior, states: view.modelStates }
    return { kind: 'end-model', title: proposerOf(view.fit!.summary), current: true, model: current.model, fit }
  }
  const newest = project.store.trainings.list()[0]?.summary
  if (!newest || !canRead(project, newest)) return undefined
  job.progress(undefined, newest.title)
  const labels = labelsFor(project, view, { onlyGoldFor: methodTitle(newest.model) })
  const { posterior } = await trainOn(project, view, labels, newest, { signal: job.signal })
  const fit = { posterior, states: recordStates(view.L, posterior, labels.classBalance) }
  return { kind: 'end-model', title: newest.title, current: false, model: newest.model, fit }
}
