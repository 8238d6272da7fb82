import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { addScores, type SoftmaxRegression, trainSoftmaxRegression } from '../../numeric/softmax-regression.ts'
import { pickRows } from '../../numeric/sparse.ts'
import type { TextFeatures } from '../../text/text-features.ts'

/** How far, in log-weight, one of many gold records may move a record that says the very same, at most. */
const REACH = 12
/** With so many gold records each reaches half as far: a few that are against the answer may be exceptions. */
const HALFWAY = 40
/** A topic counts so much of what it does in the features: half the records of a set may be near to each other by it. */
const TOPICS = Math.sqrt(1 / 3)
const ITERATIONS = 100

/**
 * Takes back where gold shows the answer to be wrong, for records that read like the gold, in place: a linear model of the
 * text learns from the gold what to add to the log-weights, [n × k], which must not have seen the gold of their own record.
 *
 * What it learns is P(class | record) given the answer, and not how frequent classes or votes are, so that gold which was
 * asked for because it was doubtful does not pass for the rest. A Gaussian process in the features, with the answer as its
 * mean: Rasmussen, Williams (2006): Gaussian processes for machine learning, section 2.7.
 */
export function correctByGold(logWeights: Float64Array, X: TextFeatures, gold: Int8Array, k: number): void {
  const rows: number[] = []
  for (let i = 0; i < gold.length; i++) if (gold[i] !== NONE) rows.push(i)
  if (rows.length === 0) return
  const labels = new Float64Array(rows.length * k)
  const known = new Float64Array(rows.length * k)
  rows.forEach((i, s) => {
    labels[s * k + gold[i]!] = 1
    known.set(logWeights.subarray(i * k, (i + 1) * k), s * k)
  })
  const said = pickRows(X, rows)
  const { termCount = X.columnCount } = X
  for (let e = 0; e < said.values.length; e++) if (said.columns[e]! >= termCount) said.values[e]! *= TOPICS
  const correction = trainSoftmaxRegression(said, {
    labels,
    known,
    importance: new Float64Array(rows.length).fill(1),
    classCount: k,
    ridge: (1 + HALFWAY / rows.length) / REACH,
    iterations: ITERATIONS,
  })
  weakenTopics(correction, termCount)
  addScores(X, correction, logWeights)
}

/** As in the rows that it was learned from, so that those of X can stay as they are. */
function weakenTopics({ weights, columnCount, classCount }: SoftmaxRegression, termCount: number): void {
  for (let c = 0; c < classCount; c++) {
    const row = c * (columnCount + 1)
    for (let f = termCount; f < columnCount; f++) weights[row + f]! *= TOPICS
  }
}
