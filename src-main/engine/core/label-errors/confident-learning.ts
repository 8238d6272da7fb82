import { type ClassIndex, NONE } from '../../../../src-shared/vocabulary.ts'

/** A label that a model which did not see it holds for wrong. */
export interface Suspect {
  row: number
  given: ClassIndex
  /** The class that it is counted as. */
  suggested: ClassIndex
  /** P(suggested) − P(given) of the record, 0..1: the larger, the more likely the label is wrong. */
  margin: number
}

export interface LabelErrors {
  /** Labels that were looked at. */
  n: number
  /** How many of them are wrong, as the confident joint has it; not a whole number. */
  estimated: number
  /** Off the diagonal of the confident joint and less probable than the other class, the most likely wrong first. */
  suspects: Suspect[]
  /** [k × k] of n labels, how many were given class i and are class j, at `i * k + j`. */
  joint: Float64Array
}

/**
 * Confident learning: labels that are likely wrong, from probabilities of a model that did not see them. A record counts as
 * class j where P(j) reaches what records labeled j have on average; where several classes do, as the most probable of
 * them. How much is counted as another class than it was given says how many labels are wrong, and of that, what is less
 * probably the class it was given is suspect.
 *
 * `posterior` [n × k]; `given` [n] the label, NONE where there is none.
 *
 * Northcutt, Jiang, Chuang (2021): Confident learning: Estimating uncertainty in dataset labels. JAIR 70.
 * doi:10.1613/jair.1.12125. The joint is their equations 1 to 3; suspects are those off its diagonal, ranked by their
 * margin, without those whose own class is the more probable: a list of what is wrong does not name them.
 */
export function findLabelErrors(posterior: Float64Array, given: Int8Array, k: number): LabelErrors {
  if (posterior.length !== given.length * k)
    throw new RangeError(`the posterior has ${posterior.length} numbers for ${given.length} records of ${k} classes`)
  const labeled = new Float64Array(k)
  const thresholds = confidenceOf(posterior, given, k, labeled)
  const counts = new Float64Array(k * k)
  const suspects: Suspect[] = []
  for (let row = 0; row < given.length; row++) {
    const label = given[row]!
    if (label === NONE) continue
    const counted = countedAs(posterior, row * k, thresholds)
    if (counted === NONE) continue
    counts[label * k + counted]!++
    const margin = posterior[row * k + counted]! - posterior[row * k + label]!
    if (margin > ROUNDING) suspects.push({ row, given: label, suggested: counted, margin })
  }
  suspects.sort((a, b) => b.margin - a.margin || a.row - b.row)
  const joint = calibrated(counts, labeled, k)
  let n = 0
  let estimated = 0
  for (let i = 0; i < k; i++) {
    n += labeled[i]!
    for (let j = 0; j < k; j++) if (i !== j) estimated += joint[i * k + j]!
  }
  return { n, estimated, suspects, joint }
}

/** [n × k] the mean of what several models say. */
export function meanOpinion(posteriors: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(posteriors[0]!.length)
  for (const posterior of posteriors)
    for (let at = 0; at < mean.length; at++) mean[at]! += posterior[at]! / posteriors.length
  return mean
}

/** [k] how sure the model is on average of a class where it was given; Infinity for a class that never was. Counts `labeled`. */
function confidenceOf(posterior: Float64Array, given: Int8Array, k: number, labeled: Float64Array): Float64Array {
  const sums = new Float64Array(k)
  for (let row = 0; row < given.length; row++) {
    const label = given[row]!
    if (label === NONE) continue
    labeled[label]!++
    sums[label]! += posterior[row * k + label]!
  }
  return sums.map((sum, c) => (labeled[c] === 0 ? Infinity : sum / labeled[c]!))
}

/** Sums of probabilities that should be equal differ by rounding. */
const ROUNDING = 1e-9

/** The most probable of the classes that reach their threshold; NONE where none does. */
function countedAs(posterior: Float64Array, start: number, thresholds: Float64Array): ClassIndex {
  let best = NONE
  for (let c = 0; c < thresholds.length; c++) {
    const p = posterior[start + c]!
    if (p >= thresholds[c]! - ROUNDING && (best === NONE || p > posterior[start + best]!)) best = c
  }
  return best
}

/** Rows of counts scaled to how many labels of the class there are; all on the diagonal where nothing was counted. */
function calibrated(counts: Float64Array, labeled: Float64Array, k: number): Float64Array {
  const joint = new Float64Array(k * k)
  for (let i = 0; i < k; i++) {
    let counted = 0
    for (let j = 0; j < k; j++) counted += counts[i * k + j]!
    if (counted === 0) joint[i * k + i] = labeled[i]!
    else for (let j = 0; j < k; j++) joint[i * k + j] = (labeled[i]! * counts[i * k + j]!) / counted
  }
  return joint
}
