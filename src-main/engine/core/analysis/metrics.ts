import { type ClassIndex, NONE, STATES } from '../../../../src-shared/vocabulary.ts'
import { wilsonInterval } from './intervals.ts'
import { type ReliabilityBin, ReliabilityCount } from './reliability.ts'

export interface Scored {
  /** [n × k] */
  posterior: Float64Array
  /** [n] the right class; NONE for records that are not asked for. */
  truth: Int8Array
  /** [n] index into STATES by votes and model alone. */
  states: Uint8Array
  /** [n] LFs that vote a class; 0 = not covered. */
  votesPerRecord: Uint16Array
  classCount: number
}

/** Shares are undefined where nothing was there to score. */
export interface Scores {
  n: number
  covered: number
  /** Over all n; `tied` and `uncovered` count as wrong. */
  accuracy: number | undefined
  /** 95 % Wilson intervals of the accuracies. */
  accuracyInterval: [low: number, high: number] | undefined
  /** Over covered records; a t-way tie that holds the right class counts 1/t. */
  accuracyCovered: number | undefined
  accuracyCoveredInterval: [low: number, high: number] | undefined
  /** Mean F1 of the classes that occur as truth or proposal among covered records. */
  macroF1Covered: number | undefined
  /** Mean of Σ (p − y)² over the classes, 0..2. */
  brierCovered: number | undefined
  /** Mean of −log P(right class) over covered records, in nats; a probability below 1e-6 counts as 1e-6. */
  logLossCovered: number | undefined
  /** Expected calibration error: 15 equal-width bins on the largest probability. */
  eceCovered: number | undefined
  /** How often the largest probability comes true, of the records in `confusion`. */
  reliability: ReliabilityBin[]
  /** [k] of `confusion`; undefined where a class is neither truth nor proposal. */
  f1: (number | undefined)[]
  /** [k][k] records by right and proposed class: those covered, and those that the model reaches without a vote. A tie is shared out. */
  confusion: number[][]
}

const PSEUDO = STATES.indexOf('pseudo')
const EQUAL = 1e-9
/** One record that was held to be impossible shall not decide the log-loss alone. */
const LEAST = 1e-6

/** Scores a posterior, never a state of review: see the definitions at `Scores`. */
export function evaluate({ posterior, truth, states, votesPerRecord, classCount: k }: Scored): Scores {
  const confusion = squareOf(k)
  const confusionCovered = squareOf(k)
  const reliability = new ReliabilityCount()
  const reliabilityCovered = new ReliabilityCount()
  let n = 0
  let covered = 0
  let right = 0
  let rightCovered = 0
  let squares = 0
  let surprise = 0
  for (let i = 0; i < truth.length; i++) {
    const y = truth[i]!
    if (y < 0) continue
    n++
    const best = bestClasses(posterior, i * k, k)
    if (isRight(states[i]!, best, y)) right++
    const isCovered = votesPerRecord[i]! > 0
    if (!isCovered && states[i] !== PSEUDO) continue
    const confidence = posterior[i * k + best[0]!]!
    const credit = best.includes(y) ? 1 / best.length : 0
    addShares(confusion, y, best)
    reliability.add(confidence, credit)
    if (!isCovered) continue
    covered++
    addShares(confusionCovered, y, best)
    reliabilityCovered.add(confidence, credit)
    rightCovered += credit
    squares += squaredError(posterior, i * k, k, y)
    surprise -= Math.log(Math.max(posterior[i * k + y]!, LEAST))
  }
  const f1Covered = f1Scores(confusionCovered).filter(score => score !== undefined)
  const ofCovered = (sum: number) => (covered === 0 ? undefined : sum / covered)
  return {
    n,
    covered,
    accuracy: n === 0 ? undefined : right / n,
    accuracyInterval: wilsonInterval(right, n),
    accuracyCovered: ofCovered(rightCovered),
    accuracyCoveredInterval: wilsonInterval(rightCovered, covered),
    macroF1Covered:
      f1Covered.length === 0 ? undefined : f1Covered.reduce((sum, score) => sum + score, 0) / f1Covered.length,
    brierCovered: ofCovered(squares),
    logLossCovered: ofCovered(surprise),
    eceCovered: reliabilityCovered.error(),
    reliability: reliability.bins(),
    f1: f1Scores(confusion),
    confusion,
  }
}

const squareOf = (k: number): number[][] => Array.from({ length: k }, () => Array.from({ length: k }, () => 0))

function addShares(confusion: number[][], y: ClassIndex, best: readonly ClassIndex[]): void {
  for (const c of best) confusion[y]![c]! += 1 / best.length
}

/** By the accuracy over all records: what is tied or uncovered is not right, whatever its posterior. */
const isRight = (state: number, best: readonly ClassIndex[], y: ClassIndex): boolean =>
  state === PSEUDO && best[0] === y

/** [n] 1 where the posterior is right, 0 where it is wrong, NONE for records that are not asked for. */
export function outcomesOf({ posterior, truth, states, classCount: k }: Omit<Scored, 'votesPerRecord'>): Int8Array {
  return truth.map((y, i) => (y < 0 ? NONE : +isRight(states[i]!, bestClasses(posterior, i * k, k), y)))
}

/** The classes with the largest probability: more than one in a tie. */
export function bestClasses(posterior: Float64Array, start: number, k: number): ClassIndex[] {
  let largest = -Infinity
  for (let c = 0; c < k; c++) largest = Math.max(largest, posterior[start + c]!)
  const best: ClassIndex[] = []
  for (let c = 0; c < k; c++) if (largest - posterior[start + c]! <= EQUAL) best.push(c)
  return best
}

function squaredError(posterior: Float64Array, start: number, k: number, y: ClassIndex): number {
  let sum = 0
  for (let c = 0; c < k; c++) sum += (posterior[start + c]! - (c === y ? 1 : 0)) ** 2
  return sum
}

/** Harmonic mean of precision and recall per class. */
function f1Scores(confusion: number[][]): (number | undefined)[] {
  return confusion.map((row, c) => {
    const truths = row.reduce((sum, count) => sum + count, 0)
    const proposals = confusion.reduce((sum, other) => sum + other[c]!, 0)
    return truths + proposals === 0 ? undefined : (2 * row[c]!) / (truths + proposals)
  })
}
