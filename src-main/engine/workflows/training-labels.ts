import { problem } from '../../../src-shared/errors.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import type { Revisions } from '../adapters/store/settings.ts'
import { sharesOfGold } from '../core/label-models/em/class-balance.ts'
import { recordStates } from '../core/states.ts'
import type { Project } from '../project.ts'
import type { Fitted } from './label-models.ts'
import { isLive, PSEUDO, posteriorFor, teachingGold, type View } from './view.ts'

/** What an end model learns from. */
export interface Labels {
  /** The label model whose pseudo-labels these are; absent where there is only gold. `fit` is 0 for one not stored yet. */
  source: StoredFit | undefined
  /** [n × k] gold one-hot, pseudo-labels as the posterior has them. */
  labels: Float64Array
  /** [n] 0 for records that nothing may be learned from. */
  importance: Float64Array
  /** [n] 1: without a label, and not of `valid` or `test`, which must teach nothing. */
  unlabeled: Uint8Array
  /** [n] gold of every split but `test`, by which a model may be calibrated and chosen. */
  known: Int8Array
  /** [n × k] what the label model says of each record. */
  fallback: Float64Array | undefined
  /** [k] */
  classBalance: Float64Array
  usedGold: number
  usedPseudo: number
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
export function labelsFor(project: Project, view: View, { fitted, onlyGoldFor }: Wanted = {}): Labels {
  const { models, settings } = project.store
  const seen = settings.revisions()
  const k = view.classes.length
  const n = view.rowCount
  const source = fitted ? { ...fitted.fit, fit: 0 } : models.labelFit()
  const stored = source && (fitted?.posterior ?? models.posterior(source))
  const fallback = source && stored && posteriorFor(source, stored, n, k)
  const gold = teachingGold(view)
  const classBalance = balanceOf(source, gold, k)
  const states = fallback && recordStates(view.L, fallback, classBalance)
  const labels = new Float64Array(n * k)
  const importance = new Float64Array(n)
  const unlabeled = new Uint8Array(n)
  let usedGold = 0
  let usedPseudo = 0
  const train = SPLITS.indexOf('train')
  for (let row = 0; row < n; row++) {
    const split = view.split[row]!
    if (!isLive(view, row) || (split !== NONE && split !== train)) continue
    const taught = source?.taught[row] ?? NONE
    if (gold[row] !== NONE) {
      labels[row * k + gold[row]!] = 1
      usedGold++
    } else if (onlyGoldFor === undefined && states?.[row] === PSEUDO && taught < 0) {
      labels.set(fallback!.subarray(row * k, (row + 1) * k), row * k)
      usedPseudo++
    } else {
      unlabeled[row] = 1
      continue
    }
    importance[row] = 1
  }
  if (usedGold + usedPseudo === 0 || isOfOneClass(labels, k))
    throw onlyGoldFor === undefined ? problem('NO_LABELS') : problem('NO_TEACHING_GOLD', { model: onlyGoldFor })
  const known = choosingGold(view)
  return { source, labels, importance, unlabeled, known, fallback, classBalance, usedGold, usedPseudo, seen }
}

/** [k] of the label model; of the gold where there is none. */
function balanceOf(source: StoredFit | undefined, gold: Int8Array, k: number): Float64Array {
  const balance = new Float64Array(k)
  balance.set((source?.classBalance ?? sharesOfGold(gold, k) ?? balance).subarray(0, k))
  return balance
}

function isOfOneClass(labels: Float64Array, k: number): boolean {
  const sums = new Float64Array(k)
  for (let at = 0; at < labels.length; at++) sums[at % k]! += labels[at]!
  return sums.filter(sum => sum > 0).length < 2
}

/** [n] gold that may choose between models: all but that of `test`. */
function choosingGold(view: View): Int8Array {
  const test = SPLITS.indexOf('test')
  return view.gold.map((gold, row) => (view.split[row] === test || !isLive(view, row) ? NONE : gold))
}
