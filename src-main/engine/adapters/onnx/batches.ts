/** Rows of about the same length, so that little is computed for padding. */
export interface Batch {
  /** Indices of the rows. */
  rows: number[]
  /** Of the longest row. */
  length: number
}

/** Tokens of a batch, padding included: enough to keep a processor busy, few enough for its caches. */
const MOST_TOKENS = 8_192

/** Shortest rows first: what does not fit into memory is then met at the end, with most of the work done. */
export function batchesByLength(lengths: readonly number[], mostRows: number, mostTokens = MOST_TOKENS): Batch[] {
  const order = lengths.map((_, row) => row).sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const batches: Batch[] = []
  for (const row of order) {
    const length = lengths[row]!
    const last = batches.at(-1)
    const fits = last && last.rows.length < mostRows && (last.rows.length + 1) * length <= mostTokens
    if (fits) {
      last.rows.push(row)
      last.length = length
    } else batches.push({ rows: [row], length })
  }
  return batches
}

export function halved({ rows, length }: Batch): Batch[] {
  const middle = Math.ceil(rows.length / 2)
  return [rows.slice(0, middle), rows.slice(middle)].map(half => ({ rows: half, length }))
}
