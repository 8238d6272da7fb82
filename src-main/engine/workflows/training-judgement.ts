import type { OutOfSample, TrainingSummary } from '../../../src-shared/end-models.ts'
import { formatCounted, formatProbabilityTo } from '../../../src-shared/numbers.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import { evaluate } from '../core/analysis/metrics.ts'
import { recordStates } from '../core/states.ts'
import type { JobHandle, Project } from '../project.ts'
import { candidateFor, wishedModel } from './model-candidates.ts'
import type { Labels } from './training-labels.ts'
import { PSEUDO, type View } from './view.ts'

export interface Judgement extends Pick<TrainingSummary, 'metrics'> {
  /** The label model is right no more often on gold, nor is it less surprised by it, as far as that can be told. */
  isBetter: boolean
}

/** With so much gold in `valid` it alone decides: it has taught neither model anything. */
const ENOUGH_VALID = 30

export interface Yardstick {
  against: 'valid' | 'gold'
  /** [n] NONE where nothing is measured. */
  gold: Int8Array
}

/** Gold that neither model has seen: that of `valid` where there is enough, all but that of `test` otherwise. */
export function yardstickOf(view: View, { known }: Labels): Yardstick {
  const valid = SPLITS.indexOf('valid')
  const ofValid = known.map((gold, row) => (view.split[row] === valid ? gold : NONE))
  return count(ofValid) >= ENOUGH_VALID ? { against: 'valid', gold: ofValid } : { against: 'gold', gold: known }
}

/** Both models on the same gold. */
export async function judge(
  project: Project,
  view: View,
  labels: Labels,
  posterior: Float64Array,
  job: JobHandle,
): Promise<Judgement> {
  const { against, gold } = yardstickOf(view, labels)
  if (count(gold) === 0) return { isBetter: true }
  const own = measured(view, posterior, labels, gold)
  const baseline = await labelModelPosterior(project, view, labels, against, job)
  if (!baseline) return { isBetter: true, metrics: { against, ...own } }
  const { model, options } = labels.source!.summary
  const labelModel = { ...measured(view, baseline, labels, gold), model, options }
  const isBetter = !(own.logLoss > labelModel.logLoss) && !(own.accuracy < labelModel.accuracy)
  return { isBetter, metrics: { against, ...own, labelModel } }
}

async function labelModelPosterior(
  project: Project,
  view: View,
  labels: Labels,
  against: 'valid' | 'gold',
  job: JobHandle,
) {
  if (!labels.source) return undefined
  if (against === 'valid') return labels.fallback?.posterior
  const { model, title } = labels.source.summary
  const candidate = await candidateFor(project, view, wishedModel(view, { model }), {
    signal: job.signal,
    onProgress: share => job.progress(share, `${title}, for comparison`),
  })
  return candidate.posterior
}

/** On every record with gold, whether an LF votes on it or not. */
export function measured(view: View, posterior: Float64Array, { classBalance }: Labels, gold: Int8Array): OutOfSample {
  const states = recordStates(view.L, posterior, classBalance)
  const asked = {
    posterior,
    states,
    votesPerRecord: new Uint16Array(gold.length).fill(1),
    classCount: view.classes.length,
  }
  const all = evaluate({ ...asked, truth: gold })
  const {
    n: proposed,
    confusion,
    f1,
    reliability,
  } = evaluate({
    ...asked,
    truth: gold.map((c, row) => (states[row] === PSEUDO ? c : NONE)),
  })
  return {
    n: all.n,
    accuracy: all.accuracy!,
    interval: all.accuracyInterval,
    logLoss: all.logLossCovered!,
    brier: all.brierCovered,
    proposed,
    confusion,
    f1: f1.map(score => score ?? null),
    reliability,
  }
}

const count = (gold: Int8Array): number => gold.reduce((sum, c) => sum + (c === NONE ? 0 : 1), 0)

interface Circumstances {
  /** A person wants it, whatever it is worth. */
  isChosen: boolean
  /** What the proposals of the project come from if they do not come from this model. */
  stays: string | undefined
  /** One that was trained beside it and predicts gold better. */
  better?: TrainingSummary | undefined
}

/** Why the model is current, or is not. */
export function reasonOf(
  title: string,
  { source }: Labels,
  { isBetter, metrics }: Judgement,
  { isChosen, stays, better }: Circumstances,
): string {
  if (!metrics && better)
    return `Without gold ${title} cannot be compared with ${better.title}. Review some records to find out.`
  if (!metrics)
    return `${title} is the current model; without gold it cannot be compared with the label model. Review some records to find out.`
  const where = metrics.against === 'valid' ? 'of the split "valid"' : 'that it did not learn from'
  const own = `on ${formatCounted(metrics.n, 'gold record')} ${where} it is right on ${scores(metrics)}`
  const labelModel = source?.summary.title
  const other = metrics.labelModel ? `, ${labelModel} on ${scores(metrics.labelModel)}` : ''
  if (isChosen && !isBetter)
    return `${title} is the current model because it was chosen, though it is no better than ${labelModel}: ${own}${other}.`
  if (better?.metrics && isBetter)
    return `${better.title} is better than ${title}: ${own}, ${better.title} on ${scores(better.metrics)}.`
  if (isBetter) return `${title} is the current model: ${own}${other}.`
  if (stays === undefined || stays === labelModel)
    return `${labelModel} stays the current model, because ${title} is no better: ${own}${other}.`
  return `${title} did not become the current model, because it is no better than ${labelModel}: ${own}${other}. ${stays} stays.`
}

const scores = ({ accuracy, logLoss }: Pick<OutOfSample, 'accuracy' | 'logLoss'>): string =>
  `${formatProbabilityTo(3, accuracy)} with a log-loss of ${logLoss.toFixed(3)}`
