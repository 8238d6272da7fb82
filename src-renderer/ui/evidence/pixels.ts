/** With fewer numbers one sees more in the numbers than in a picture; with more it is no small picture. */
const LEAST_SIDE = 5
const MOST_SIDE = 64

/** Grey values, row by row. */
export interface Pixels {
  side: number
  values: readonly number[]
}

/** A list of as many numbers as a square has places, none below 0, is the picture that it was read off; all else is undefined. */
export function pixelsOf(value: unknown): Pixels | undefined {
  if (!Array.isArray(value)) return undefined
  const side = Math.sqrt(value.length)
  if (!Number.isInteger(side) || side < LEAST_SIDE || side > MOST_SIDE) return undefined
  return value.every(isGrey) ? { side, values: value } : undefined
}

const isGrey = (value: unknown): value is number => typeof value === 'number' && value >= 0

/** [side × side × 4] 0 is paper, the largest number is ink. */
export function inkOf({ values }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const largest = values.reduce((most, value) => Math.max(most, value), 0)
  const ink = new Uint8ClampedArray(4 * values.length)
  values.forEach((value, at) => {
    ink.fill(255 * (1 - value / (largest || 1)), 4 * at, 4 * at + 3)
    ink[4 * at + 3] = 255
  })
  return ink
}
