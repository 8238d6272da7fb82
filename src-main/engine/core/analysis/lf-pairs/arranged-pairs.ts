import { clusterOrder } from './cluster-order.ts'
import { type LfPairs, pairAt } from './lf-pairs.ts'

/** Pairs in an order in which LFs that vote alike stand together. */
export interface ArrangedPairs {
  /** [m] the LF at each position. */
  order: Int32Array
  /** Of the LFs in that order. */
  pairs: LfPairs
}

/** LFs without a record in common stand by the class that they vote most: so little alike that is. */
const OF_ONE_CLASS = 0.001

/** Alike is the share of the records on which either votes where both vote the same. */
export function arrangePairs(pairs: LfPairs, m: number): ArrangedPairs {
  const { votes, both, same, mostVoted } = pairs
  const similarity = new Float64Array(both.length)
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, at++) {
      const either = votes[i]! + votes[j]! - both[at]!
      similarity[at] = either === 0 ? 0 : same[at]! / either
      if (mostVoted[i] === mostVoted[j]) similarity[at]! += OF_ONE_CLASS
    }
  }
  const order = clusterOrder(similarity, m)
  return { order, pairs: inOrder(pairs, order) }
}

function inOrder(pairs: LfPairs, order: Int32Array): LfPairs {
  const m = order.length
  const sorted: LfPairs = {
    votes: order.map(j => pairs.votes[j]!),
    polarity: Array.from(order, j => pairs.polarity[j]!),
    mostVoted: order.map(j => pairs.mostVoted[j]!),
    both: new Int32Array(pairs.both.length),
    same: new Int32Array(pairs.both.length),
    kappa: new Float64Array(pairs.both.length),
    correlation: new Float64Array(pairs.both.length),
  }
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, at++) {
      const from = pairAt(order[i]!, order[j]!, m)
      sorted.both[at] = pairs.both[from]!
      sorted.same[at] = pairs.same[from]!
      sorted.kappa[at] = pairs.kappa[from]!
      sorted.correlation[at] = pairs.correlation[from]!
    }
  }
  return sorted
}
