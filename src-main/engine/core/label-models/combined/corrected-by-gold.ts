import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { addScores, trainSoftmaxRegression } from '../../numeric/softmax-regression.ts'
import { pickRows, type SparseMatrix } from '../../numeric/sparse.ts'

/** How far, in log-weight, one gold record may move a record that says the very same, at most. */
const REACH = 4
const ITERATIONS = 100

/**
 * Takes back where gold shows the answer to be wrong, for records that read like the gold, in place: a linear model of the
 * text learns from the gold what to add to the log-weights, [n × k], which must not have seen the gold of their own record.
 *
 * What it learns is P(class | record) given the answer, and not how frequent classes or votes are, so that gold which was
 * asked for because it was doubtful does not pass for the rest. A Gaussian process in the features, with the answer as its
 * mean: Rasmussen, Williams (2006): Gaussian processes for machine learning, section 2.7.
 */
export function correctByGold(logWeights: Float64Array, X: SparseMatrix, gold: Int8Array, k: number): void {
  const rows: number[] = []
  for (let i = 0; i < gold.length; i++) if (gold[i] !== NONE) rows.push(i)
  if (rows.length === 0) return
  const labels = new Float64Array(rows.length * k)
  const known = new Float64Array(rows.length * k)
  rows.forEach((i, s) => {
    labels[s * k + gold[i]!] = 1
    known.set(logWeights.subarray(i * k, (i + 1) * k), s * k)
  })
  const correction = trainSoftmaxRegression(pickRows(X, rows), {
    labels,
    known,
    importance: new Float64Array(rows.length).fill(1),
    classCount: k,
    ridge: 1 / REACH,
    iterations: ITERATIONS,
  })
  addScores(X, correction, logWeights)
}
