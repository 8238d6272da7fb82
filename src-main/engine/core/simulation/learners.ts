import type { EndModel } from '../end-models/end-model.ts'
import { learn } from '../end-models/learn.ts'
import { leaveSilent, silentRecords } from '../end-models/silent-records.ts'
import { ENOUGH_ANSWERS, trainingLabels } from '../end-models/training-labels.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { sharesOfGold } from '../label-models/em/class-balance.ts'
import type { FitInput, Kept, LabelModel } from '../label-models/label-model.ts'
import { posteriorByVotes } from '../label-models/votes/votes-alone.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import { recordStates } from '../states.ts'

/** The current model of a project, as it learns from one answer to the next. */
export interface Learner {
  /** What it says of every record once so much is gold: [n], NONE elsewhere. Later gold holds all that was gold before. */
  learn(gold: Int8Array): Said
}

export interface Said {
  /** [n × k] */
  posterior: Float64Array
  /** [k] */
  classBalance: Float64Array
  /** There is no model yet: the posterior holds the class balance. */
  isUnknown?: true
  /** [n × k] P(class | votes), where the model tells them from what the texts say. */
  byVotes?: (() => Float64Array | undefined) | undefined
}

/** A label model. Each fit builds on the one before. */
export function labelModelLearner(
  L: LabelMatrix,
  model: LabelModel,
  input: Omit<FitInput, 'gold' | 'onProgress' | 'kept'>,
): Learner {
  let kept: Kept | undefined
  return {
    learn(gold) {
      const fitted = model.fit(L, { ...input, gold, kept })
      kept = fitted.kept
      return {
        posterior: fitted.posterior,
        classBalance: fitted.classBalance,
        byVotes: () => posteriorByVotes(L, fitted),
      }
    },
  }
}

export interface EndModelInput {
  L: LabelMatrix
  /** [n × columns] */
  X: SparseMatrix
  model: EndModel
  options: Readonly<Record<string, number>>
  seed: number
  /** [n] index into SPLITS, NONE without a split. */
  splits: Int8Array
  /** [n] */
  live: Uint8Array
  /** It learns from gold alone, also where there is a label model. */
  onlyGold: boolean
}

/** An end model that is trained on gold and on the pseudo-labels of a label model, if there is one. */
export function endModelLearner(input: EndModelInput, labelModel?: Learner): Learner {
  const { L, X, model, options, seed, splits, live, onlyGold } = input
  const silent = silentRecords(X)
  const k = L.classCount
  return {
    learn(gold) {
      const source = labelModel?.learn(gold)
      const classBalance = source?.classBalance ?? sharesOfGold(gold, k) ?? new Float64Array(k).fill(1 / k)
      const labels = trainingLabels({
        classCount: k,
        gold,
        splits,
        isLive: row => live[row] === 1,
        proposals:
          source && !onlyGold
            ? { ...source, states: recordStates(L, source.posterior, classBalance), taught: gold }
            : undefined,
      })
      const enough = source ? 1 : ENOUGH_ANSWERS
      if (!labels.canTeach || labels.usedGold + labels.usedPseudo < enough) return source ?? unknown(gold, classBalance)
      const { posterior } = learn(model, { ...labels, X, gold, classCount: k, options, seed })
      return {
        posterior: leaveSilent(posterior, silent, { fallback: source && { ...source, taught: gold }, classBalance }),
        classBalance,
      }
    },
  }
}

/** Nothing is known but the gold itself. */
function unknown(gold: Int8Array, classBalance: Float64Array): Said {
  const k = classBalance.length
  const posterior = new Float64Array(gold.length * k)
  gold.forEach((_, i) => posterior.set(classBalance, i * k))
  return { posterior, classBalance, isUnknown: true }
}
