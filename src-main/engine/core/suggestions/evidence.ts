import { NONE } from '../../../../src-shared/vocabulary.ts'

/** A record that is only believed to be of a class counts as so much of one with gold, and all of them as so many. */
const BELIEVED = 0.15
const BELIEVED_AT_MOST = 10
/** Imagined records with gold that hold the class balance: few seen, little known. */
const IMAGINED = 2
/** Standard deviations between the expected precision and its bound. */
const Z = 1

export interface Evidence {
  /** [k] records with gold of each class; `known` in all */
  gold: Float64Array
  known: number
  /** [k] expected precision for each class */
  precision: Float64Array
  /** [k] its lower bound */
  atLeast: Float64Array
}

/** What is known of the records of the sample. */
export interface Beliefs {
  /** [s] */
  gold: Int8Array
  /** [s × k] */
  beliefs: Float64Array
  /** [k] */
  balance: Float64Array
}

/**
 * How right a pattern would be, for each class: gold counts in full; what is believed of the other records is discounted;
 * the rest is the class balance. The bound is the score interval of Wilson (1927) over that many records in effect.
 */
export function evidenceOf(found: Int32Array, { gold, beliefs, balance }: Beliefs): Evidence {
  const k = balance.length
  const seen = new Float64Array(k)
  const believed = new Float64Array(k)
  let known = 0
  for (const s of found) {
    if (gold[s] === NONE) for (let c = 0; c < k; c++) believed[c]! += beliefs[s * k + c]!
    else {
      seen[gold[s]!]!++
      known++
    }
  }
  const others = found.length - known
  const weight = Math.min(BELIEVED_AT_MOST, BELIEVED * others)
  const n = known + weight + IMAGINED
  const precision = new Float64Array(k)
  for (let c = 0; c < k; c++) {
    const share = others > 0 ? believed[c]! / others : 0
    precision[c] = (seen[c]! + weight * share + IMAGINED * balance[c]!) / n
  }
  return { gold: seen, known, precision, atLeast: precision.map(share => lowerBound(share, n)) }
}

function lowerBound(share: number, n: number): number {
  const z2 = (Z * Z) / n
  return (share + z2 / 2 - Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n))) / (1 + z2)
}

/** [k] of gold and beliefs, with one imagined record of each class. */
export function balanceOf(gold: Int8Array, proposed: Int8Array, k: number): Float64Array {
  const counts = new Float64Array(k).fill(1)
  let isTaught = false
  for (const c of gold) {
    if (c === NONE) continue
    counts[c]!++
    isTaught = true
  }
  if (!isTaught) for (const c of proposed) if (c !== NONE) counts[c]!++
  const all = counts.reduce((sum, count) => sum + count, 0)
  return counts.map(count => count / all)
}
