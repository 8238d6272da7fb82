import type { ClassIndex, ConsensusPolicy } from '../../../../src-shared/vocabulary.ts'

/** A decision that stands, as far as consensus needs it. */
export interface Decided {
  annotator: string
  kind: string
  /** null for skip and flag */
  class: ClassIndex | null
  /** `recheck`: made on purpose by someone who saw the other decisions; it settles, and is no opinion of its own. */
  asked: string | null
}

/** How the project makes one class of several opinions. */
export interface ConsensusRule {
  policy: ConsensusPolicy
  /** How many annotators a record is asked of before anything is gold; 1 for most. */
  wanted: number
  classCount: number
  /** P(right) of an annotator's opinions, 0..1; for `model-weighted` only. */
  accuracyOf(annotator: string): number
}

export interface Consensus {
  /** The accepted class, if the decisions make one. */
  gold: ClassIndex | undefined
  /** Out of the queue until someone looks. */
  flagged: boolean
  /** To be asked again later. */
  skipped: boolean
  /** Someone has an opinion, and others are to be asked for theirs. */
  waiting: boolean
  /** The opinions differ and the policy accepts none of them: someone has to settle it. */
  disputed: boolean
}

/** With less certainty than this, weighed opinions are a dispute: as of three who are right to one. */
const CERTAIN = 0.75

/**
 * What decisions on one record, in the order they were made, come to. A skip or a flag after a class takes nothing back. Of
 * each annotator the last class counts.
 */
export function consensus(decisions: readonly Decided[], rule: ConsensusRule): Consensus {
  const last = decisions.at(-1)
  const marks = { flagged: last?.kind === 'flag', skipped: last?.kind === 'skip' }
  const labels = decisions.filter(decision => decision.class !== null)
  const settling = labels.findLast(decision => decision.asked === 'recheck')
  const opinions = opinionsOf(labels)
  const waiting = !settling && opinions.size > 0 && opinions.size < rule.wanted
  if (waiting || labels.length === 0) return { ...marks, gold: undefined, waiting, disputed: false }
  const settled = rule.policy === 'single' ? labels.at(-1) : settling
  const gold = settled ? settled.class! : accepted(opinions, rule)
  return { ...marks, gold, waiting: false, disputed: gold === undefined }
}

/** The last word of each annotator who did not settle what others said. */
export function opinionsOf(decisions: readonly Decided[]): Map<string, ClassIndex> {
  const opinions = new Map<string, ClassIndex>()
  for (const { annotator, class: c, asked } of decisions) {
    if (c !== null && asked !== 'recheck') opinions.set(annotator, c)
  }
  return opinions
}

function accepted(opinions: ReadonlyMap<string, ClassIndex>, rule: ConsensusRule): ClassIndex | undefined {
  if (rule.policy === 'model-weighted') return weighed(opinions, rule)
  const needed = rule.policy === 'unanimous' ? opinions.size : Math.floor(opinions.size / 2) + 1
  const tally = new Map<ClassIndex, number>()
  for (const c of opinions.values()) tally.set(c, (tally.get(c) ?? 0) + 1)
  return [...tally].find(([, count]) => count >= needed)?.[0]
}

/** Every annotator errs alike on all classes (the one-coin model); classes are as likely before anyone speaks. */
function weighed(
  opinions: ReadonlyMap<string, ClassIndex>,
  { classCount: k, accuracyOf }: ConsensusRule,
): ClassIndex | undefined {
  const logs = new Float64Array(k)
  // In an order of their own, so that rounding does not depend on who came first.
  for (const [annotator, c] of [...opinions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const right = Math.min(0.99, Math.max(1 / k, accuracyOf(annotator)))
    logs[c]! += Math.log((right * (k - 1)) / (1 - right))
  }
  const best = logs.indexOf(Math.max(...logs))
  let rest = 0
  for (let c = 0; c < k; c++) if (c !== best) rest += Math.exp(logs[c]! - logs[best]!)
  return 1 / (1 + rest) >= CERTAIN ? best : undefined
}
