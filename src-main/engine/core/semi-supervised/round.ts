import type { Stopped } from '../../../../src-shared/vocabulary.ts'

export interface Round {
  /** 0: what is learned from gold alone. */
  round: number
  /** Records that got a pseudo-label; in round 0 those with gold. */
  added: number
  /** [k] */
  addedPerClass: number[]
  /** Share of the records held out of training that come out right afterwards; undefined without any. */
  accuracyOnValidation: number | undefined
  /** What it added was taken back: it lowered that accuracy, or all rounds together did no good beyond chance. */
  isRolledBack: boolean
}

/** How the rounds ended. */
export interface Ended {
  /** [n] 0: has gold; r: pseudo-labeled in round r; −1: never. */
  labeledIn: Int16Array
  stopped: Stopped
}
