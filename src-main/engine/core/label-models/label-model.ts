import type { NumberOption } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import type { TextFeatures } from '../text/text-features.ts'

/** A way to turn votes into probabilities. One file in `models` or `combined` and one line in `registry.ts` each. */
export interface LabelModel {
  id: string
  title: string
  /** What it assumes and when it is the right choice, in one or two sentences. */
  summary: string
  /** The source: authors, year, title, where. */
  paper: string
  options: readonly NumberOption[]
  /** It learns from what the records say, if it is given `features`. */
  readsText?: true
  fit(L: LabelMatrix, input: FitInput): LabelModelFit
}

export interface FitInput {
  /** [n] class index of gold that may teach, NONE elsewhere. */
  gold: Int8Array
  /** [k] P(class) when the user has given it; estimated otherwise. */
  classBalance?: Float64Array | undefined
  /** Every option of the model, defaults filled in by `resolveOptions`. */
  options: Readonly<Record<string, number>>
  seed: number
  /** [n × terms] what the records say, for models that read it; see `textFeatures`. */
  features?: TextFeatures
  /** What the last fit kept, if it was of the same model, options and seed, the same votes and texts; the gold may differ. */
  kept?: Kept | undefined
  /** Called now and then with the share done, 0..1; may throw to cancel. */
  onProgress?: ((share: number) => void) | undefined
}

/**
 * What a fit keeps so that the next one, after another decision, is done sooner. The answer is that of a fit from nothing,
 * but for the texts of many records, which may lag behind by a little gold (`LAG` in `read-along.ts`): probabilities are
 * then off by 0.002 on average, and one class in a thousand is another. The same input, this included, gives the same
 * bits; a fit that a person asks for is given nothing that was kept.
 */
export interface Kept {
  /** Of each model that was asked without gold: its share, and [n × k] its posterior. */
  blind?: { share: number; posterior: Float64Array }[] | undefined
  /** What the texts say, [n × k] for each round, the gold that it was learned from, and how much that was in all. */
  texts?: { gold: Int8Array; rounds: Float64Array[]; learnedFrom: number } | undefined
}

export interface LabelModelFit {
  /** [n × k] P(class | votes, gold); each row sums to 1; rows without any vote hold the class balance, rows with gold are one-hot. */
  posterior: Float64Array
  /** [k] P(class) that the model ended with. */
  classBalance: Float64Array
  /** [m] learned P(vote is right | it votes a class); NaN where an LF never votes. */
  lfAccuracy: Float64Array
  /**
   * [m × k × k] what vote v of LF j adds to the log-weight of class c, at `(j * k + c) * k + v`.
   * Absent where the model does not add up log-weights (majority vote).
   */
  logWeights?: Float64Array | undefined
  /**
   * [k] the log-weight of each class before any vote. Where it is there, it and the `logWeights` of a record's votes add up
   * to the log of its posterior, up to a constant; of a model that reads texts what is left over is what the text says.
   */
  logPrior?: Float64Array | undefined
  /**
   * [m × m] how far one LF follows another, 0..1: on a record the vote of LF i counts 1 / (1 + Σ `follows[i × m + j]`) over
   * the other LFs j that vote. Absent where every vote counts in full.
   */
  follows?: Float64Array | undefined
  /** The objective after each round; empty for a closed form. */
  history: number[]
  stopped: 'converged' | 'iterations' | 'closed-form'
  /** [m] number of the group of LFs that follow each other, −1 for an LF of its own mind. Absent where none are looked for. */
  groups?: Int32Array | undefined
  /** For the next fit; absent where there is nothing to gain. */
  kept?: Kept | undefined
  /** Why the fit is as it is, in words, where the model had to choose. */
  reason?: string | undefined
}
