import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { type Opinions, opinionsOf, type PreparedInput } from '../dependence/opinions.ts'
import type { LogLinear } from '../em/expectation.ts'
import { smoothingOption } from '../em/options.ts'
import { weightsByClass } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { dawidSkene } from '../models/dawid-skene.ts'
import { mace } from '../models/mace.ts'
import { matrixCompletion } from '../models/matrix-completion.ts'
import { oneCoin } from '../models/one-coin.ts'
import { triplet } from '../models/triplet.ts'
import { sampleRows, type VoteRows } from '../votes/vote-rows.ts'
import { heldOutVotes } from './held-out-votes.ts'
import { partOfWork } from './part-of-work.ts'

export interface Pooled extends LabelModelFit {
  /** The models that were asked, with their share in the answer. */
  members: { model: LabelModel; share: number; posterior: Float64Array }[]
}

const models: readonly LabelModel[] = [dawidSkene, oneCoin, mace, matrixCompletion, triplet]

/** Rows on which the models are compared. */
const ENOUGH = 5_000
/** A model that foretells the votes of a record worse by this, in nats, has 1/e of the share of the best. */
const PATIENCE = 1

/**
 * The mean of what five different models say, each with a share by how well it foretells each vote from the others of
 * its record, less what its parameters cost (Akaike 1974). Where the votes do not tell the models apart, all count alike:
 * their errors differ, and the mean is steadier and better calibrated than any of them.
 *
 * `known` shares are taken as they are. Breiman (1996): Stacked regressions. Machine Learning 24.
 */
export function poolModels(L: LabelMatrix, input: FitInput, known?: readonly number[]): Pooled {
  const opinions = opinionsOf(L, { ...input, options: { smoothing: smoothingOption.default } })
  const fits = models.map((model, at) => {
    const options = Object.fromEntries(model.options.map(option => [option.id, option.default]))
    const part = partOfWork(input, at / (models.length + 1), (at + 1) / (models.length + 1))
    const prepared: FitInput & PreparedInput = { ...part, options, opinions }
    return { model, ...model.fit(L, prepared) }
  })
  const shares = known ?? sharesOf(opinions, fits)
  const mean = (pick: (fitted: LabelModelFit) => Float64Array) => weightedMean(fits.map(pick), shares)
  const posterior = mean(fitted => fitted.posterior)
  // The shares sum up to 1 but for rounding.
  for (let i = 0; i < input.gold.length; i++) {
    if (input.gold[i] !== NONE) posterior[i * L.classCount + input.gold[i]!] = 1
  }
  return {
    posterior,
    classBalance: input.classBalance ? fits[0]!.classBalance : mean(fitted => fitted.classBalance),
    lfAccuracy: mean(fitted => fitted.lfAccuracy),
    logWeights: mean(fitted => fitted.logWeights!),
    logPrior: mean(fitted => fitted.logPrior!),
    groups: fits[0]!.groups,
    follows: fits[0]!.follows,
    history: [],
    stopped: fits.some(fitted => fitted.stopped === 'iterations') ? 'iterations' : 'converged',
    members: fits.map(({ model, posterior }, at) => ({ model, share: shares[at]!, posterior })),
  }
}

function sharesOf({ all, balance }: Opinions, fits: (LabelModelFit & { model: LabelModel })[]): number[] {
  const k = balance.length
  const rows = all.rowCount > ENOUGH ? sampleRows(all, ENOUGH) : all
  const costs = parameterCounts(all, k)
  const scores = fits.map(({ model, classBalance, logWeights }) => {
    const found: LogLinear = { bias: classBalance.map(Math.log), weights: weightsByClass(logWeights!, k) }
    return heldOutVotes(rows, found) - costs[model.id]! / Math.max(1, all.learned)
  })
  const best = Math.max(...scores)
  const weights = scores.map(score => Math.exp((score - best) / PATIENCE))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

/** What each model learns of the LFs that vote more than one class; of others there is nothing to foretell. */
function parameterCounts({ totals, codeCount }: VoteRows, k: number): Record<string, number> {
  let lfs = 0
  let kinds = 0
  for (let j = 0; j < codeCount; j += k) {
    const voted = totals.subarray(j, j + k).filter(count => count > 0).length
    if (voted < 2) continue
    lfs++
    kinds += voted
  }
  return {
    'dawid-skene': k * (kinds - lfs),
    'one-coin': lfs,
    mace: kinds,
    'matrix-completion': (k - 1) * kinds,
    triplet: kinds,
  }
}

export function weightedMean(arrays: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const mean = new Float64Array(arrays[0]!.length)
  arrays.forEach((values, at) => {
    for (let x = 0; x < mean.length; x++) mean[x]! += shares[at]! * values[x]!
  })
  return mean
}
