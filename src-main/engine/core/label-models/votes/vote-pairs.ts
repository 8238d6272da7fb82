import type { VoteRows } from './vote-rows.ts'

/**
 * How often two LFs vote together, next to what would be if their votes had nothing to do with each other. Abstaining
 * enters only as not voting, so LFs that vote one class and LFs that were not run on every record are told of as well.
 */
export interface VotePairs {
  /** Every kind of vote that occurs, as a code `j * k + vote`. */
  codes: Uint32Array
  /** [p] how many records have it. */
  totals: Float64Array
  /** [p × p] how many records have both; 0 within an LF. */
  together: Float64Array
  /** [p × p] P(both) / (P(one) · P(other)), near 1 where they are independent; 1 within an LF. Few pairs pull it to 1. */
  lift: Float64Array
  /** [p × p] 1 for pairs that tell how good the LFs are, 0 within an LF. */
  known: Uint8Array
  recordCount: number
}

/** Statistics of so many rows are good enough. */
const ENOUGH = 200_000
/** Imagined pairs that are just as frequent as chance has it. */
const BY_CHANCE = 0.5

export function votePairs(rows: VoteRows, k: number): VotePairs {
  const codes = Uint32Array.from(rows.totals.keys()).filter(code => rows.totals[code]! > 0)
  const size = codes.length
  const position = new Uint32Array(rows.codeCount)
  codes.forEach((code, at) => (position[code] = at))
  const recordCount = rows.rowOf.length
  const totals = Float64Array.from(codes, code => rows.totals[code]!)
  const together = new Float64Array(size * size)
  /** Where the rows of `together` begin for the votes of a row of L that came before. */
  const seen = new Uint32Array(rows.codeCount / k)
  const stride = Math.max(1, Math.ceil(rows.rowCount / ENOUGH))
  for (let r = 0; r < rows.rowCount; r += stride) {
    const weight = rows.weights[r]! * stride
    const from = rows.starts[r]!
    const count = rows.starts[r + 1]! - from
    for (let e = 0; e < count; e++) {
      const at = position[rows.codes[from + e]!]!
      for (let before = 0; before < e; before++) together[seen[before]! + at]! += weight
      seen[e] = at * size
    }
  }
  const lift = new Float64Array(size * size).fill(1)
  const known = new Uint8Array(size * size)
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      if (Math.floor(codes[a]! / k) === Math.floor(codes[b]! / k)) continue
      together[b * size + a] = together[a * size + b]!
      const expected = (totals[a]! * totals[b]!) / recordCount
      // Codes are in the order of the LFs, as they are in each row.
      const ratio = (together[a * size + b]! + BY_CHANCE) / (expected + BY_CHANCE)
      lift[a * size + b] = ratio
      lift[b * size + a] = ratio
      known[a * size + b] = 1
      known[b * size + a] = 1
    }
  }
  return { codes, totals, together, lift, known, recordCount }
}
