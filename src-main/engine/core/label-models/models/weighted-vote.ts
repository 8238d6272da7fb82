import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { opinionsOf } from '../dependence/opinions.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { expectVoteShares } from '../em/expectation.ts'
import { type ImaginedVotes, imaginedVotes } from '../em/imagined-votes.ts'
import { iterationsOption, smoothingOption } from '../em/options.ts'
import { learnedAccuracy, posteriorOfRecords } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

export const weightedVote: LabelModel = {
  id: 'weighted-vote',
  title: 'Weighted vote',
  summary:
    'A majority vote in which each LF counts as far as it is better than guessing, which is found by repeated voting. Easy to explain and steady; right where LFs differ in quality but overlap too little for Dawid-Skene.',
  paper: 'Li, Yu (2014): Error rate bounds and iterative weighted majority voting for crowdsourcing. arXiv:1411.4086.',
  options: [
    smoothingOption,
    iterationsOption(
      20,
      'More rounds of voting let good LFs gain more; 1 weighs each LF by its agreement with the plain vote.',
      1000,
    ),
  ],
  fit: fitWeightedVote,
}

/** Weights that move by less have settled. */
const SETTLED = 1e-9
/** An LF no better than guessing still decides where nobody else votes. */
const LEAST = 1e-3
/** Less than the least vote of another LF. */
const NOBODY = 1e-9

/** Posterior = shares of the votes, each weighing (k · accuracy − 1) / (k − 1) of its LF; gold is known truth. */
export function fitWeightedVote(L: LabelMatrix, input: FitInput): LabelModelFit {
  const { lfCount: m, classCount: k } = L
  const { iterations } = input.options as { iterations: number }
  const given = input.classBalance && checkedBalance(input.classBalance, k)
  const { rows, prior, groups } = opinionsOf(L, input)
  const known = knownVotes(rows, imaginedVotes(prior), k)
  const weights = new Float64Array(m).fill(1)
  let result = expectVoteShares(rows, k)
  let moved = Infinity
  let round = 0
  for (; round < iterations && moved > SETTLED; round++) {
    moved = reweigh(weights, agreementWithOthers(rows, weights, k), known, k)
    result = expectVoteShares(rows, k, weights)
    input.onProgress?.((round + 1) / iterations)
  }
  const classBalance = given ?? estimatedBalance(result.records)
  return {
    posterior: posteriorOfRecords(rows, result.posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, result.votes, k),
    history: [],
    stopped: moved > SETTLED ? 'iterations' : 'converged',
    groups,
  }
}

interface Agreement {
  /** [m] votes with which the others of the record, or its gold, agree. */
  right: Float64Array
  /** [m] votes on records on which others vote, or that are gold. */
  all: Float64Array
}

/**
 * How far each LF agrees with the weighed vote of the others of its records. With its own vote among them an LF that often
 * votes alone would agree with itself, and copies with each other.
 */
function agreementWithOthers(rows: VoteRows, weights: Float64Array, k: number): Agreement {
  const right = new Float64Array(weights.length)
  const all = new Float64Array(weights.length)
  const byClass = new Float64Array(k)
  const { starts, codes, shares, follows } = rows
  for (let r = 0; r < rows.rowCount; r++) {
    if (rows.gold[r] !== NONE) continue
    const from = starts[r]!
    const to = starts[r + 1]!
    let total = 0
    byClass.fill(0)
    for (let e = from; e < to; e++) {
      const worth = weights[Math.floor(codes[e]! / k)]! * (shares?.[e] ?? 1)
      byClass[codes[e]! % k]! += worth
      total += worth
    }
    for (let e = from; e < to; e++) {
      const j = Math.floor(codes[e]! / k)
      const share = shares?.[e] ?? 1
      let others = total - weights[j]! * share
      let agree = byClass[codes[e]! % k]! - weights[j]! * share
      if (follows && share < 1) {
        for (let o = from; o < to; o++) {
          const other = Math.floor(codes[o]! / k)
          const copied = follows[j * weights.length + other]! * weights[other]! * shares![o]!
          others -= copied
          if (codes[o]! % k === codes[e]! % k) agree -= copied
        }
      }
      if (others < NOBODY) continue
      right[j]! += (rows.weights[r]! * share * agree) / others
      all[j]! += rows.weights[r]! * share
    }
  }
  return { right, all }
}

/** [m] 0 for guessing, 1 for always right. */
const skillsOf = ({ right, all }: Agreement, k: number): Float64Array =>
  right.map((count, j) => (all[j] === 0 ? 0 : ((k * count) / all[j]! - 1) / (k - 1)))

/**
 * Sets each weight by how far the LF agrees; returns how far the weights moved. Where errors fall on the other classes
 * alike, an LF of skill s agrees with others of skill t as one of skill s · t would with the truth, so that the agreement
 * itself tells t, which is the mean skill of those who are asked, each as far as it counts.
 */
function reweigh(weights: Float64Array, withOthers: Agreement, known: Agreement, k: number): number {
  const skills = skillsOf(withOthers, k).map(skill => Math.max(0, skill))
  let squares = 0
  let sum = 0
  skills.forEach((skill, j) => {
    squares += withOthers.all[j]! * skill * skill
    sum += withOthers.all[j]! * skill
  })
  const skillOfOthers = sum === 0 ? 1 : Math.sqrt(squares / sum)
  let moved = 0
  for (let j = 0; j < weights.length; j++) {
    const accuracy = (1 + (k - 1) * Math.min(1, skills[j]! / skillOfOthers)) / k
    const all = withOthers.all[j]! + known.all[j]!
    const mean = all === 0 ? 1 / k : (withOthers.all[j]! * accuracy + known.right[j]!) / all
    const weight = Math.max(LEAST, (k * mean - 1) / (k - 1))
    moved = Math.max(moved, Math.abs(weight - weights[j]!))
    weights[j] = weight
  }
  return moved
}

/** What is known without the others: imagined votes, and those on gold. */
function knownVotes(rows: VoteRows, { right, wrong }: ImaginedVotes, k: number): Agreement {
  const known = { right: right.slice(), all: right.map((count, j) => count + wrong[j]!) }
  for (let r = 0; r < rows.rowCount; r++) {
    if (rows.gold[r] === NONE) continue
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const count = rows.weights[r]! * (rows.shares?.[e] ?? 1)
      known.all[Math.floor(rows.codes[e]! / k)]! += count
      if (rows.codes[e]! % k === rows.gold[r]) known.right[Math.floor(rows.codes[e]! / k)]! += count
    }
  }
  return known
}
