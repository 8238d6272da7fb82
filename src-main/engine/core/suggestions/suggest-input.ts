import type { LabelMatrix } from '../label-matrix.ts'
import type { Corpus } from './corpus.ts'
import type { Pattern } from './pattern.ts'

/** What suggestions are made from. */
export interface SuggestInput {
  corpus: Corpus
  L: LabelMatrix
  /** [n] 0 for deleted records */
  live: Uint8Array
  /** [n] gold that teaches; NONE elsewhere */
  gold: Int8Array
  /** [n] the class that the current model proposes; NONE where it proposes none */
  proposed: Int8Array
  /** [n] probability of the proposed class */
  probability: Float32Array
  /** Keys that do not return. */
  rejected: readonly string[]
  count: number
  seed: number
}

export interface Suggestion {
  key: string
  pattern: Pattern
  classIndex: number
  /** Expected precision by gold and by what is believed of the other records, and a bound below which it hardly lies. */
  precision: number
  atLeast: number
  /** Records with gold that it would vote on, and on how many of them it would be right. */
  gold: number
  correct: number
  /** Records it would vote on; those on which no LF votes; those on which LFs contradict each other. */
  votes: number
  newVotes: number
  conflicts: number
  /** A few of its records: those that are new first. */
  examples: Example[]
}

export interface Example {
  row: number
  /** Where the pattern was found in the text. */
  span: readonly [start: number, end: number] | undefined
}

/** At least one record of two classes each must be known, or nothing tells them apart. */
export function knowsEnough({ gold, proposed, live }: Pick<SuggestInput, 'gold' | 'proposed' | 'live'>): boolean {
  let first = -1
  for (let i = 0; i < gold.length; i++) {
    if (!live[i]) continue
    const c = gold[i]! >= 0 ? gold[i]! : proposed[i]!
    if (c < 0) continue
    if (first < 0) first = c
    else if (c !== first) return true
  }
  return false
}
