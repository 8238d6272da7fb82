import { ABSTAIN, type ClassIndex, FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix } from '../label-matrix.ts'
import { wilsonInterval } from './intervals.ts'

/** One line of the LF table. Shares are of `ran`, the records on which it ran without fault. */
export interface LfSummary {
  /** The classes it ever votes, in class order. */
  polarity: ClassIndex[]
  /** N_j */
  ran: number
  votes: number
  abstains: number
  faults: number
  unseen: number
  /** Records where it votes and another LF votes too. */
  overlapCount: number
  /** Records where it votes and another LF votes a different class. */
  conflictCount: number
  /** 0 where it has not run. */
  coverage: number
  overlaps: number
  conflicts: number
  /** On records with gold where it votes. */
  correct: number
  incorrect: number
  /** undefined without evidence, never 0 */
  empiricalAccuracy: number | undefined
  interval: [low: number, high: number] | undefined
}

/**
 * The LF table over the rows of the mask. With everything run and full gold the shares and accuracies are those of
 * Snorkel's LFAnalysis.lf_summary (Ratner et al. 2017, Snorkel: rapid training data creation with weak supervision).
 */
export function summarizeLfs(L: LabelMatrix, gold: Int8Array, rows: Uint8Array): LfSummary[] {
  const { recordCount: n, lfCount: m } = L
  if (gold.length !== n || rows.length !== n)
    throw new RangeError(`gold has ${gold.length} and the mask ${rows.length} entries for ${n} records`)
  const others = voters(L)
  return Array.from({ length: m }, (_, j) => summarize(L, j, gold, rows, others))
}

interface Voters {
  /** [n] LFs that vote a class */
  count: Uint16Array
  /** [n] the class of the first of them */
  first: Int8Array
  /** [n] 1 where two of them differ */
  differ: Uint8Array
}

/** One pass over L: where a record's votes differ, every vote on it has a conflict. */
function voters({ votes, recordCount: n, lfCount: m }: LabelMatrix): Voters {
  const count = new Uint16Array(n)
  const first = new Int8Array(n)
  const differ = new Uint8Array(n)
  for (let j = 0; j < m; j++) {
    const column = j * n
    for (let i = 0; i < n; i++) {
      const vote = votes[column + i]!
      if (vote < 0) continue
      if (count[i]!++ === 0) first[i] = vote
      else if (first[i] !== vote) differ[i] = 1
    }
  }
  return { count, first, differ }
}

function summarize(L: LabelMatrix, j: number, gold: Int8Array, rows: Uint8Array, { count, differ }: Voters): LfSummary {
  const column = columnOf(L, j)
  const voted = new Int32Array(L.classCount)
  let abstains = 0
  let faults = 0
  let unseen = 0
  let overlapCount = 0
  let conflictCount = 0
  let correct = 0
  let incorrect = 0
  for (let i = 0; i < column.length; i++) {
    if (rows[i] === 0) continue
    const vote = column[i]!
    if (vote >= 0) {
      voted[vote]!++
      if (count[i]! > 1) overlapCount++
      conflictCount += differ[i]!
      if (gold[i] === vote) correct++
      else if (gold[i]! >= 0) incorrect++
    } else if (vote === ABSTAIN) abstains++
    else if (vote === FAULT) faults++
    else if (vote === UNSEEN) unseen++
  }
  const votes = voted.reduce((sum, each) => sum + each, 0)
  const ran = votes + abstains
  const share = (part: number) => (ran === 0 ? 0 : part / ran)
  return {
    polarity: [...voted.keys()].filter(c => voted[c]! > 0),
    ran,
    votes,
    abstains,
    faults,
    unseen,
    overlapCount,
    conflictCount,
    coverage: share(votes),
    overlaps: share(overlapCount),
    conflicts: share(conflictCount),
    correct,
    incorrect,
    empiricalAccuracy: correct + incorrect === 0 ? undefined : correct / (correct + incorrect),
    interval: wilsonInterval(correct, correct + incorrect),
  }
}
