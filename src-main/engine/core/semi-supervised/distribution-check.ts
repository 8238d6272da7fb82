import { type AreaUnderCurve, areaUnderCurve } from '../analysis/area-under-curve.ts'
import {
  predictSoftmaxRegression,
  type SoftmaxRegression,
  trainSoftmaxRegression,
} from '../numeric/softmax-regression.ts'
import { pickRows, type SparseMatrix } from '../numeric/sparse.ts'
import { makeSplit } from '../splits.ts'

/** How different the labeled records are from the others: whether a model can tell which is which. */
export interface DistributionCheck {
  /**
   * How often a labeled record looks more labeled than an unlabeled one: 0.5 where nobody can tell them apart, 1 where they
   * have nothing in common. Undefined where either side has fewer than two records.
   */
  area: AreaUnderCurve | undefined
  /** [n] P(labeled) by a model that has not seen the record, if there were as many of both; 0.5 where nothing is known. */
  probability: Float64Array
  /** The columns that tell most, first those that tell more. */
  columns: TellingColumn[]
}

export interface TellingColumn {
  column: number
  /** Above 0: found with labeled records; below: with the others. What it adds to the gap between their mean log-odds. */
  gap: number
}

export interface DistributionInput {
  seed: number
  /** How many columns are named at most. */
  most?: number
  onProgress?: ((share: number) => void) | undefined
}

const FOLDS = 5
const RIDGE = 1
const ITERATIONS = 100

/**
 * Cross-fits a classifier of the domain. `isLabeled`: [n] 1 or 0.
 *
 * Lopez-Paz, Oquab (2017): Revisiting classifier two-sample tests. ICLR.
 */
export function distributionCheck(
  X: SparseMatrix,
  isLabeled: Uint8Array,
  { seed, most = 20, onProgress }: DistributionInput,
): DistributionCheck {
  const n = isLabeled.length
  const probability = new Float64Array(n).fill(0.5)
  const labeled = isLabeled.reduce((sum, one) => sum + one, 0)
  if (Math.min(labeled, n - labeled) < 2) return { area: undefined, probability, columns: [] }
  const folds = makeSplit(
    Array.from({ length: FOLDS }, () => 1 / FOLDS),
    seed,
    Int8Array.from(isLabeled),
  )
  for (let fold = 0; fold < FOLDS; fold++) {
    const [seen, hidden] = [rowsWhere(folds, f => f !== fold), rowsWhere(folds, f => f === fold)]
    const said = predictSoftmaxRegression(pickRows(X, hidden), trained(X, isLabeled, seen))
    hidden.forEach((i, at) => (probability[i] = said[2 * at + 1]!))
    onProgress?.((fold + 1) / (FOLDS + 1))
  }
  const area = areaUnderCurve(probability, isLabeled)
  const model = trained(
    X,
    isLabeled,
    rowsWhere(folds, () => true),
  )
  return { area, probability, columns: tellingColumns(X, isLabeled, model, most) }
}

/** [n] 1: the record is in the domain of the labeled ones, as far as its probability is no less than this. */
export const inDomain = ({ probability }: DistributionCheck, least: number): Uint8Array =>
  Uint8Array.from(probability, p => (p >= least ? 1 : 0))

const rowsWhere = (folds: Int8Array, holds: (fold: number) => boolean): Uint32Array =>
  Uint32Array.from(folds.keys()).filter(i => holds(folds[i]!))

/** Both sides count the same, however many they are. */
function trained(X: SparseMatrix, isLabeled: Uint8Array, rows: Uint32Array): SoftmaxRegression {
  const labeled = rows.reduce((sum, i) => sum + isLabeled[i]!, 0)
  const counts = [rows.length - labeled, labeled]
  const labels = new Float64Array(2 * rows.length)
  rows.forEach((i, at) => (labels[2 * at + isLabeled[i]!] = 1))
  const importance = Float64Array.from(rows, i => rows.length / (2 * Math.max(1, counts[isLabeled[i]!]!)))
  return trainSoftmaxRegression(pickRows(X, rows), {
    labels,
    importance,
    classCount: 2,
    ridge: RIDGE,
    iterations: ITERATIONS,
  })
}

/** By the weight of a column times the difference of its means. */
function tellingColumns(
  X: SparseMatrix,
  isLabeled: Uint8Array,
  model: SoftmaxRegression,
  most: number,
): TellingColumn[] {
  const labeled = isLabeled.reduce((sum, one) => sum + one, 0)
  const difference = new Float64Array(X.columnCount)
  for (let i = 0; i < X.rowCount; i++) {
    const share = isLabeled[i] === 1 ? 1 / labeled : -1 / (X.rowCount - labeled)
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) difference[X.columns[e]!]! += share * X.values[e]!
  }
  const width = X.columnCount + 1
  const gaps = difference.map((mean, f) => Math.abs(mean) * (model.weights[width + f]! - model.weights[f]!))
  return Array.from(gaps, (gap, column) => ({ column, gap }))
    .filter(({ gap }) => gap !== 0)
    .sort((one, other) => Math.abs(other.gap) - Math.abs(one.gap) || one.column - other.column)
    .slice(0, most)
}
