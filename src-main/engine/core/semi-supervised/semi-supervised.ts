import type { NumberOption } from '../../../../src-shared/vocabulary.ts'
import type { EndModel } from '../end-models/end-model.ts'
import type { Random } from '../numeric/random.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import type { Ended, Round } from './round.ts'

/**
 * A way to learn from records that nobody labeled, beside those with gold. One file in `methods` and one line in
 * `registry.ts` each. `Trained` is plain data of numbers, words and typed arrays, to be kept in the project.
 */
export interface SemiSupervisedMethod<Trained = unknown> {
  id: string
  title: string
  /** What it assumes and when it is the right one, in two sentences. */
  summary: string
  paper: string
  options: readonly NumberOption[]
  /** It trains an end model in every round, which `base` must name. */
  trainsBase?: true
  run(X: SparseMatrix, input: SemiSupervisedInput): SemiSupervisedRun<Trained>
  /** [rows × k] P(class) of records that come later; each row sums to 1. */
  predict(X: SparseMatrix, trained: Trained): Float64Array
}

export interface SemiSupervisedInput {
  /** [n] class index of gold that teaches, NONE elsewhere. */
  gold: Int8Array
  classCount: number
  /** Every option of the method, defaults filled in by `resolveOptions`. */
  options: Readonly<Record<string, number>>
  seed: number
  base?: Base | undefined
  /**
   * [n] gold that judges each round and never teaches, NONE elsewhere. Without it the guard deals the gold into folds, and for
   * each goes through the same rounds without its gold.
   */
  validation?: Int8Array | undefined
  /** [n] 0: the record may not be pseudo-labeled. All may where it is absent. */
  allowed?: Uint8Array | undefined
  /** [columns] 0 or 1: the view that a column belongs to, for co-training; halves drawn by the seed where it is absent. */
  views?: Uint8Array | undefined
  /** How a record is disturbed without changing its class, for consistency; words are dropped where it is absent. */
  augmentations?: Augmentations | undefined
  /** The share done, 0..1, and the rounds so far; may throw to cancel. */
  onProgress?: ((share: number, rounds: readonly Round[]) => void) | undefined
}

/** The end model that is trained in every round. */
export interface Base {
  model: EndModel
  options: Readonly<Record<string, number>>
}

/** [n × columns] The same records, each disturbed in its own way. */
export type Augmentation = (X: SparseMatrix, random: Random) => SparseMatrix

export interface Augmentations {
  /** Little is changed: the model says on it what the class is. */
  weak: Augmentation
  /** Much is changed: the model learns to say the same. */
  strong: Augmentation
}

export interface SemiSupervisedRun<Trained = unknown> extends Ended {
  /** [n × k] P(class); each row sums to 1; one-hot where there is gold. */
  posterior: Float64Array
  rounds: Round[]
  /** What `predict` wants; undefined where there was no gold to learn from. */
  trained: Trained | undefined
}
