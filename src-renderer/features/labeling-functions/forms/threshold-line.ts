import type { Histogram } from '../../../../src-shared/labeling-functions.ts'

type Comparison = '<=' | '>='

/** The extent of the bins. */
export const extentOf = ({ bins }: Histogram): { from: number; to: number } => ({
  from: bins[0]!.from,
  to: bins[bins.length - 1]!.to,
})

const isWhole = ({ bins }: Histogram): boolean =>
  bins.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to))

/** Where the line stands, 0..1 of the width: for whole numbers "at most 5" has the bar of 5 at its left. */
export function shareOf(histogram: Histogram, limit: number, comparison: Comparison): number {
  const { from, to } = extentOf(histogram)
  const edge = isWhole(histogram) && comparison === '<=' ? limit + 1 : limit
  return Math.min(1, Math.max(0, (edge - from) / (to - from)))
}

/** The limit for a line at `share` of the width: a whole number among whole numbers, else a short one. */
export function limitAt(histogram: Histogram, share: number, comparison: Comparison): number {
  const { from, to } = extentOf(histogram)
  const edge = from + Math.min(1, Math.max(0, share)) * (to - from)
  if (isWhole(histogram)) return Math.round(edge) - (comparison === '<=' ? 1 : 0)
  return Number(edge.toFixed(decimalsOf(to - from)))
}

/** How far an arrow key moves the line. */
export function stepOf(histogram: Histogram): number {
  const { from, to } = extentOf(histogram)
  return isWhole(histogram) ? 1 : 10 ** -decimalsOf(to - from)
}

const decimalsOf = (extent: number): number => Math.max(0, 2 - Math.floor(Math.log10(extent)))
