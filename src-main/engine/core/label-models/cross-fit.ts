import { NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import type { FitInput, LabelModel } from './label-model.ts'

export interface CrossFit {
  /** [n × k] */
  posterior: Float64Array
  /** [k] of the fit that saw all gold. */
  classBalance: Float64Array
}

/**
 * The posterior of a fit, in which each record with gold is scored by a fit that did not see its gold: the gold
 * records are dealt into folds, and each fold is hidden in turn. Same seed, same folds.
 */
export function crossFit(model: LabelModel, L: LabelMatrix, input: FitInput, folds: number): CrossFit {
  const withGold: number[] = []
  for (let i = 0; i < input.gold.length; i++) if (input.gold[i] !== NONE) withGold.push(i)
  shuffle(withGold, createRandom(input.seed))
  const rounds = Math.min(folds, withGold.length)
  const fit = (gold: Int8Array, done: number) => {
    const onProgress = input.onProgress && ((share: number) => input.onProgress!((done + share) / (rounds + 1)))
    return model.fit(L, { ...input, gold, ...(onProgress && { onProgress }) })
  }
  const { posterior, classBalance } = fit(input.gold, 0)
  const k = L.classCount
  for (let fold = 0; fold < rounds; fold++) {
    const hidden = withGold.filter((_, at) => at % rounds === fold)
    const gold = input.gold.slice()
    for (const i of hidden) gold[i] = NONE
    const unseen = fit(gold, fold + 1).posterior
    for (const i of hidden) posterior.set(unseen.subarray(i * k, (i + 1) * k), i * k)
  }
  return { posterior, classBalance }
}
