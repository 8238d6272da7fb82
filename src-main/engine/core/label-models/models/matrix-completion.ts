import type { LabelMatrix } from '../../label-matrix.ts'
import { solveInPlace } from '../../numeric/linear-solve.ts'
import { iterationsOption, smoothingOption } from '../em/options.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import type { VotePairs } from '../votes/vote-pairs.ts'
import { type Before, fitClosedForm } from './closed-form.ts'

export const matrixCompletion: LabelModel = {
  id: 'matrix-completion',
  title: 'Matrix completion',
  summary:
    "Snorkel's model: finds what each vote means such that it explains how often each two LFs vote together, abstaining included. Looks at pairs of LFs only, so its time hardly grows with the records; right for large sets whose LFs overlap.",
  paper:
    'Ratner, Hancock, Dunnmon, Sala, Pandey, Ré (2019): Training complex models with multi-task weak supervision. AAAI 33.',
  options: [smoothingOption, iterationsOption(50, 'More rounds over the LFs come closer to the solution.')],
  fit: fitMatrixCompletion,
}

/** Rounds in which nothing moves by more than this are the last. */
const SETTLED = 1e-8

/**
 * If LFs are independent given the class, the lift of two votes u, v is Σ_c q_u(c) · q_v(c) / P(c), with q_u(c) =
 * P(c | vote u): a matrix of rank k whose entries within an LF are not seen. Alternating least squares completes it,
 * each pair weighing as many records as are expected to have both; every step is solved exactly, then put back on the
 * probabilities.
 */
export function fitMatrixCompletion(L: LabelMatrix, input: FitInput): LabelModelFit {
  const { iterations } = input.options as { iterations: number }
  return fitClosedForm(L, input, (pairs, before, k) => {
    const meaning = before.meaning.slice()
    for (let round = 0; round < iterations; round++) {
      const moment = new Float64Array(k * k)
      for (let at = 0; at < pairs.codes.length; at++) addMoment(moment, pairs, before, meaning, at, 1)
      let moved = 0
      for (let at = 0; at < pairs.codes.length; at++) {
        const side = solveVote(pairs, before, moment, meaning, at)
        addMoment(moment, pairs, before, meaning, at, -1)
        for (let c = 0; c < k; c++) {
          moved = Math.max(moved, Math.abs(side[c]! - meaning[at * k + c]!))
          meaning[at * k + c] = side[c]!
        }
        addMoment(moment, pairs, before, meaning, at, 1)
      }
      if (moved < SETTLED) break
    }
    return meaning
  })
}

/** Adds what one kind of vote contributes to the normal equations of all others, Σ total · q qᵀ / (P(a) P(b)). */
function addMoment(
  moment: Float64Array,
  { totals, recordCount }: VotePairs,
  { balance }: Before,
  meaning: Float64Array,
  at: number,
  sign: number,
): void {
  const k = balance.length
  for (let a = 0; a < k; a++) {
    const ratio = (sign * (totals[at]! / recordCount) * meaning[at * k + a]!) / balance[a]!
    if (ratio === 0) continue
    for (let b = 0; b < k; b++) moment[a * k + b]! += (ratio * meaning[at * k + b]!) / balance[b]!
  }
}

/** Least squares for one kind of vote, the others as they are; [k] its new meaning. */
function solveVote(
  pairs: VotePairs,
  before: Before,
  moment: Float64Array,
  meaning: Float64Array,
  at: number,
): Float64Array {
  const { totals, lift, known, recordCount, codes } = pairs
  const k = before.balance.length
  const size = codes.length
  const square = moment.slice()
  const side = new Float64Array(k)
  for (let other = 0; other < size; other++) {
    if (known[at * size + other] === 0) {
      addMoment(square, pairs, before, meaning, other, -1)
      continue
    }
    const weight = totals[at]! * (totals[other]! / recordCount) * lift[at * size + other]!
    for (let c = 0; c < k; c++) side[c]! += (weight * meaning[other * k + c]!) / before.balance[c]!
  }
  for (let x = 0; x < square.length; x++) square[x]! *= totals[at]!
  for (let c = 0; c < k; c++) {
    const strength = (before.worth[at]! + 1e-9) / before.balance[c]!
    square[c * k + c]! += strength
    side[c]! += strength * before.meaning[at * k + c]!
  }
  solveInPlace(square, side)
  ontoProbabilities(side)
  return side
}

/** The nearest point of the simplex. Duchi, Shalev-Shwartz, Singer, Chandra (2008), ICML. */
function ontoProbabilities(values: Float64Array): void {
  const sorted = values.slice().sort().reverse()
  let sum = 0
  let shift = 0
  for (let c = 0; c < sorted.length; c++) {
    sum += sorted[c]!
    const candidate = (sum - 1) / (c + 1)
    if (sorted[c]! > candidate) shift = candidate
  }
  for (let c = 0; c < values.length; c++) values[c] = Math.max(0, values[c]! - shift)
}
