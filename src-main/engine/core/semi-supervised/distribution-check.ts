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
  /** The columns that tell most of either side, first those that tell more. */
  columns: TellingColumn[]
}

export interface TellingColumn {
  column: number
  /** What it adds to the gap between the mean log-odds of both sides; above 0. */
  gap: number
  /** Mean of the column over the labeled records, less that over the others. */
  difference: number
  /** Shares of the records of each side in which the column is not 0. */
  labeledShare: number
  otherShare: number
}

export interface DistributionInput {
  seed: number
  /** How many columns of each side are named at most. */
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
  { seed, most = 10, onProgress }: DistributionInput,
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
    const said = predictSoftmaxRegression(X, trained(X, isLabeled, seen), hidden)
    hidden.forEach((i, at) => (probability[i] = said[2 * at + 1]!))
    onProgress?.((fold + 1) / (FOLDS + 1))
  }
  const area = areaUnderCurve(probability, isLabeled)
  const model = trained(
    X,
    isLabeled,
    rowsWhere(folds, () => true),
  )
  const telling = tellingColumns(X, isLabeled, model)
  const named = [1, -1].flatMap(side => telling.filter(({ difference }) => difference * side > 0).slice(0, most))
  return { area, probability, columns: named.sort(moreTelling) }
}

/**
 * The least probability at which a record still counts as of the labeled domain: no more than `share` of the labeled ones
 * have less. Of records that are like the labeled ones, so many are left out by chance.
 */
export function leastInDomain({ probability }: DistributionCheck, isLabeled: Uint8Array, share: number): number {
  const labeled = probability.filter((_, i) => isLabeled[i] === 1).sort()
  return labeled[Math.floor(share * labeled.length)] ?? 0
}

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
    isScaled: true,
  })
}

/** By the weight of a column times the difference of its means. */
function tellingColumns(X: SparseMatrix, isLabeled: Uint8Array, model: SoftmaxRegression): TellingColumn[] {
  const labeled = isLabeled.reduce((sum, one) => sum + one, 0)
  /** [2 × columns] of the others, then of the labeled. */
  const means = new Float64Array(2 * X.columnCount)
  const shares = new Float64Array(2 * X.columnCount)
  for (let i = 0; i < X.rowCount; i++) {
    const from = isLabeled[i]! * X.columnCount
    const one = 1 / (isLabeled[i] === 1 ? labeled : X.rowCount - labeled)
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      means[from + X.columns[e]!]! += one * X.values[e]!
      shares[from + X.columns[e]!]! += one
    }
  }
  const width = X.columnCount + 1
  const telling: TellingColumn[] = []
  for (let column = 0; column < X.columnCount; column++) {
    const difference = means[X.columnCount + column]! - means[column]!
    const gap = difference * (model.weights[width + column]! - model.weights[column]!)
    const [otherShare, labeledShare] = [shares[column]!, shares[X.columnCount + column]!]
    if (gap > 0) telling.push({ column, gap, difference, labeledShare, otherShare })
  }
  return telling.sort(moreTelling)
}

const moreTelling = (one: TellingColumn, other: TellingColumn): number =>
  other.gap - one.gap || one.column - other.column
