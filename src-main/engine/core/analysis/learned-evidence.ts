import { ABSTAIN } from '../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix } from '../label-matrix.ts'
import { wilsonInterval } from './intervals.ts'

/** What a posterior tells of one LF, beside its accuracy. */
export interface LearnedEvidence {
  /** [k] how often it votes each class. */
  votes: Uint32Array
  /** [k] P(it votes a class | the record is of class c), over the records on which it ran; NaN where none is of c. */
  propensity: Float64Array
  /** 95 % interval of P(the vote is right | it votes a class); undefined where it never votes. */
  interval: [low: number, high: number] | undefined
}

/**
 * Reads off the posterior how often each LF speaks by class, and how surely its accuracy is known.
 *
 * The interval counts what the model does not know: each vote is right with a probability p, not for certain, and the
 * information on the accuracy a is Σ (p − mean)² / a(1 − a) votes (Louis 1982, Finding the observed information matrix
 * when using the EM algorithm, JRSS B 44(2)): all votes where the truth is known, none where p is the same for every
 * vote. Wilson's interval of so many votes. It believes the model; that LFs depend on each other is not in it.
 *
 * `accuracy` [m], NaN where unknown.
 */
export function learnedEvidence(L: LabelMatrix, posterior: Float64Array, accuracy: Float64Array): LearnedEvidence[] {
  const { recordCount: n, lfCount: m, classCount: k } = L
  const records = new Float64Array(k)
  for (let i = 0; i < n; i++) for (let c = 0; c < k; c++) records[c]! += posterior[i * k + c]!
  return Array.from({ length: m }, (_, j) => evidenceOf(columnOf(L, j), posterior, records, accuracy[j]!))
}

function evidenceOf(
  column: Int8Array,
  posterior: Float64Array,
  records: Float64Array,
  accuracy: number,
): LearnedEvidence {
  const k = records.length
  const votes = new Uint32Array(k)
  const voted = new Float64Array(k)
  const ran = records.slice()
  let sum = 0
  let squares = 0
  for (let i = 0; i < column.length; i++) {
    const vote = column[i]!
    if (vote === ABSTAIN) continue
    if (vote < 0) {
      for (let c = 0; c < k; c++) ran[c]! -= posterior[i * k + c]!
      continue
    }
    votes[vote]!++
    for (let c = 0; c < k; c++) voted[c]! += posterior[i * k + c]!
    const p = posterior[i * k + vote]!
    sum += p
    squares += p * p
  }
  const count = votes.reduce((all, one) => all + one, 0)
  return {
    votes,
    propensity: voted.map((share, c) => (ran[c]! > NOBODY ? Math.min(1, share / ran[c]!) : NaN)),
    interval: intervalOf(accuracy, count, sum, squares),
  }
}

/** So little of a record is none. */
const NOBODY = 1e-6

function intervalOf(accuracy: number, count: number, sum: number, squares: number): [number, number] | undefined {
  if (count === 0 || Number.isNaN(accuracy)) return undefined
  const mean = sum / count
  const spread = mean * (1 - mean)
  const known = spread <= 0 ? count : Math.min(count, Math.max(0, squares - count * mean * mean) / spread)
  // Less than what one vote of known truth would tell is nothing.
  if (known < 1) return [0, 1]
  const [low, high] = wilsonInterval(accuracy * known, known)!
  return [Math.min(low, accuracy), Math.max(high, accuracy)]
}
