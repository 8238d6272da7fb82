import { NONE } from '../../../../src-shared/vocabulary.ts'
import { temper, temperatureOn } from '../label-models/combined/calibration.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'
import type { EndModel, EndModelTraining } from './end-model.ts'

export interface LearnInput extends EndModelTraining {
  /** [n × columns] all records, those that are only to be predicted included. */
  X: SparseMatrix
  /** [n] gold to set the temperature by, NONE elsewhere; a row's own gold never helps to predict it. */
  gold: Int8Array
  /** Absent where no label of a record was found with the help of the gold of another. */
  behind?: GoldBehind | undefined
}

/** The gold that labels of other records rest on. */
export interface GoldBehind {
  /** [n] NONE elsewhere. */
  gold: Int8Array
  /** What may be learned from by a model that is asked about these rows; nothing where none of them has gold. */
  labelsWithout(rows: Uint32Array): Pick<EndModelTraining, 'labels' | 'importance' | 'unlabeled'> | undefined
}

export interface Learned {
  trained: unknown
  /** What log-odds are divided by so that a probability means what it says. */
  temperature: number
  /** [n × k] what the model says of each record; of one that it learned from, what a model says that has not seen it. */
  posterior: Float64Array
}

/** Each record that is learned from is predicted by a model of the other folds. */
const FOLDS = 4

/** Trains, predicts every record out of sample, and calibrates. Same seed, same bits. */
export function learn(model: EndModel, { X, gold, behind, ...training }: LearnInput): Learned {
  const { classCount: k, onProgress } = training
  const part = (done: number): EndModelTraining => ({
    ...training,
    // Of the rounds one wants to know how they went for the model that is kept.
    onRounds: done === 0 ? training.onRounds : undefined,
    onProgress: share => onProgress?.((done + share) / (FOLDS + 1)),
  })
  const trained = model.train(X, part(0))
  const posterior = model.predict(X, trained)
  const unseen = outOfSample(model, X, fold => part(fold + 1), behind)
  for (const { rows, predicted } of unseen) {
    rows.forEach((i, at) => posterior.set(predicted.subarray(at * k, (at + 1) * k), i * k))
  }
  const temperature = temperatureOn(posterior, gold, k)
  temper(posterior, new Int8Array(gold.length).fill(NONE), k, temperature)
  return { trained, temperature, posterior }
}

/** [n × k] what a model that was trained before says of records. */
export function predictWith(
  model: EndModel,
  X: SparseMatrix,
  { trained, temperature }: Omit<Learned, 'posterior'>,
): Float64Array {
  const posterior = model.predict(X, trained)
  if (X.rowCount > 0)
    temper(posterior, new Int8Array(X.rowCount).fill(NONE), posterior.length / X.rowCount, temperature)
  return posterior
}

/**
 * The rows that count, and those whose gold stands behind labels, are dealt into folds; each fold is predicted by a model
 * that is trained on the others.
 */
function* outOfSample(
  model: EndModel,
  X: SparseMatrix,
  trainingOf: (fold: number) => EndModelTraining,
  behind: GoldBehind | undefined,
) {
  const { importance, seed } = trainingOf(0)
  const used = Uint32Array.from(importance.keys()).filter(
    i => importance[i]! > 0 || (behind !== undefined && behind.gold[i] !== NONE),
  )
  shuffle(used, createRandom(seed))
  const folds = Math.min(FOLDS, used.length)
  for (let fold = 0; fold < folds; fold++) {
    const rows = used.filter((_, at) => at % folds === fold).sort()
    const training = { ...trainingOf(fold), ...behind?.labelsWithout(rows) }
    const others = training.importance.map((counts, i) => (importance[i]! > 0 ? counts : 0))
    for (const i of rows) others[i] = 0
    const trained = model.train(X, { ...training, importance: others })
    yield { rows, predicted: model.predict(pickRows(X, rows), trained) }
  }
}
