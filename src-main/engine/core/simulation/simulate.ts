import { NONE, SPLITS } from '../../../../src-shared/vocabulary.ts'
import { evaluate } from '../analysis/metrics.ts'
import { type LabelMatrix, votesPerRecord } from '../label-matrix.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import type { Landscape } from '../query-strategies/landscape.ts'
import type { QueryStrategy } from '../query-strategies/query-strategy.ts'
import { random } from '../query-strategies/sampling.ts'
import { rank } from '../query-strategies/rank.ts'
import { recordStates } from '../states.ts'
import type { Learner } from './learners.ts'

export interface SimulationInput {
  L: LabelMatrix
  learner: Learner
  /** [n] what teaches from the start; NONE elsewhere. */
  gold: Int8Array
  /** [n] the answer key; NONE where it has none. */
  reference: Int8Array
  /** [n] index into SPLITS, NONE without a split. */
  splits: Int8Array
  /** [n] 1 for the records that may be asked and measured: deleted ones are neither. */
  live: Uint8Array
  classNames: readonly string[]
  landscape?: Landscape | undefined
  seed: number
}

export interface Point {
  reviews: number
  /** Over the measured records; ties and what the model does not reach count as wrong. */
  accuracy: number
}

/** The model learns after so many answers, as it does for a person who reviews. */
const REFIT_AFTER = 5
/** Measured where there is no `test` with a reference. */
const MEASURED_SHARE = 0.3
const VALID = SPLITS.indexOf('valid')
const TEST = SPLITS.indexOf('test')

/**
 * Plays an annotator who answers from the reference what a strategy asks, and measures the model on records that are never
 * asked: those of `test`, or else a seeded 30 %. Same seed, same curve.
 */
export function simulate(
  input: SimulationInput,
  strategy: QueryStrategy,
  reviews: number,
  onProgress?: (share: number) => void,
): Point[] {
  const { L, learner, reference, splits, classNames, landscape, seed } = input
  const measured = measuredRows(input)
  const truth = reference.map((c, row) => (measured[row] === 1 ? c : NONE))
  const gold = input.gold.map((c, row) => (measured[row] === 1 ? NONE : c))
  const answered = Uint8Array.from(gold, c => (c === NONE ? 0 : 1))
  const voters = votesPerRecord(L)
  const curve: Point[] = []
  for (let asked = 0; ;) {
    const { posterior, classBalance, byVotes, isUnknown } = learner.learn(gold)
    const states = recordStates(L, posterior, classBalance)
    const scored = { posterior, truth, states, votesPerRecord: voters, classCount: L.classCount }
    curve.push({ reviews: asked, accuracy: evaluate(scored).accuracy ?? 0 })
    onProgress?.(reviews === 0 ? 1 : asked / reviews)
    if (asked === reviews) return curve
    const candidates = candidatesOf(input, measured, answered)
    // As in the queue, where all are asked by chance until there is a model.
    const scores = (isUnknown ? random : strategy).score({
      L,
      posterior,
      states,
      gold,
      candidates,
      classNames,
      seed,
      landscape,
      byVotes: strategy.readsVotesAlone && byVotes?.(),
    })
    const next = rank(scores, Math.min(REFIT_AFTER, reviews - asked), seed)
    if (next.length === 0) return curve
    for (const row of next) {
      answered[row] = 1
      if (splits[row] !== VALID) gold[row] = reference[row]!
    }
    asked += next.length
  }
}

/** [n] 1 for what is asked now: as in the queue, records of `valid` only when no other is left. */
function candidatesOf({ reference, live, splits }: SimulationInput, measured: Uint8Array, answered: Uint8Array) {
  const among = (isTheirTurn: (split: number) => boolean) =>
    Uint8Array.from(reference, (c, row) => {
      const mayBeAsked = c !== NONE && live[row] === 1 && measured[row] === 0 && answered[row] === 0
      return mayBeAsked && isTheirTurn(splits[row]!) ? 1 : 0
    })
  const teaching = among(split => split !== TEST && split !== VALID)
  return teaching.includes(1) ? teaching : among(split => split === VALID)
}

/** [n] 1 for the records that are measured and never asked. */
function measuredRows({ reference, splits, live, seed }: SimulationInput): Uint8Array {
  const known: number[] = []
  const tested: number[] = []
  for (let row = 0; row < reference.length; row++) {
    if (reference[row] === NONE || live[row] === 0) continue
    known.push(row)
    if (splits[row] === TEST) tested.push(row)
  }
  const measured = new Uint8Array(reference.length)
  const drawn = () => shuffle(known, createRandom(seed)).slice(0, Math.round(MEASURED_SHARE * known.length))
  for (const row of tested.length > 0 ? tested : drawn()) measured[row] = 1
  return measured
}
