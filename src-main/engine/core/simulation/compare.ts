import { meanInterval } from '../numeric/mean-interval.ts'
import type { Point } from './simulate.ts'

/** One run of a strategy. */
export interface Played {
  strategy: string
  seed: number
  curve: Point[]
}

/** A mean over runs, with its 95 % interval where there are several. */
export interface Mean {
  mean: number
  interval?: readonly [low: number, high: number] | undefined
}

export interface StrategyCurve {
  strategy: string
  runs: number
  points: (Mean & { reviews: number })[]
}

/** How much further the best strategy came than another, seed by seed. */
export interface Gain extends Mean {
  best: string
  over: string
  reviews: number
}

/** The baseline that a strategy has to beat, where it was played. */
const BASELINE = 'random'

/** The curve of each strategy over its seeds, in the order in which they were played. */
export function meanCurves(played: readonly Played[]): StrategyCurve[] {
  return [...Map.groupBy(played, ({ strategy }) => strategy)].map(([strategy, runs]) => {
    const longest = runs.reduce((long, { curve }) => (curve.length > long.length ? curve : long), runs[0]!.curve)
    const points = longest.map(({ reviews }, at) => ({
      reviews,
      ...meanInterval(runs.flatMap(({ curve }) => curve[at]?.accuracy ?? [])),
    }))
    return { strategy, runs: runs.length, points }
  })
}

/**
 * What ended best, against the baseline, or where that is the best or was not played, against the next best; nothing of one
 * strategy. Same seed, same measured records: the runs are compared in pairs.
 */
export function gainOf(played: readonly Played[]): Gain | undefined {
  const ends = meanCurves(played)
    .map(({ strategy, points }) => ({ strategy, ...points.at(-1)! }))
    .sort((a, b) => b.mean - a.mean)
  const [best, next] = ends
  if (!best || !next) return undefined
  const over = best.strategy === BASELINE ? next : (ends.find(({ strategy }) => strategy === BASELINE) ?? next)
  const endOf = (strategy: string, seed: number) =>
    played.find(run => run.strategy === strategy && run.seed === seed)?.curve.at(-1)?.accuracy
  const seeds = new Set(played.map(({ seed }) => seed))
  const differences = [...seeds].flatMap(seed => {
    const [own, other] = [endOf(best.strategy, seed), endOf(over.strategy, seed)]
    return own === undefined || other === undefined ? [] : own - other
  })
  return { best: best.strategy, over: over.strategy, reviews: best.reviews, ...meanInterval(differences) }
}
