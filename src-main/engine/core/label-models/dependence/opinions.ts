import type { LabelMatrix } from '../../label-matrix.ts'
import { balanceOfGold, checkedBalance } from '../em/class-balance.ts'
import { type DawidSkenePrior, dawidSkenePrior } from '../em/dawid-skene-prior.ts'
import { countedVotes, type EmModel, logBalance, solveOnSample } from '../em/em.ts'
import { countAll, emptyExpectation, type Expectation } from '../em/expectation.ts'
import { accuracyPerClass } from '../em/accuracy-per-class.ts'
import type { FitInput } from '../label-model.ts'
import { type VotePairs, votePairs } from '../votes/vote-pairs.ts'
import { type VoteRows, voteRows, withTotals } from '../votes/vote-rows.ts'
import { type Dependence, dependence, nearCopies, shareOut } from './dependence.ts'

/** What models need to know of the LFs before they look at single records. */
export interface Opinions {
  /** Every vote counted in full. */
  all: VoteRows
  pairs: VotePairs
  /** The votes of LFs that follow each other share their weight. */
  rows: VoteRows
  /** [m] number of the group of LFs that follow each other; −1 for an LF of its own mind. */
  groups: Int32Array
  /** [m × m] how far one LF follows the other. */
  follows: Float64Array
  prior: DawidSkenePrior
  /** [k] P(class) before any vote is seen. */
  balance: Float64Array
  /** What a quick model makes of the votes, each counted in full; absent without a prior. */
  expected?: Expectation
}

/** The input of several models of the same votes and gold: what they share is found once for all of them. */
export interface PreparedInput extends Pick<FitInput, 'gold' | 'classBalance' | 'options'> {
  opinions?: Opinions
}

/**
 * The prior, and the LFs that depend on each other: near copies first, then what a quick model without them does
 * not explain. Without smoothing there is no prior, and every LF counts in full.
 */
export function opinionsOf(L: LabelMatrix, input: PreparedInput): Opinions {
  if (input.opinions) return input.opinions
  const { lfCount: m, classCount: k } = L
  const { smoothing } = input.options as { smoothing: number }
  const all = voteRows(L, input.gold)
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const balance = given ?? balanceOfGold(input.gold, k)
  const prior = dawidSkenePrior(L, all, input.gold, balance, smoothing)
  const pairs = votePairs(all, k)
  if (smoothing === 0) {
    const nobody = { groups: new Int32Array(m).fill(-1), follows: new Float64Array(m * m) }
    return { all, pairs, rows: all, prior, balance, ...nobody }
  }
  const expected = quickExpectation(all, prior, pairs, m, given)
  const found = dependence(pairs, expected, m)
  return { all, pairs, prior, balance, rows: shareOut(all, found), expected, ...found }
}

/** Which LFs follow each other, whatever model weighs them. */
export function findDependence(L: LabelMatrix, gold: Int8Array): Dependence {
  const { groups, follows } = opinionsOf(L, { gold, options: { smoothing: 1 } })
  return { groups, follows }
}

/** What a quick model with an accuracy per class expects, on a sample, of the votes, near copies counting as one. */
function quickExpectation(
  rows: VoteRows,
  prior: DawidSkenePrior,
  pairs: VotePairs,
  m: number,
  given: Float64Array | undefined,
): Expectation {
  const k = prior.records.length
  const quick: EmModel = {
    prior,
    estimate: (expected, imagined) => ({
      bias: logBalance(expected, imagined, given),
      weights: accuracyPerClass(countedVotes(expected, imagined), k),
    }),
  }
  const { some, share, result } = solveOnSample(shareOut(rows, nearCopies(pairs, m, k)), quick)
  const full = emptyExpectation(some, k)
  full.posterior.set(result.posterior)
  countAll(inFull(some), full)
  return { ...full, votes: full.votes.map(v => v / share), records: full.records.map(c => c / share) }
}

/** Every vote counted in full again. */
function inFull(rows: VoteRows): VoteRows {
  const { rowCount, codeCount, starts, codes, weights, gold, rowOf } = rows
  return withTotals({ rowCount, codeCount, starts, codes, weights, gold, rowOf })
}
