import { createRandom, sampleWithoutReplacement, type Random } from '../numeric/random.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import { topicsOf } from '../text/topics.ts'

/** Where each record lies on a map in two dimensions. */
export interface Projection {
  /** [n] 0..1; NaN for a record that says nothing. */
  x: Float32Array
  y: Float32Array
  /** Records that were laid out against each other; every other stands among those of them that are nearest to it. */
  sampled: number
}

/** Lays out the sample in two dimensions: [rows] each of as many numbers; nearer rows come to lie nearer. */
export type LayOut = (rows: number[][], random: Random, onProgress: (share: number) => void) => number[][]

export interface ProjectionInput {
  seed: number
  layOut: LayOut
  onProgress?: ((share: number) => void) | undefined
}

/** Directions in which records differ most: enough to tell kinds apart, and few enough to be quick. */
const DIRECTIONS = 25
/** Records that are laid out against each other; every other is put among those that are nearest to it. */
const SAMPLE = 3_000
const NEAREST = 3
/** Share of the work that goes into the sample, for a hundred thousand records; all of it where there are no others. */
const SAMPLE_SHARE = 0.4
/** Records of the same content lie around each other, not on each other; in parts of the map. */
const SCATTER = 0.004

/** Same rows, same seed: same map. `X`: rows of length 1. */
export function project(X: SparseMatrix, { seed, layOut, onProgress }: ProjectionInput): Projection {
  const random = createRandom(seed)
  const places = denseRows(topicsOf(X, DIRECTIONS, seed))
  const speaking = Uint32Array.from(Array.from({ length: X.rowCount }, (_, i) => i).filter(i => places.has(i)))
  const drawn = sampleWithoutReplacement(speaking.length, SAMPLE, random).map(at => speaking[at]!)
  const sample = Array.from(drawn, i => places.rows.subarray(i * DIRECTIONS, (i + 1) * DIRECTIONS))
  const x = new Float32Array(X.rowCount).fill(NaN)
  const y = new Float32Array(X.rowCount).fill(NaN)
  const sampled = sample.length
  if (sampled === 0) return { x, y, sampled }
  const sampleShare = sampled === speaking.length ? 1 : SAMPLE_SHARE
  const plane = layOut(
    sample.map(row => Array.from(row)),
    random,
    share => onProgress?.(sampleShare * share),
  )
  drawn.forEach((i, at) => ([x[i], y[i]] = plane[at] as [number, number]))
  const landmarks = Float32Array.from(sample.flatMap(row => Array.from(row)))
  speaking.forEach((i, done) => {
    if (Number.isNaN(x[i])) {
      const place = amongNearest(places.rows.subarray(i * DIRECTIONS, (i + 1) * DIRECTIONS), landmarks, plane)
      x[i] = place[0]
      y[i] = place[1]
    }
    if (done % 1_000 === 999) onProgress?.(sampleShare + ((1 - sampleShare) * done) / speaking.length)
  })
  toUnitSquare(x, y)
  for (const i of speaking) {
    x[i]! += SCATTER * (random() - random())
    y[i]! += SCATTER * (random() - random())
  }
  return { x, y, sampled }
}

/** Rows that are all there or empty, as one array. */
function denseRows({ rowCount, starts, columns, values }: SparseMatrix) {
  const rows = new Float32Array(rowCount * DIRECTIONS)
  for (let i = 0; i < rowCount; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) rows[i * DIRECTIONS + columns[e]!] = values[e]!
  }
  return { rows, has: (i: number) => starts[i] !== starts[i + 1] }
}

/** The mean place of the landmarks that are nearest, the nearer the more. */
function amongNearest(row: Float32Array, landmarks: Float32Array, plane: number[][]): [x: number, y: number] {
  const best = new Int32Array(NEAREST).fill(-1)
  const cosine = new Float64Array(NEAREST).fill(-Infinity)
  for (let at = 0; at < plane.length; at++) {
    let sum = 0
    for (let d = 0; d < DIRECTIONS; d++) sum += row[d]! * landmarks[at * DIRECTIONS + d]!
    if (!(sum > cosine[NEAREST - 1]!)) continue
    let place = NEAREST - 1
    for (; place > 0 && cosine[place - 1]! < sum; place--) {
      cosine[place] = cosine[place - 1]!
      best[place] = best[place - 1]!
    }
    cosine[place] = sum
    best[place] = at
  }
  let [x, y, total] = [0, 0, 0]
  for (let place = 0; place < NEAREST && best[place]! >= 0; place++) {
    const weight = 1 / (1.001 - Math.min(1, cosine[place]!))
    x += weight * plane[best[place]!]![0]!
    y += weight * plane[best[place]!]![1]!
    total += weight
  }
  return [x / total, y / total]
}

/** Scales both axes alike, so that near stays near. */
function toUnitSquare(x: Float32Array, y: Float32Array): void {
  const [left, right] = bounds(x)
  const [low, high] = bounds(y)
  const span = Math.max(right - left, high - low) || 1
  for (let i = 0; i < x.length; i++) {
    x[i] = 0.5 + (x[i]! - (left + right) / 2) / span
    y[i] = 0.5 + (y[i]! - (low + high) / 2) / span
  }
}

function bounds(values: Float32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
