import type { LabelMatrix } from '../label-matrix.ts'
import type { Landscape } from './landscape.ts'

export interface StrategyInput {
  L: LabelMatrix
  /** [n × k] of the current model; empty without one. */
  posterior: Float64Array
  /** [n] index into STATES. */
  states: Uint8Array
  /** [n] the answers there are; NONE elsewhere. */
  gold: Int8Array
  /** [n] 1 for the records that may be asked. */
  candidates: Uint8Array
  /** [k] */
  classNames: readonly string[]
  seed: number
  /** Absent as long as it is not known, and where records have no text. */
  landscape?: Landscape | undefined
  /** [n × k] P(class | votes), without what the text says; absent where the model does not tell the two apart. */
  byVotes?: Float64Array | undefined
}

/** A way to rank the queue. One file, or a part of one, and one line in `registry.ts` each. */
export interface QueryStrategy {
  id: string
  title: string
  /** What it looks for, in one sentence. */
  summary: string
  /** It goes by the `landscape`. */
  readsLandscape?: true
  /** It needs `byVotes`. */
  readsVotesAlone?: true
  /** It asks records that have gold, and only those. */
  asksGold?: true
  /** [n] how useful an answer would be, the largest first; −Infinity where a record may not be asked. */
  score(input: StrategyInput): Float64Array
  /** Why this record is asked, in words for the annotator. */
  reason(input: StrategyInput, row: number): string
  /** The record is asked by chance, whatever it holds: its answer belongs to a fair sample. Absent where none is. */
  isAudit?(row: number, seed: number): boolean
}

/** Scores the candidates one by one; everything else is out. */
export function scoreCandidates({ candidates }: StrategyInput, score: (row: number) => number): Float64Array {
  const scores = new Float64Array(candidates.length).fill(-Infinity)
  for (let row = 0; row < candidates.length; row++) if (candidates[row] === 1) scores[row] = score(row)
  return scores
}
