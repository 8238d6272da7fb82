import { NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import type { FitInput, Kept, LabelModel } from '../label-models/label-model.ts'
import { recordStates } from '../states.ts'
import { trainingLabels, type TrainingLabels } from './training-labels.ts'

/** The label model whose pseudo-labels an end model learns from, and which records it may learn from. */
export interface LabelSource {
  L: LabelMatrix
  model: LabelModel
  /** With the gold that taught it. */
  input: Omit<FitInput, 'onProgress' | 'kept'>
  /** [n] index into SPLITS, NONE without a split. */
  splits: Int8Array
  /** [n] 0 for deleted records. */
  live: Uint8Array
}

/**
 * Gives what an end model may learn from that is to be asked about some rows: what a label model says of a record it has
 * also from the gold of others that read like it, so it is fitted again without the gold of these rows. Nothing where none
 * of them has gold.
 */
export function labelsWithoutGoldOf({ L, model, input, splits, live }: LabelSource) {
  let blind: Kept['blind']
  return (rows: Uint32Array): TrainingLabels | undefined => {
    const hidden = rows.filter(i => input.gold[i] !== NONE)
    if (hidden.length === 0) return undefined
    const gold = input.gold.slice()
    for (const i of hidden) gold[i] = NONE
    // Of what a fit keeps only this knows no gold.
    const { posterior, classBalance, kept } = model.fit(L, { ...input, gold, kept: { blind } })
    blind = kept?.blind
    return trainingLabels({
      classCount: L.classCount,
      gold,
      splits,
      isLive: row => live[row] === 1,
      proposals: { posterior, states: recordStates(L, posterior, classBalance), taught: gold },
    })
  }
}
