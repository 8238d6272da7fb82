import { NONE } from '../../../../src-shared/vocabulary.ts'
import { createRandom, sampleWithoutReplacement, shuffle } from '../numeric/random.ts'
import { predictSoftmaxRegression, trainSoftmaxRegression } from '../numeric/softmax-regression.ts'
import { checkSparse, pickRows, type SparseMatrix } from '../numeric/sparse.ts'

export interface ReadGoldInput {
  /** [n × terms] what the records say. */
  features: SparseMatrix
  /** [n] the labels to be judged, NONE where there is none. */
  given: Int8Array
  /** [n] those of them that may teach, NONE elsewhere. */
  teaching: Int8Array
  classCount: number
  seed: number
  onProgress?: ((share: number) => void) | undefined
}

const FOLDS = 5
/** So many labels teach what there is to learn; more would take longer and change little. */
const ENOUGH = 10_000
const RIDGE = 0.15
const TRAINING = 30

/**
 * [n × k] P(class | text) of every record with a label, by a text model that learned from the labels of other records only:
 * they are dealt into folds, and each fold is read by a model of the rest. Rows without a label hold 0. Needs no vote.
 */
export function readGold({ features, given, teaching, classCount: k, seed, onProgress }: ReadGoldInput): Float64Array {
  checkSparse(features, given.length)
  const random = createRandom(seed)
  const labeled: number[] = []
  for (let row = 0; row < given.length; row++) if (given[row] !== NONE) labeled.push(row)
  shuffle(labeled, random)
  const result = new Float64Array(given.length * k)
  for (let fold = 0; fold < FOLDS; fold++) {
    const read = labeled.filter((_, at) => at % FOLDS === fold)
    const others = labeled.filter((row, at) => at % FOLDS !== fold && teaching[row] !== NONE)
    const learned = Array.from(sampleWithoutReplacement(others.length, ENOUGH, random), at => others[at]!)
    const model = trainSoftmaxRegression(pickRows(features, learned), {
      labels: oneHot(teaching, learned, k),
      importance: new Float64Array(learned.length).fill(1),
      classCount: k,
      ridge: RIDGE,
      iterations: TRAINING,
    })
    const predicted = predictSoftmaxRegression(features, model, read)
    read.forEach((row, s) => result.set(predicted.subarray(s * k, (s + 1) * k), row * k))
    onProgress?.((fold + 1) / FOLDS)
  }
  return result
}

function oneHot(labels: Int8Array, rows: readonly number[], k: number): Float64Array {
  const hot = new Float64Array(rows.length * k)
  rows.forEach((row, s) => (hot[s * k + labels[row]!] = 1))
  return hot
}
