import type { TrainingSummary } from '../../../src-shared/end-models.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import type { EndModel } from '../core/end-models/end-model.ts'
import { logLoss } from '../core/label-models/combined/calibration.ts'
import type { JobHandle, Project } from '../project.ts'
import { candidateFor, wishedModel } from './model-candidates.ts'
import type { Labels } from './training-labels.ts'
import type { View } from './view.ts'

export type Judgement = Pick<TrainingSummary, 'current' | 'metrics'>

/** With so much gold in `valid` it alone decides: it has taught neither model anything. */
const ENOUGH_VALID = 30

/** Both models on gold that neither has seen: that of `valid` where there is enough, all but that of `test` otherwise. */
export async function judge(
  project: Project,
  view: View,
  labels: Labels,
  posterior: Float64Array,
  job: JobHandle,
): Promise<Judgement> {
  const valid = SPLITS.indexOf('valid')
  const ofValid = labels.known.map((gold, row) => (view.split[row] === valid ? gold : NONE))
  const against = count(ofValid) >= ENOUGH_VALID ? 'valid' : 'gold'
  const gold = against === 'valid' ? ofValid : labels.known
  if (count(gold) === 0) return { current: true }
  const k = view.classes.length
  const own = measured(posterior, gold, k)
  const baseline = await labelModelPosterior(project, view, labels, against, job)
  if (!baseline) return { current: true, metrics: { against, ...own } }
  const labelModel = measured(baseline, gold, k)
  return { current: !(own.logLoss > labelModel.logLoss), metrics: { against, ...own, labelModel } }
}

async function labelModelPosterior(
  project: Project,
  view: View,
  labels: Labels,
  against: 'valid' | 'gold',
  job: JobHandle,
) {
  if (!labels.source) return undefined
  if (against === 'valid') return labels.fallback
  const { model, title } = labels.source.summary
  const candidate = await candidateFor(project, view, wishedModel(view, { model }), {
    signal: job.signal,
    onProgress: share => job.progress(share, `${title}, for comparison`),
  })
  return candidate.posterior
}

function measured(posterior: Float64Array, gold: Int8Array, k: number) {
  let right = 0
  gold.forEach((c, row) => {
    if (c === NONE) return
    const own = posterior.subarray(row * k, (row + 1) * k)
    const most = Math.max(...own)
    // A tie that holds the right class counts in parts.
    if (own[c] === most) right += 1 / own.filter(p => p === most).length
  })
  const n = count(gold)
  return { n, accuracy: right / n, logLoss: logLoss(posterior, gold, k) }
}

const count = (gold: Int8Array): number => gold.reduce((sum, c) => sum + (c === NONE ? 0 : 1), 0)

/** Why the model is current, or is not. */
export function reasonOf({ title }: EndModel, { source }: Labels, { current, metrics }: Judgement): string {
  if (!metrics)
    return `${title} is the current model; without gold it cannot be compared with the label model. Review some records to find out.`
  const where = metrics.against === 'valid' ? 'of the split "valid"' : 'that it did not learn from'
  const own = `on ${metrics.n} gold records ${where} its log-loss is ${rounded(metrics.logLoss)}`
  if (!metrics.labelModel) return `${title} is the current model: ${own}.`
  const other = `that of ${source!.summary.title} is ${rounded(metrics.labelModel.logLoss)}`
  return current
    ? `${title} is the current model: ${own}, ${other}.`
    : `${source!.summary.title} stays the current model: ${title} is worse, ${own}, ${other}.`
}

const rounded = (value: number): string => value.toFixed(3)
