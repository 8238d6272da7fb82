import { NONE, SPLITS } from '../../../../src-shared/vocabulary.ts'
import { evaluate } from '../analysis/metrics.ts'
import { type LabelMatrix, votesPerRecord } from '../label-matrix.ts'
import type { FitInput, LabelModel } from '../label-models/label-model.ts'
import { posteriorByVotes } from '../label-models/votes/votes-alone.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import type { Landscape } from '../query-strategies/landscape.ts'
import type { QueryStrategy } from '../query-strategies/query-strategy.ts'
import { rank } from '../query-strategies/rank.ts'
import { recordStates } from '../states.ts'

export interface SimulationInput {
  L: LabelMatrix
  /** What fits are made with; its gold teaches from the start, its seed is that of the simulation. */
  fit: Omit<FitInput, 'onProgress'>
  model: LabelModel
  /** [n] the answer key; NONE where it has none. */
  reference: Int8Array
  /** [n] index into SPLITS, NONE without a split. */
  splits: Int8Array
  /** [n] 1 for the records that may be asked and measured: deleted ones are neither. */
  live: Uint8Array
  classNames: readonly string[]
  landscape?: Landscape | undefined
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
  const { L, fit, model, reference, classNames, landscape } = input
  const measured = measuredRows(input)
  const truth = reference.map((c, row) => (measured[row] === 1 ? c : NONE))
  const gold = fit.gold.map((c, row) => (measured[row] === 1 ? NONE : c))
  const voters = votesPerRecord(L)
  const curve: Point[] = []
  for (let asked = 0; ;) {
    const fitted = model.fit(L, { ...fit, gold })
    const { posterior, classBalance } = fitted
    const states = recordStates(L, posterior, classBalance)
    const scored = { posterior, truth, states, votesPerRecord: voters, classCount: L.classCount }
    curve.push({ reviews: asked, accuracy: evaluate(scored).accuracy ?? 0 })
    onProgress?.(reviews === 0 ? 1 : asked / reviews)
    if (asked === reviews) return curve
    const candidates = reference.map(
      (c, row) => +(c !== NONE && gold[row] === NONE && mayBeAsked(input, measured, row)),
    )
    const scores = strategy.score({
      L,
      posterior,
      states,
      gold,
      candidates: Uint8Array.from(candidates),
      classNames,
      seed: fit.seed,
      landscape,
      byVotes: strategy.comparesText && posteriorByVotes(L, fitted),
    })
    const next = rank(scores, Math.min(REFIT_AFTER, reviews - asked), fit.seed)
    if (next.length === 0) return curve
    for (const row of next) gold[row] = reference[row]!
    asked += next.length
  }
}

const mayBeAsked = ({ live, splits }: SimulationInput, measured: Uint8Array, row: number): boolean =>
  live[row] === 1 && measured[row] === 0 && splits[row] !== TEST

/** [n] 1 for the records that are measured and never asked. */
function measuredRows({ reference, splits, live, fit }: SimulationInput): Uint8Array {
  const known: number[] = []
  const tested: number[] = []
  for (let row = 0; row < reference.length; row++) {
    if (reference[row] === NONE || live[row] === 0) continue
    known.push(row)
    if (splits[row] === TEST) tested.push(row)
  }
  const measured = new Uint8Array(reference.length)
  const drawn = () => shuffle(known, createRandom(fit.seed)).slice(0, Math.round(MEASURED_SHARE * known.length))
  for (const row of tested.length > 0 ? tested : drawn()) measured[row] = 1
  return measured
}
