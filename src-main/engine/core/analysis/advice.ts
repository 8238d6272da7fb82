import { wilsonInterval } from './intervals.ts'

/** What is known of a project when it is asked what to do next. LFs, groups and slices are named by their numbers. */
export interface AdviceInput {
  /** k */
  classCount: number
  records: number
  pseudo: number
  tied: number
  /** Records without a vote that have something in common; `unlabeled`: those that the model does not reach either. */
  groups: readonly { records: number; unlabeled: number }[]
  lfs: readonly { ran: number; votes: number; faults: number; correct: number; incorrect: number }[]
  /** `different`: records on which both vote, each another class. */
  pairs: readonly { a: number; b: number; different: number }[]
  /** LFs that depend on each other and are counted in full all the same. */
  copies: readonly { a: number; b: number; both: number }[]
  /** Slices by their last scores, and all records by them; none that are stale. */
  slices: readonly { n: number; right: number }[]
  all: { n: number; right: number }
  /** Random checks of the proposals that were answered, and how many they were right on. */
  audit: { n: number; right: number }
}

export type Advice =
  | { kind: 'group' | 'harmful' | 'silent' | 'faulty' | 'slice'; at: number; gain: number }
  | { kind: 'conflict' | 'copies'; a: number; b: number; gain: number }
  | { kind: 'tied' | 'audit'; gain: number }

/** A record without a vote that the model labels by its text gains something by one, but less. */
const REACHED = 0.2
/** Of two LFs that differ one is wrong; a person or another vote may have found out already. */
const CONFLICT = 0.5
const COPIES = 0.1
const AUDIT = 0.05
/** With fewer gold records an empirical accuracy says next to nothing. */
const FEWEST_GOLD = 5
/** Fewer records are not worth a line. */
const FEWEST = 2
/** An interval this narrow tells how good the proposals are. */
const NARROW = 0.1

/**
 * What may help most, the best first: each by about how many labels it adds or sets right. These are guesses, made to be
 * compared with each other, so only their order is shown.
 */
export function rankAdvice(input: AdviceInput): Advice[] {
  const advice: Advice[] = [...aboutRecords(input), ...aboutLfs(input), ...aboutPairs(input)]
  return advice.filter(({ gain }) => gain > 0).sort((one, other) => other.gain - one.gain)
}

function aboutRecords({ groups, slices, all, pseudo, tied, audit, classCount }: AdviceInput): Advice[] {
  const advice: Advice[] = []
  groups.forEach(({ records, unlabeled }, at) => {
    if (records >= FEWEST) advice.push({ kind: 'group', at, gain: unlabeled + REACHED * (records - unlabeled) })
  })
  if (tied >= FEWEST) advice.push({ kind: 'tied', gain: tied * (1 - 1 / classCount) })
  slices.forEach(({ n, right }, at) => {
    // Wrong ones beyond what an average part of that size has, if that is no accident.
    const [, high] = wilsonInterval(right, n) ?? [0, 1]
    if (all.n > 0 && high < all.right / all.n) advice.push({ kind: 'slice', at, gain: (n * all.right) / all.n - right })
  })
  const [low, high] = wilsonInterval(audit.right, audit.n) ?? [0, 1]
  if (pseudo >= FEWEST && high - low > NARROW) advice.push({ kind: 'audit', gain: AUDIT * pseudo * (high - low) })
  return advice
}

function aboutLfs({ lfs, classCount }: AdviceInput): Advice[] {
  return lfs.flatMap(({ ran, votes, faults, correct, incorrect }, at): Advice[] => {
    const n = correct + incorrect
    const advice: Advice[] = faults > 0 ? [{ kind: 'faulty', at, gain: faults }] : []
    if (n >= FEWEST_GOLD && correct / n <= 1 / classCount)
      advice.push({ kind: 'harmful', at, gain: votes * (1 - (correct + 1) / (n + 2)) })
    else if (ran > 0 && votes === 0 && faults === 0) advice.push({ kind: 'silent', at, gain: 1 })
    return advice
  })
}

const aboutPairs = ({ pairs, copies }: AdviceInput): Advice[] => [
  ...pairs
    .filter(({ different }) => different >= FEWEST)
    .map(({ a, b, different }): Advice => ({ kind: 'conflict', a, b, gain: CONFLICT * different })),
  ...copies.map(({ a, b, both }): Advice => ({ kind: 'copies', a, b, gain: COPIES * both })),
]
