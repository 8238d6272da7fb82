import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { checkSparse, type SparseMatrix } from '../../numeric/sparse.ts'
import { makeSplit } from '../../splits.ts'
import type { SemiSupervisedInput } from '../semi-supervised.ts'

/** Gold in two parts, [n] each: what teaches and what judges; NONE where a record does not. */
export interface Part {
  teaching: Int8Array
  judging: Int8Array
}

export interface Guard {
  /** [n] gold that teaches the model that is kept. */
  teaching: Int8Array
  /**
   * The rounds are judged on these. With validation gold it is one, of which the model is kept; without, the gold is dealt into
   * folds, and for each the same rounds are gone through without its gold.
   */
  parts: Part[]
  /** A round that lowers the accuracy is taken back. */
  isOn: boolean
}

const FOLDS = 5

export function guardOf(X: SparseMatrix, { gold, validation, options, seed }: SemiSupervisedInput): Guard {
  checkSparse(X, gold.length)
  const isOn = options['guard'] === 1
  if (validation?.some(c => c !== NONE)) {
    const teaching = gold.map((c, i) => (validation[i] === NONE ? c : NONE))
    return { teaching, parts: [{ teaching, judging: validation }], isOn }
  }
  if (!isOn) return { teaching: gold, parts: [], isOn }
  const folds = makeSplit(
    Array.from({ length: FOLDS }, () => 1 / FOLDS),
    seed,
    gold,
  )
  const parts = Array.from({ length: FOLDS }, (_, fold) => ({
    teaching: gold.map((c, i) => (folds[i] === fold ? NONE : c)),
    judging: gold.map((c, i) => (folds[i] === fold ? c : NONE)),
  }))
  return { teaching: gold, parts: parts.filter(part => hasGold(part.teaching) && hasGold(part.judging)), isOn }
}

/** What is learned from and judged by: first for the model that is kept, then for those that only judge. */
export const coursesOf = ({ teaching, parts }: Guard): Part[] =>
  parts[0]?.teaching === teaching ? parts : [{ teaching, judging: new Int8Array(teaching.length).fill(NONE) }, ...parts]

export const hasGold = (gold: Int8Array): boolean => gold.some(c => c !== NONE)

/** [n] 1 or 0: the most probable class of a record that judges is right or wrong; NONE for all others. */
export function judgementOf(
  judged: readonly { judging: Int8Array; posterior: Float64Array }[],
  n: number,
  k: number,
): Int8Array {
  const right = new Int8Array(n).fill(NONE)
  for (const { judging, posterior } of judged) {
    for (let i = 0; i < n; i++) if (judging[i] !== NONE) right[i] = bestClass(posterior, i, k) === judging[i] ? 1 : 0
  }
  return right
}

/** Share of what came out right; undefined where nothing was asked. */
export function accuracyOf(judgement: Int8Array): number | undefined {
  const asked = judgement.filter(right => right !== NONE)
  return asked.length === 0 ? undefined : asked.reduce((sum, right) => sum + right, 0) / asked.length
}

/** No record came out worse, or so many more came out right than two standard errors of that count: a few may be chance. */
export function isSafe(later: Int8Array, first: Int8Array): boolean {
  let gained = 0
  let lost = 0
  later.forEach((right, i) => {
    if (right > first[i]!) gained++
    else if (right < first[i]!) lost++
  })
  return lost === 0 || gained - lost > 2 * Math.sqrt(gained + lost)
}

/** The first of the most probable classes of a record. */
export function bestClass(posterior: Float64Array, i: number, k: number): number {
  let best = 0
  for (let c = 1; c < k; c++) if (posterior[i * k + c]! > posterior[i * k + best]!) best = c
  return best
}
