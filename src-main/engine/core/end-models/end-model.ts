import type { NumberOption } from '../../../../src-shared/vocabulary.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import type { Ended, Round } from '../semi-supervised/round.ts'

/** What an end model learns from, beside the features: labels that may be in doubt. */
export interface EndModelTraining {
  /** [rows × k] P(class); each row sums to 1. */
  labels: Float64Array
  /** [rows] how much each row counts; 0 leaves it out. */
  importance: Float64Array
  /** [rows] 1: nobody labeled it, and a semi-supervised method may learn from it. All that do not count where it is absent. */
  unlabeled?: Uint8Array | undefined
  classCount: number
  options: Readonly<Record<string, number>>
  seed: number
  /** 0..1 */
  onProgress?: ((share: number) => void) | undefined
  /** A semi-supervised method tells after each round how it goes. */
  onRounds?: ((rounds: readonly Round[], ended?: Ended) => void) | undefined
}

/**
 * A model of the class given what a record says; it never sees a vote. `Trained` is plain data of numbers and typed arrays:
 * it is kept in the project and read back years later.
 */
export interface EndModel<Trained = unknown> {
  id: string
  title: string
  /** What it assumes and when it is the right one, in two sentences. */
  summary: string
  paper: string
  options: readonly NumberOption[]
  train(X: SparseMatrix, training: EndModelTraining): Trained
  /** [rows × k] P(class); each row sums to 1. */
  predict(X: SparseMatrix, trained: Trained): Float64Array
  /** [k × columns] how far each column speaks for each class; absent where a model does not add up. */
  weights?(trained: Trained): Float64Array
}

/** RangeError where the shapes do not fit each other. */
export function checkTraining(X: SparseMatrix, { labels, importance, classCount }: EndModelTraining): void {
  if (labels.length === X.rowCount * classCount && importance.length === X.rowCount) return
  throw new RangeError(
    `${X.rowCount} rows of ${classCount} classes have ${labels.length} labels and ${importance.length} weights`,
  )
}

/** [k] share of each class in the labels; uniform without any. */
export function classShares({ labels, importance, classCount: k }: EndModelTraining): Float64Array {
  const shares = new Float64Array(k)
  let total = 0
  for (let i = 0; i < importance.length; i++) {
    total += importance[i]!
    for (let c = 0; c < k; c++) shares[c]! += importance[i]! * labels[i * k + c]!
  }
  return total > 0 ? shares.map(share => share / total) : shares.fill(1 / k)
}
