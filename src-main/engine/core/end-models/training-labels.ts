import { NONE, SPLITS, STATES } from '../../../../src-shared/vocabulary.ts'

const TRAIN = SPLITS.indexOf('train')
const PSEUDO = STATES.indexOf('pseudo')

/** Where there are no votes the first answers are waited for: a model of fewer would guess. */
export const ENOUGH_ANSWERS = 10

interface Sources {
  classCount: number
  /** [n] gold that may teach; NONE elsewhere. */
  gold: Int8Array
  /** [n] index into SPLITS, NONE without a split. */
  splits: Int8Array
  /** Deleted records teach nothing. */
  isLive(row: number): boolean
  /** What the label model proposes; absent where only gold is learned from. */
  proposals?: Proposals | undefined
}

interface Proposals {
  /** [n × k] */
  posterior: Float64Array
  /** [n] index into STATES, by votes and model alone. */
  states: Uint8Array
  /** [n] gold that the model was fitted with; NONE elsewhere. What was gold then and is no more is not proposed yet. */
  taught: Int8Array
}

export interface TrainingLabels {
  /** [n × k] gold one-hot, pseudo-labels as the posterior has them. */
  labels: Float64Array
  /** [n] 0 for records that nothing may be learned from. */
  importance: Float64Array
  /** [n] 1: without a label, and not of `valid` or `test`, which must teach nothing. */
  unlabeled: Uint8Array
  usedGold: number
  usedPseudo: number
  /** Labels of two classes at least: what takes all records for one kind needs no model. */
  canTeach: boolean
}

/** Gold and pseudo-labels of `train` and of no split: `valid` chooses between models and `test` only measures. */
export function trainingLabels({ classCount: k, gold, splits, isLive, proposals }: Sources): TrainingLabels {
  const n = gold.length
  const labels = new Float64Array(n * k)
  const importance = new Float64Array(n)
  const unlabeled = new Uint8Array(n)
  let usedGold = 0
  let usedPseudo = 0
  for (let row = 0; row < n; row++) {
    const split = splits[row]!
    if (!isLive(row) || (split !== NONE && split !== TRAIN)) continue
    if (gold[row] !== NONE) {
      labels[row * k + gold[row]!] = 1
      usedGold++
    } else if (proposals?.states[row] === PSEUDO && (proposals.taught[row] ?? NONE) === NONE) {
      labels.set(proposals.posterior.subarray(row * k, (row + 1) * k), row * k)
      usedPseudo++
    } else {
      unlabeled[row] = 1
      continue
    }
    importance[row] = 1
  }
  return { labels, importance, unlabeled, usedGold, usedPseudo, canTeach: !isOfOneClass(labels, k) }
}

function isOfOneClass(labels: Float64Array, k: number): boolean {
  const sums = new Float64Array(k)
  for (let at = 0; at < labels.length; at++) sums[at % k]! += labels[at]!
  return sums.filter(sum => sum > 0).length < 2
}
