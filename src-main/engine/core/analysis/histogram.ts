/** Bins of equal width; the last one also holds what lies beyond its end. */
export interface Bins {
  min: number
  max: number
  /** Where the first bin begins. */
  from: number
  width: number
  count: number
}

const MOST_BINS = 40
/** Few values far away from all others must not squeeze those into one bin. */
const WITHIN = 0.99
const FAR = 2

/** Bins for finite numbers, of which there is at least one. Whole numbers get bins of whole numbers. */
export function binsOf(values: Float64Array): Bins {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  const [min, max] = [sorted[0]!, sorted[n - 1]!]
  const inner = sorted[Math.ceil(n * WITHIN) - 1]!
  const end = max - min > FAR * (inner - min) && inner > min ? inner : max
  if (sorted.every(Number.isInteger)) {
    const width = Math.max(1, Math.ceil((end - min + 1) / MOST_BINS))
    return { min, max, from: min, width, count: Math.ceil((end - min + 1) / width) }
  }
  const width = (end - min) / MOST_BINS || 1
  return { min, max, from: min, width, count: end > min ? MOST_BINS : 1 }
}

/** The bin that a value belongs to. */
export const binOf = ({ from, width, count }: Bins, value: number): number =>
  Math.min(count - 1, Math.floor((value - from) / width))
