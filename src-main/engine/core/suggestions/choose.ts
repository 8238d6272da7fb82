import type { Candidate } from './candidates.ts'
import { AGREED, CONFLICTED } from './coverage.ts'
import { type Evidence } from './evidence.ts'
import { keyOf } from './pattern.ts'

/** What a vote is worth on a record that LFs contradict each other on, and on one that they agree on; on an uncovered one: 1. */
const WORTH_IN_CONFLICT = 0.5
const WORTH_AGREED = 0.1
/** A precise LF of few records is worth more than a doubtful one of many: gain = √worth · bound⁶. */
const PRECISION_COUNTS = 6
/** Of its records, so many at most may lie in those of suggestions that were chosen before. */
const OVERLAP = 0.5
/** Two that share so many of their records are the same, should one of them have been rejected. */
const SAME = 0.8

export interface Rated {
  candidate: Candidate
  classIndex: number
  evidence: Evidence
}

export interface Choice {
  count: number
  classCount: number
  /** [s] of the sample */
  coverage: Uint8Array
  weights: Float64Array
  rejected: readonly string[]
  /** [k] */
  balance: Float64Array
}

/**
 * The best, one after another, each by what it adds to the LFs one has and to those chosen before it: new coverage first,
 * conflicts next. No class takes more than its turn and one.
 *
 * Varma, Ré (2018): Snuba: automating weak supervision to label training data. VLDB 12(3), for choosing by precision and by
 * what is not covered yet; Hsieh, Zhang, Ratner (2022): Nemo: guiding and contextualizing weak supervision for
 * interactive data programming. VLDB 15(13), for the gain given the LFs one has; Denham, Lai, Sinha, Naeem (2022): WITAN:
 * unsupervised labelling function generation for assisted data programming. VLDB 15(11), for suggestions that a person
 * accepts or rejects.
 */
export function choose(rated: readonly Rated[], choice: Choice): Rated[] {
  const { count, classCount, coverage, weights } = choice
  const worth = weights.map((weight, s) => weight * worthOf(coverage[s]!))
  const isChosen = new Uint8Array(coverage.length)
  const perClass = new Int32Array(classCount)
  const most = Math.ceil(count / classCount) + 1
  let open = withoutRejected(rated, choice).filter(
    each => each.evidence.atLeast[each.classIndex]! > choice.balance[each.classIndex]! / 2,
  )
  const chosen: Rated[] = []
  while (chosen.length < count) {
    open = open.filter(({ candidate, classIndex }) => perClass[classIndex]! < most && !overlaps(candidate, isChosen))
    const best = bestOf(open, worth)
    if (!best) break
    chosen.push(best)
    perClass[best.classIndex]!++
    for (const s of best.candidate.found) {
      isChosen[s] = 1
      worth[s] = Math.min(worth[s]!, weights[s]! * WORTH_AGREED)
    }
  }
  return chosen
}

const worthOf = (coverage: number): number =>
  coverage === AGREED ? WORTH_AGREED : coverage === CONFLICTED ? WORTH_IN_CONFLICT : 1

function bestOf(open: readonly Rated[], worth: Float64Array): Rated | undefined {
  let best: Rated | undefined
  let most = 0
  for (const each of open) {
    let sum = 0
    for (const s of each.candidate.found) sum += worth[s]!
    const gain = Math.sqrt(sum) * each.evidence.atLeast[each.classIndex]! ** PRECISION_COUNTS
    if (gain <= most) continue
    best = each
    most = gain
  }
  return best
}

function overlaps({ found }: Candidate, isChosen: Uint8Array): boolean {
  let shared = 0
  for (const s of found) shared += isChosen[s]!
  return shared > OVERLAP * found.length
}

/** Neither they return, nor what votes alike. */
function withoutRejected(rated: readonly Rated[], { rejected, coverage }: Choice): readonly Rated[] {
  if (rejected.length === 0) return rated
  const keys = new Set(rejected)
  const isRejected = ({ candidate, classIndex }: Rated) => keys.has(keyOf(candidate.pattern, classIndex))
  const marks = rated.filter(isRejected).map(each => {
    const mark = new Uint8Array(coverage.length)
    for (const s of each.candidate.found) mark[s] = 1
    return { classIndex: each.classIndex, count: each.candidate.found.length, mark }
  })
  return rated.filter(each => {
    if (isRejected(each)) return false
    const { found } = each.candidate
    return !marks.some(({ classIndex, count, mark }) => {
      if (classIndex !== each.classIndex || Math.min(count, found.length) < SAME * Math.max(count, found.length))
        return false
      let shared = 0
      for (const s of found) shared += mark[s]!
      return shared >= SAME * (count + found.length - shared)
    })
  })
}
