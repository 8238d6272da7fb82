import type { ClassIndex } from '../../../../src-shared/vocabulary.ts'
import { NONE, STATES } from '../../../../src-shared/vocabulary.ts'

const PSEUDO = STATES.indexOf('pseudo')

/** What a model proposes, by its own posterior and states; review comes on top and is not in it. */
export interface Proposals {
  /** [n × k] */
  posterior: Float64Array
  /** [n] index into STATES by votes and model alone. */
  states: Uint8Array
}

export interface Disagreement {
  /** Records to which both models propose the same class, or neither one. */
  same: number
  /** Both propose a class, another one. */
  other: number
  /** Only the first, only the second proposes a class. */
  onlyFirst: number
  onlySecond: number
  /** Rows on which they differ: first where both propose, then by how far the probabilities are apart. */
  rows: Uint32Array
}

/** The class that a model proposes for a record; NONE where it is tied or not reached. */
export function proposalOf({ posterior, states }: Proposals, i: number, k: number): ClassIndex {
  if (states[i] !== PSEUDO) return NONE
  let best = 0
  for (let c = 1; c < k; c++) if (posterior[i * k + c]! > posterior[i * k + best]!) best = c
  return best
}

/** Where two models propose different classes, among the records of a mask [n]. */
export function disagreement(a: Proposals, b: Proposals, among: Uint8Array, k: number): Disagreement {
  const found = { same: 0, other: 0, onlyFirst: 0, onlySecond: 0 }
  const rows: number[] = []
  const rank = new Float64Array(among.length)
  for (let i = 0; i < among.length; i++) {
    if (among[i] === 0) continue
    const [x, y] = [proposalOf(a, i, k), proposalOf(b, i, k)]
    if (x === y) {
      found.same++
      continue
    }
    const isBoth = x !== NONE && y !== NONE
    if (isBoth) found.other++
    else if (y === NONE) found.onlyFirst++
    else found.onlySecond++
    rank[i] = apart(a.posterior, b.posterior, i * k, k) + (isBoth ? 1 : 0)
    rows.push(i)
  }
  rows.sort((i, j) => rank[j]! - rank[i]! || i - j)
  return { ...found, rows: Uint32Array.from(rows) }
}

/** Total variation, 0..1: half the sum of what the probabilities differ by. */
function apart(p: Float64Array, q: Float64Array, row: number, k: number): number {
  let sum = 0
  for (let c = row; c < row + k; c++) sum += Math.abs(p[c]! - q[c]!)
  return sum / 2
}
