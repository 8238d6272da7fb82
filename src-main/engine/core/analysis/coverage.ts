/** Records of a group, and those of them on which an LF votes. */
export interface GroupCoverage {
  records: number
  covered: number
}

/** [groups] over the rows of the mask; `groupOf` [n] is below 0 for a record that is in none. */
export function coverageByGroup(
  groupOf: Int32Array,
  groupCount: number,
  votesPerRecord: Uint16Array,
  rows: Uint8Array,
): GroupCoverage[] {
  const groups = Array.from({ length: groupCount }, () => ({ records: 0, covered: 0 }))
  for (let i = 0; i < groupOf.length; i++) {
    const group = groups[groupOf[i]!]
    if (rows[i] === 0 || !group) continue
    group.records++
    if (votesPerRecord[i]! > 0) group.covered++
  }
  return groups
}

/** How many records have so many votes, both ends included. */
export interface VoteBin {
  from: number
  to: number
  records: number
}

const MOST_BINS = 16

/** Records without a vote have a bin of their own; beyond that as many numbers share one as needed for few bins. */
export function binVotes(votesPerRecord: Uint16Array, rows: Uint8Array): VoteBin[] {
  let most = 0
  for (let i = 0; i < rows.length; i++) if (rows[i] === 1 && votesPerRecord[i]! > most) most = votesPerRecord[i]!
  const width = Math.max(1, Math.ceil(most / (MOST_BINS - 1)))
  const bins = [{ from: 0, to: 0, records: 0 }]
  for (let from = 1; from <= most; from += width) bins.push({ from, to: Math.min(from + width - 1, most), records: 0 })
  for (let i = 0; i < rows.length; i++) if (rows[i] === 1) bins[Math.ceil(votesPerRecord[i]! / width)]!.records++
  return bins
}
