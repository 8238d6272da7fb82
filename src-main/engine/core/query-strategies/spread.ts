import { NONE } from '../../../../src-shared/vocabulary.ts'
import { rank } from './rank.ts'
import { scoreCandidates, type StrategyInput } from './query-strategy.ts'

/** Records of a cluster that get a place of their own; the rest comes after them. */
const PLACES = 200
/** A record that is like no other counts still. */
const LEAST_TYPICAL = 0.02
/** Records without a place rank below this. */
const AFTER = 1e-6

/**
 * [n] Turns a weight per record, [n] 0..1, into a ranking that goes from cluster to cluster: the next record is asked of the
 * cluster that holds most weight for each answer it has or will have had by then, and there of those that weigh most and,
 * unless all count alike, are most like the rest. So no cluster is asked twice while another knows less, and an answer
 * speaks for many records.
 *
 * Without a landscape the weights rank. Xu, Akella, Zhang (2007): Incorporating diversity and density in active learning
 * for relevance feedback. ECIR.
 */
export function spread(input: StrategyInput, weights: Float64Array, prefersTypical = true): Float64Array {
  const { landscape, gold, candidates, seed } = input
  if (!landscape) return scoreCandidates(input, row => weights[row]!)
  const { clusters, clusterCount, typical } = landscape
  const held = new Float64Array(clusterCount)
  const answers = new Float64Array(clusterCount)
  const within = scoreCandidates(input, row => weights[row]! * (prefersTypical ? LEAST_TYPICAL + typical[row]! : 1))
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0)
  for (let row = 0; row < weights.length; row++) {
    const cluster = clusters[row]!
    if (cluster < 0) continue
    if (gold[row] !== NONE) answers[cluster]!++
    if (candidates[row] === 1) held[cluster]! += weights[row]!
  }
  const places = placesWithin(clusters, clusterCount, within, seed)
  const total = held.reduce((sum, weight) => sum + weight, 0) || 1
  return scoreCandidates(input, row => {
    const cluster = clusters[row]!
    const place = places.get(row)
    if (place === undefined) return (AFTER * weights[row]!) / (heaviest || 1)
    return AFTER + (1 - AFTER) * (held[cluster]! / total / (1 + answers[cluster]! + place))
  })
}

/** Row → its place among the best of its cluster, from 0. */
function placesWithin(
  clusters: Int32Array,
  clusterCount: number,
  within: Float64Array,
  seed: number,
): Map<number, number> {
  const sizes = new Int32Array(clusterCount)
  for (const cluster of clusters) if (cluster >= 0) sizes[cluster]!++
  const members = Array.from(sizes, size => new Int32Array(size))
  const filled = new Int32Array(clusterCount)
  clusters.forEach((cluster, row) => {
    if (cluster >= 0) members[cluster]![filled[cluster]!++] = row
  })
  const places = new Map<number, number>()
  for (const rows of members) {
    const scores = new Float64Array(rows.length)
    for (let at = 0; at < rows.length; at++) scores[at] = within[rows[at]!]!
    const order = rank(scores, PLACES, seed)
    order.forEach((at, place) => places.set(rows[at]!, place))
  }
  return places
}
