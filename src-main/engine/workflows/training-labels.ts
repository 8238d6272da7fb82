import { problem } from '../../../src-shared/errors.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import type { Revisions } from '../adapters/store/settings.ts'
import { trainingLabels, type TrainingLabels } from '../core/end-models/training-labels.ts'
import { sharesOfGold } from '../core/label-models/em/class-balance.ts'
import { recordStates } from '../core/states.ts'
import type { Project } from '../project.ts'
import type { Fitted } from './label-models.ts'
import { hasVotes, isLive, posteriorFor, teachingGold, type View } from './view.ts'

/** What an end model learns from. */
export interface Labels extends TrainingLabels {
  /** The label model whose pseudo-labels these are; absent where there is only gold, or no vote is left. `fit` is 0 for one not stored yet. */
  source: StoredFit | undefined
  /** [n] gold of every split but `test`, by which a model may be calibrated and chosen. */
  known: Int8Array
  /** [n × k] what the label model says of each record, and the gold that it was fitted with. */
  fallback: { posterior: Float64Array; taught: Int8Array } | undefined
  /** [k] */
  classBalance: Float64Array
  /** The project as these were read off it. */
  seen: Revisions
}

interface Wanted {
  /** A label model that is not stored yet. */
  fitted?: Fitted | undefined
  /** The method that learns from gold alone: pseudo-labels are left out. */
  onlyGoldFor?: string | undefined
}

/** Gold and pseudo-labels of `train` and of no split: `valid` chooses between models and `test` only measures. */
export function labelsFor(project: Project, view: View, wanted: Wanted = {}): Labels {
  const labels = labelsNow(project, view, wanted)
  if (labels.canTeach) return labels
  throw wanted.onlyGoldFor === undefined
    ? problem('NO_LABELS')
    : problem('NO_TEACHING_GOLD', { model: wanted.onlyGoldFor })
}

/** The same, however little there is. */
export function labelsNow(project: Project, view: View, { fitted, onlyGoldFor }: Wanted = {}): Labels {
  const { models, settings } = project.store
  const seen = settings.revisions()
  const k = view.classes.length
  const n = view.rowCount
  const source = fitted ? { ...fitted.fit, fit: 0 } : hasVotes(view) ? models.labelFit() : undefined
  const stored = source && (fitted?.posterior ?? models.posterior(source))
  const fallback = source && stored && { posterior: posteriorFor(source, stored, n, k), taught: source.taught }
  const gold = teachingGold(view)
  const classBalance = balanceOf(source, gold, k)
  const learned = trainingLabels({
    classCount: k,
    gold,
    splits: view.split,
    isLive: row => isLive(view, row),
    proposals:
      fallback && onlyGoldFor === undefined
        ? { ...fallback, states: recordStates(view.L, fallback.posterior, classBalance) }
        : undefined,
  })
  const known = choosingGold(view)
  return { ...learned, source, known, fallback, classBalance, seen }
}

/** [k] of the label model; of the gold where there is none. */
function balanceOf(source: StoredFit | undefined, gold: Int8Array, k: number): Float64Array {
  const balance = new Float64Array(k)
  balance.set((source?.classBalance ?? sharesOfGold(gold, k) ?? balance).subarray(0, k))
  return balance
}

/** [n] gold that may choose between models: all but that of `test`. */
function choosingGold(view: View): Int8Array {
  const test = SPLITS.indexOf('test')
  return view.gold.map((gold, row) => (view.split[row] === test || !isLive(view, row) ? NONE : gold))
}
