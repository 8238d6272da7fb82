import { evaluate } from '../core/analysis/metrics.ts'
import { type LabelMatrix, votesPerRecord } from '../core/label-matrix.ts'
import type { LabelModelFit } from '../core/label-models/label-model.ts'
import { recordStates } from '../core/states.ts'

/** Every score of a fit against the right classes. */
export function scoresOf(L: LabelMatrix, { posterior, classBalance }: LabelModelFit, truth: Int8Array) {
  const states = recordStates(L, posterior, classBalance)
  return evaluate({ posterior, truth, states, votesPerRecord: votesPerRecord(L), classCount: L.classCount })
}

export const accuracyCovered = (L: LabelMatrix, fitted: LabelModelFit, truth: Int8Array): number =>
  scoresOf(L, fitted, truth).accuracyCovered!

/** The first of the largest probabilities of a record. */
export function bestClassOf(posterior: Float64Array, i: number, k: number): number {
  const row = [...posterior.subarray(i * k, (i + 1) * k)]
  return row.indexOf(Math.max(...row))
}
