import type { LabelMatrix } from '../../label-matrix.ts'
import { smoothingOption } from '../em/options.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import type { VotePairs } from '../votes/vote-pairs.ts'
import { type Before, fitClosedForm } from './closed-form.ts'

export const triplet: LabelModel = {
  id: 'triplet',
  title: 'Triplets',
  summary:
    "FlyingSquid's model: any three LFs that vote for a class tell from how often each two of them meet how good each is, without iteration. The fastest model, and one that cannot run away; right for large sets with at least three overlapping LFs per class.",
  paper:
    'Fu, Chen, Sala, Hooper, Fatahalian, Ré (2020): Fast and three-rious: speeding up weak supervision with triplet methods. ICML.',
  options: [smoothingOption],
  fit: fitTriplets,
}

/**
 * For "votes c" against "does not vote c" as for "is c" against "is not c", the lift of two LFs is 1 + s_i · s_j, so that
 * any two others give s_i² = (lift_ij − 1)(lift_ik − 1) / (lift_jk − 1); all of them together give it by least squares.
 * Each class is solved on its own, and a vote weighs for its class against all others alike: naive Bayes over votes,
 * whatever the number of classes.
 */
export function fitTriplets(L: LabelMatrix, input: FitInput): LabelModelFit {
  return fitClosedForm(L, input, (pairs, before, k) => {
    const meaning = before.meaning.slice()
    for (let c = 0; c < k; c++) solveClass(pairs, before, k, c, meaning)
    return meaning
  })
}

function solveClass(pairs: VotePairs, before: Before, k: number, c: number, meaning: Float64Array): void {
  const { codes, totals, lift, known: isKnown, recordCount } = pairs
  const size = codes.length
  const share = before.balance[c]!
  const scale = Math.sqrt(share * (1 - share))
  const members = [...codes.keys()].filter(at => codes[at]! % k === c)
  const excess = (a: number, b: number) => lift[a * size + b]! - 1
  const strengths = new Map(members.map(at => [at, (before.meaning[at * k + c]! - share) / scale]))
  for (const at of members) {
    let up = 0
    let down = 0
    let pull = 0
    for (const j of members) {
      if (isKnown[at * size + j] === 0) continue
      pull += totals[j]! * excess(at, j) * strengths.get(j)!
      for (const l of members) {
        if (l >= j || isKnown[at * size + l] === 0 || isKnown[j * size + l] === 0) continue
        const weight = (totals[j]! / recordCount) * totals[l]!
        up += weight * excess(at, j) * excess(at, l) * excess(j, l)
        down += weight * excess(j, l) ** 2
      }
    }
    const known = before.meaning[at * k + c]!
    const worth = before.worth[at]!
    const seen = (totals[at]! / recordCount) * down
    const strength = down === 0 ? 0 : Math.sign(pull) * Math.sqrt(Math.max(0, up / down))
    const found = Math.min(1, Math.max(0, share + scale * strength))
    const belief = seen + worth === 0 ? known : (seen * found + worth * known) / (seen + worth)
    writeVote(meaning, before.balance, k, at, c, belief)
  }
}

/** P(c | vote); what is left goes to the other classes as they are frequent. */
function writeVote(
  meaning: Float64Array,
  balance: Float64Array,
  k: number,
  at: number,
  c: number,
  belief: number,
): void {
  for (let other = 0; other < k; other++) {
    meaning[at * k + other] = other === c ? belief : ((1 - belief) * balance[other]!) / (1 - balance[c]!)
  }
}
