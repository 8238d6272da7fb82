import { NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import { recordStates } from '../states.ts'
import type { FitInput, Kept, LabelModel } from './label-model.ts'

export interface CrossFit {
  /** [n × k] */
  posterior: Float64Array
  /** [n] index into STATES: of each record by the fit that scored it, whose class balance is its own. */
  states: Uint8Array
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
  let blind: Kept['blind']
  const fit = (gold: Int8Array, done: number) => {
    const onProgress = input.onProgress && ((share: number) => input.onProgress!((done + share) / (rounds + 1)))
    // Of what a fit keeps only this knows no gold.
    const fitted = model.fit(L, { ...input, gold, kept: { blind }, ...(onProgress && { onProgress }) })
    const { posterior, classBalance, kept } = fitted
    blind = kept?.blind
    return { posterior, states: recordStates(L, posterior, classBalance) }
  }
  const { posterior, states } = fit(input.gold, 0)
  const k = L.classCount
  for (let fold = 0; fold < rounds; fold++) {
    const hidden = withGold.filter((_, at) => at % rounds === fold)
    const gold = input.gold.slice()
    for (const i of hidden) gold[i] = NONE
    const unseen = fit(gold, fold + 1)
    for (const i of hidden) {
      posterior.set(unseen.posterior.subarray(i * k, (i + 1) * k), i * k)
      states[i] = unseen.states[i]!
    }
  }
  return { posterior, states }
}
