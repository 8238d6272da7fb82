import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix, missingVotes } from '../../label-matrix.ts'
import type { VoteRows } from '../votes/vote-rows.ts'

/** Imagined votes and records that are added to the counted ones. */
export interface DawidSkenePrior {
  /** [k × m·k] imagined votes v of LF j on records of class c, at `c * codes + j * k + v`. */
  votes: Float64Array
  /** [k] imagined records of each class. */
  records: Float64Array
}

/** How much better than guessing: 0 votes by the class balance, 1 is always right. */
const UNKNOWN_SKILL = 0.7
const LEAST_SKILL = 0.12
const MOST_SKILL = 0.98
/** So many gold votes weigh as much as `UNKNOWN_SKILL`. */
const GOLD_VOTES = 20
/** How sharply "votes this class far less often than another" turns into "is silent on this class". */
const SILENCE_POWER = 8
/** Imagined votes of its own for each real vote of an LF that is silent on other classes. */
const CAUTION = 0.2
/** Imagined records for each real one, where all LFs are silent on other classes. */
const BALANCE_CAUTION = 10

/**
 * The Dirichlet prior of Dawid–Skene.
 *
 * An LF that only ever votes class a says nothing as long as its silence counts as missing: P(it votes a | it votes) is 1
 * whatever the true class, and EM ends with all records in one class. But had it seen another class as clearly, it would
 * have said so, if it could: its silence is counted as imagined votes for the classes on which it is silent, as many as
 * it has for a, discounted by its skill. Then its vote for a is worth what the vote of an LF of that skill is worth that
 * votes every class, and what it agrees with decides from there. An LF cannot be right on more records than there are of
 * its class, so one that votes one class on most records is taken to have little skill. Gold votes count for more.
 *
 * How often LFs of one class fire says nothing about how frequent that class is, so the class balance is kept close to
 * `balance` as far as the LFs are of this kind. An LF that votes every class gets one imagined vote per class.
 *
 * `balance` [k] is P(class) before any vote is seen, none of it 0; `strength` 0 is no prior.
 */
export function dawidSkenePrior(
  L: LabelMatrix,
  { totals, learned }: Pick<VoteRows, 'totals' | 'learned'>,
  gold: Int8Array,
  balance: Float64Array,
  strength: number,
): DawidSkenePrior {
  const { lfCount: m, classCount: k } = L
  const votes = new Float64Array(k * m * k)
  const goldRows = rowsWithGold(gold)
  let silentVotes = 0
  let allVotes = 0
  for (let j = 0; j < m; j++) {
    const total = totals.subarray(j * k, (j + 1) * k)
    const silence = silenceOf(total, balance)
    const skill = skillOf(columnOf(L, j), total, gold, goldRows, balance)
    const silent = sum(silence) / (k - 1)
    const cautious = 1 + CAUTION * silent * Math.max(...total)
    const unsaid = skill * votesPerShare(total, balance)
    for (let c = 0; c < k; c++) {
      const row = c * m * k + j * k
      for (let v = 0; v < k; v++) votes[row + v] = cautious * (1 - skill) * balance[v]!
      votes[row + c]! += cautious * skill + unsaid * silence[c]! * balance[c]!
    }
    silentVotes += silent * sum(total)
    allVotes += sum(total)
  }
  const silentShare = allVotes === 0 ? 0 : silentVotes / allVotes
  const imagined = 1 + BALANCE_CAUTION * silentShare ** 2 * learned
  return { votes: votes.map(count => strength * count), records: balance.map(share => strength * imagined * share) }
}

/** The prior for a sample of the records. */
export const scaledPrior = ({ votes, records }: DawidSkenePrior, share: number): DawidSkenePrior => ({
  votes: votes.map(count => count * share),
  records: records.map(count => count * share),
})

/** Votes for the favourite class, scaled up as if every record were of that class. */
function votesPerShare(total: Float64Array, balance: Float64Array): number {
  let most = 0
  for (let c = 0; c < total.length; c++) most = Math.max(most, total[c]! / balance[c]!)
  return most
}

/** [k] how silent the LF is on each class, 0..1, next to its favourite one. */
function silenceOf(total: Float64Array, balance: Float64Array): Float64Array {
  const most = votesPerShare(total, balance)
  return balance.map((share, c) => (most === 0 ? 0 : (1 - total[c]! / share / most) ** SILENCE_POWER))
}

/** What the LF can be worth, given how often it votes each class and how it does on gold. */
function skillOf(
  column: Int8Array,
  total: Float64Array,
  gold: Int8Array,
  goldRows: Uint32Array,
  balance: Float64Array,
): number {
  const ran = column.length - missingVotes(column)
  let skill = UNKNOWN_SKILL
  for (let c = 0; c < balance.length; c++) {
    const share = balance[c]!
    if (total[c]! > 0) skill = Math.min(skill, (share * (ran / total[c]! - 1)) / (1 - share))
  }
  skill = Math.max(skill, LEAST_SKILL)
  let judged = 0
  let correct = 0
  let byChance = 0
  for (const i of goldRows) {
    const vote = column[i]!
    if (vote < 0) continue
    judged++
    byChance += balance[vote]!
    if (vote === gold[i]) correct++
  }
  if (judged === 0) return skill
  const onGold = (correct - byChance) / (judged - byChance)
  const shrunk = (GOLD_VOTES * skill + judged * onGold) / (GOLD_VOTES + judged)
  return Math.min(Math.max(shrunk, LEAST_SKILL), MOST_SKILL)
}

const rowsWithGold = (gold: Int8Array): Uint32Array => {
  const rows: number[] = []
  for (let i = 0; i < gold.length; i++) if (gold[i] !== NONE) rows.push(i)
  return Uint32Array.from(rows)
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
