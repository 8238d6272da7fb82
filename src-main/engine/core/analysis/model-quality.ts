import { NONE, STATES } from '../../../../src-shared/vocabulary.ts'
import { bestClasses } from './metrics.ts'
import { binOfProbability } from './reliability.ts'

/** What a model says of records whose class is known. */
export interface Judged {
  /** [n] NONE for records that are not asked for. */
  truth: Int8Array
  /** [n] the class that the model proposes; NONE where it proposes none: the record is tied or uncovered. */
  proposed: Int8Array
  /** [n] the largest probability. */
  confidence: Float64Array
}

const PSEUDO = STATES.indexOf('pseudo')

export function judged(
  { posterior, states }: { posterior: Float64Array; states: Uint8Array },
  truth: Int8Array,
  k: number,
): Judged {
  const n = truth.length
  const proposed = new Int8Array(n).fill(NONE)
  const confidence = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const best = bestClasses(posterior, i * k, k)[0]!
    if (states[i] === PSEUDO) proposed[i] = best
    confidence[i] = posterior[i * k + best]!
  }
  return { truth, proposed, confidence }
}

/** [k][k + 1] scored records by right and proposed class; the last column holds those without a proposal. */
export function confusionCounts({ truth, proposed }: Judged, k: number): number[][] {
  const counts = Array.from({ length: k }, () => Array.from({ length: k + 1 }, () => 0))
  truth.forEach((y, i) => {
    if (y >= 0) counts[y]![proposed[i] === NONE ? k : proposed[i]!]!++
  })
  return counts
}

/** Proposals of scored records by their probability, in bins of equal width. */
export function outcomeHistogram(
  { truth, proposed, confidence }: Judged,
  bins: number,
): { right: number; wrong: number }[] {
  const counts = Array.from({ length: bins }, () => ({ right: 0, wrong: 0 }))
  truth.forEach((y, i) => {
    if (y < 0 || proposed[i] === NONE) return
    counts[binOfProbability(confidence[i]!, bins)]![proposed[i] === y ? 'right' : 'wrong']++
  })
  return counts
}

/** What is left of the proposals at each threshold 0, 1 / steps, …, 1: those with at least that probability. */
export function keptAt({ truth, proposed, confidence }: Judged, steps: number): { kept: number; right: number }[] {
  const at = Array.from({ length: steps + 1 }, () => ({ kept: 0, right: 0 }))
  truth.forEach((y, i) => {
    if (y < 0 || proposed[i] === NONE) return
    const last = at[lastStep(confidence[i]!, steps)]!
    last.kept++
    if (proposed[i] === y) last.right++
  })
  for (let step = steps - 1; step >= 0; step--) {
    at[step]!.kept += at[step + 1]!.kept
    at[step]!.right += at[step + 1]!.right
  }
  return at
}

/** [steps + 1] how many of the probabilities are at least each threshold. */
export function countAtLeast(probabilities: Iterable<number>, steps: number): number[] {
  const counts = Array.from({ length: steps + 1 }, () => 0)
  for (const probability of probabilities) counts[lastStep(probability, steps)]!++
  for (let step = steps - 1; step >= 0; step--) counts[step]! += counts[step + 1]!
  return counts
}

/** The highest threshold that a probability reaches, compared as an export compares it. */
function lastStep(probability: number, steps: number): number {
  let step = Math.min(steps, Math.floor(probability * steps))
  if (step < steps && probability >= (step + 1) / steps) step++
  if (step > 0 && probability < step / steps) step--
  return step
}
