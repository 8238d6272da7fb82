import type { ClassIndex } from '../../../../src-shared/vocabulary.ts'

/** A decision that stands, as far as consensus needs it. */
export interface Decided {
  kind: string
  /** null for skip and flag */
  class: ClassIndex | null
}

export interface Consensus {
  /** The accepted class, if the decisions make one. */
  gold: ClassIndex | undefined
  /** Out of the queue until someone looks. */
  flagged: boolean
  /** To be asked again later. */
  skipped: boolean
  /** The decisions differ and the policy accepts none of them. */
  disputed: boolean
}

/** What decisions on one record, in the order they were made, come to. */
export type ConsensusPolicy = (decisions: readonly Decided[]) => Consensus

/** The default policy: the last decision wins. A skip or a flag after a class takes nothing back. */
export const consensus: ConsensusPolicy = decisions => {
  const last = decisions.at(-1)
  const lastLabel = decisions.findLast(decision => decision.class !== null)
  return {
    gold: lastLabel?.class ?? undefined,
    flagged: last?.kind === 'flag',
    skipped: last?.kind === 'skip',
    disputed: false,
  }
}
