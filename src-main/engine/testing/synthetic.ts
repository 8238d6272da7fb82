import { ABSTAIN } from '../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../core/label-matrix.ts'
import { createRandom, drawWeighted, type Random, randomInteger } from '../core/numeric/random.ts'

/** How a planted LF behaves. */
export interface PlantedLf {
  /** P(its vote is right | it votes). For an LF with one class: the precision it would have on balanced classes. */
  accuracy: number
  /** P(it votes); for an LF with one class: P(it votes | the record is of that class). */
  coverage: number
  /** The one class it ever votes; it may vote every class when absent. */
  only?: number
}

export interface Planted {
  L: LabelMatrix
  /** [n] the planted class of each record. */
  truth: Int8Array
}

/** Draws true classes and votes from known accuracies; same seed, same bits. */
export function plantVotes(
  n: number,
  lfs: readonly PlantedLf[],
  classBalance: readonly number[],
  seed: number,
): Planted {
  const random = createRandom(seed)
  const classCount = classBalance.length
  const truth = new Int8Array(n)
  for (let i = 0; i < n; i++) truth[i] = drawWeighted(random, classBalance)
  const votes = new Int8Array(lfs.length * n).fill(ABSTAIN)
  lfs.forEach((lf, j) => {
    const column = votes.subarray(j * n, (j + 1) * n)
    for (let i = 0; i < n; i++)
      column[i] = lf.only === undefined ? anyClass(lf, truth[i]!, classCount, random) : oneClass(lf, truth[i]!, random)
  })
  return { L: { votes, recordCount: n, lfCount: lfs.length, classCount }, truth }
}

/** `m` LFs that may vote every class, with accuracies spread evenly from `worst` to `best`. */
export const lfsBetween = (m: number, worst: number, best: number, coverage: number): PlantedLf[] =>
  Array.from({ length: m }, (_, j) => ({ accuracy: worst + ((best - worst) * (j + 0.5)) / m, coverage }))

function anyClass(lf: PlantedLf, truth: number, classCount: number, random: Random): number {
  if (random() >= lf.coverage) return ABSTAIN
  if (random() < lf.accuracy) return truth
  return (truth + 1 + randomInteger(random, classCount - 1)) % classCount
}

function oneClass(lf: PlantedLf, truth: number, random: Random): number {
  const fires = truth === lf.only ? lf.coverage : (lf.coverage * (1 - lf.accuracy)) / lf.accuracy
  return random() < fires ? lf.only! : ABSTAIN
}
