import type { Evaluation } from '../../../src-shared/analysis.ts'
import { problem } from '../../../src-shared/errors.ts'
import type { FitSummary } from '../../../src-shared/label-models.ts'
import { learnerNamed } from '../core/semi-supervised/learner.ts'
import type { CrossFit } from '../core/label-models/cross-fit.ts'
import { recordStates } from '../core/states.ts'
import type { JobHandle, Project } from '../project.ts'
import { outOfSample, type Part, refuseWithoutTruth, scores, truthOf } from './analysis.ts'
import { methodTitle, trainOn } from './trainings.ts'
import { modelNamed } from './label-models.ts'
import { labelsFor } from './training-labels.ts'
import { type View, viewOf } from './view.ts'

/**
 * Scores posteriors against gold or the reference. Without `models`: the current model as it stands. A record whose gold
 * the model learned from is scored by a posterior that did not see it (cross-fitted).
 */
export async function evaluate(
  project: Project,
  input: Part & { against?: 'gold' | 'reference' | undefined; models?: string[] | undefined },
): Promise<Evaluation[]> {
  const view = viewOf(project)
  const against = input.against ?? 'gold'
  const truth = truthOf(project, view, against, input)
  const current = view.fit?.summary
  if (!input.models && !current) throw problem('NO_MODEL')
  refuseWithoutTruth(truth, against, input)
  return project.job(`Evaluate against ${against}`, async job => {
    if (!input.models) {
      const model = current!.endModel?.model ?? current!.model
      return [
        {
          model,
          against,
          split: input.split,
          slice: input.slice,
          ...scores(view, await asItStands(project, view, current!, job), truth),
        },
      ]
    }
    const evaluations: Evaluation[] = []
    for (const [done, model] of input.models.entries()) {
      job.progress(done / input.models.length, model)
      const fit = await unseen(project, view, model, job)
      evaluations.push({ model, against, split: input.split, slice: input.slice, ...scores(view, fit, truth) })
    }
    return evaluations
  })
}

type Unseen = Pick<CrossFit, 'posterior' | 'states'>

/** An end model predicts without the record's own gold as it is; a label model is fitted again. */
export async function asItStands(project: Project, view: View, current: FitSummary, job: JobHandle): Promise<Unseen> {
  if (current.endModel) return { posterior: view.posterior, states: view.modelStates }
  return outOfSample(project, view, current, { signal: job.signal })
}

/** Of a model with its defaults. */
async function unseen(project: Project, view: View, model: string, job: JobHandle): Promise<Unseen> {
  if (!learnerNamed(model)) return outOfSample(project, view, { model: modelNamed(model).id }, { signal: job.signal })
  const labels = labelsFor(project, view, { onlyGoldFor: methodTitle(model) })
  const { posterior } = await trainOn(project, view, labels, { model }, { signal: job.signal })
  return { posterior, states: recordStates(view.L, posterior, labels.classBalance) }
}
