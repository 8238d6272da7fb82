import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix } from '../../label-matrix.ts'
import type { FitInput, Kept, LabelModel, LabelModelFit } from '../label-model.ts'
import { fitMajorityVote } from '../models/majority-vote.ts'
import { logLoss, temper, temperatureOn } from './calibration.ts'
import { partOfWork } from './part-of-work.ts'
import { poolModels, type Pooled, weightedMean } from './pool.ts'
import { readAlong } from './read-along.ts'
import { leaveUnreached } from './unreached.ts'

export const auto: LabelModel = {
  id: 'auto',
  title: 'Automatic',
  summary:
    'Asks several label models and the texts, and trusts each as far as it foretells the votes, and the gold once there is some. The right choice unless you know better; says what it did and why.',
  paper:
    'Pooling after Breiman (1996): Stacked regressions; weights by foretelling votes after Stone (1974); calibration after Guo et al. (2017).',
  options: [],
  readsText: true,
  fit: fitAuto,
}

/** From so many gold records on, they have a say in which model is trusted. */
const ENOUGH_GOLD = 10
/** What gold says counts as if it were of so many records at most, as reviewed records are not drawn by chance. */
const MOST_SAY = 10

export function fitAuto(L: LabelMatrix, input: FitInput): LabelModelFit {
  const k = L.classCount
  const goldCount = input.gold.reduce((count, c) => count + (c === NONE ? 0 : 1), 0)
  if (goldCount < ENOUGH_GOLD && votingLfs(L) < 3) {
    const reason = 'Fewer than three LFs vote, so nothing tells which of them is right: each counts alike.'
    return { ...fitMajorityVote(L, input), reason }
  }
  if (goldCount < ENOUGH_GOLD) return withText(L, input, poolModels(L, partOfWork(input, 0, 0.6)), 'of the votes')
  const blind = input.kept?.blind ?? withoutGold(L, partOfWork(input, 0, 0.3))
  const shares = trusted(blind, input.gold, k)
  const pooled = poolModels(L, partOfWork(input, 0.3, 0.6), shares)
  const judged = weightedMean(
    blind.map(member => member.posterior),
    shares,
  )
  const fitted = withText(L, input, pooled, `of the votes and of ${goldCount} gold records`)
  const temperature = temperatureOn(judged, input.gold, k)
  temper(fitted.posterior, input.gold, k, temperature)
  leaveUnreached(fitted, L, input)
  return {
    ...fitted,
    logWeights: fitted.logWeights?.map(weight => weight / temperature),
    logPrior: fitted.logPrior?.map(weight => weight / temperature),
    kept: { ...fitted.kept, blind },
    reason: `${fitted.reason} ${calibrationWords(temperature)}`.trim(),
  }
}

function withoutGold(L: LabelMatrix, input: FitInput): Members {
  const { members } = poolModels(L, { ...input, gold: new Int8Array(input.gold.length).fill(NONE) })
  return members.map(({ share, posterior }) => ({ share, posterior }))
}

type Members = NonNullable<Kept['blind']>

function votingLfs(L: LabelMatrix): number {
  let count = 0
  for (let j = 0; j < L.lfCount; j++) if (columnOf(L, j).some(vote => vote >= 0)) count++
  return count
}

/**
 * Shares by how little the gold surprises a model that has not seen it, once its probabilities are as sure as they should
 * be: the mean is tempered in the end, so a model must not win by being timid.
 */
function trusted(members: Members, gold: Int8Array, k: number): number[] {
  const count = gold.reduce((sum, c) => sum + (c === NONE ? 0 : 1), 0)
  const losses = members.map(({ posterior }) => logLoss(posterior, gold, k, temperatureOn(posterior, gold, k)))
  const best = Math.min(...losses)
  const weights = members.map(({ share }, at) => share * Math.exp(-Math.min(count, MOST_SAY) * (losses[at]! - best)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

function withText(L: LabelMatrix, input: FitInput, { members, ...pooled }: Pooled, evidence: string): LabelModelFit {
  const named = members
    .filter(({ share }) => share >= 0.1)
    .sort((a, b) => b.share - a.share)
    .map(({ model, share }) => `${model.title} ${Math.round(100 * share)} %`)
  const reason = `Each model counts as far as it foretells what it has not seen ${evidence}: ${named.join(', ')}.`
  const fitted = input.features ? { ...pooled, ...readAlong(L, input, pooled, input.features) } : pooled
  leaveUnreached(fitted, L, input)
  const text = input.features ? ' The texts count beside the votes.' : ''
  return { ...fitted, reason: reason + text }
}

function calibrationWords(temperature: number): string {
  if (temperature === 1) return ''
  return temperature > 1
    ? 'Gold shows that they are too sure of themselves, so probabilities were drawn towards even.'
    : 'Gold shows that they are right more often than they say, so probabilities were sharpened.'
}
