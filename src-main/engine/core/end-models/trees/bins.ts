import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { EndModelTraining } from '../end-model.ts'

/** How trees read the features: few columns, each cut into few bins, so that a split is found by counting. Plain data. */
export interface Bins {
  /** The columns that trees read, ascending. */
  columns: Uint32Array
  /** [columns + 1] where the edges of each begin. */
  edgeStarts: Uint32Array
  /** Ascending within a column; bin b holds the values above edge b − 1 and up to edge b. */
  edges: Float32Array
}

/** [columns × rows] the bin of each value, one contiguous column after the other. */
export interface Binned {
  rowCount: number
  columnCount: number
  bins: Uint8Array
  /** [columns] */
  binCounts: Uint16Array
}

const MOST_BINS = 64
/** Edges of a column are read off so many of its values. */
const SAMPLE = 20_000

/**
 * Cuts each column at equal shares of the rows that count. Of more than `mostColumns`, those are read whose presence says most of the
 * class (χ²): a tree that draws a few among tens of thousands of words would see hardly any that tell.
 */
export function learnBins(X: SparseMatrix, training: EndModelTraining, mostColumns: number): Bins {
  const columns = tellingColumns(X, training, mostColumns)
  const placeOf = placesOf(columns, X.columnCount)
  const values = columns.reduce<number[][]>(all => (all.push([]), all), [])
  const counting = Array.from(training.importance.keys()).filter(i => training.importance[i]! > 0)
  const stride = Math.max(1, Math.floor(counting.length / SAMPLE))
  let rows = 0
  for (let at = 0; at < counting.length; at += stride, rows++) {
    const i = counting[at]!
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const place = placeOf[X.columns[e]!]!
      if (place >= 0) values[place]!.push(X.values[e]!)
    }
  }
  const edges = values.map(found => edgesOf(found, rows - found.length))
  const edgeStarts = new Uint32Array(columns.length + 1)
  edges.forEach((own, at) => (edgeStarts[at + 1] = edgeStarts[at]! + own.length))
  return { columns, edgeStarts, edges: Float32Array.from(edges.flat()) }
}

function tellingColumns(
  X: SparseMatrix,
  { labels, importance, classCount: k }: EndModelTraining,
  most: number,
): Uint32Array {
  const inClass = new Float64Array(X.columnCount * k)
  const total = new Float64Array(k)
  for (let i = 0; i < X.rowCount; i++) {
    for (let c = 0; c < k; c++) {
      const weight = importance[i]! * labels[i * k + c]!
      if (weight === 0) continue
      total[c]! += weight
      for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) inClass[X.columns[e]! * k + c]! += weight
    }
  }
  const rows = total.reduce((sum, one) => sum + one, 0)
  const telling = new Float64Array(X.columnCount)
  for (let f = 0; f < X.columnCount; f++) {
    let present = 0
    for (let c = 0; c < k; c++) present += inClass[f * k + c]!
    for (let c = 0; c < k; c++) {
      const expected = (present * total[c]!) / rows
      if (expected > 0) telling[f]! += (inClass[f * k + c]! - expected) ** 2 / expected
    }
    // A column that every row has is told apart by its value alone: it is kept.
    telling[f] = present >= rows * (1 - 1e-9) && present > 0 ? Infinity : telling[f]! / (1 - present / rows)
  }
  const order = Array.from(telling.keys()).filter(f => telling[f]! >= 0)
  order.sort((one, other) => (telling[one] === telling[other] ? one - other : telling[other]! > telling[one]! ? 1 : -1))
  return Uint32Array.from(order.slice(0, most)).sort()
}

/** [columns] place among those that are read, −1 for one that is not. */
function placesOf(columns: Uint32Array, columnCount: number): Int32Array {
  const places = new Int32Array(columnCount).fill(-1)
  columns.forEach((column, place) => (places[column] = place))
  return places
}

/** Between different values: all of them where they are few, at equal shares of the rows otherwise. */
function edgesOf(values: number[], zeros: number): number[] {
  const sorted = Float64Array.from(values).sort()
  const below = sorted.findIndex(value => value >= 0)
  const at = (place: number): number => {
    const negatives = below < 0 ? sorted.length : below
    if (place < negatives) return sorted[place]!
    return place < negatives + zeros ? 0 : sorted[place - zeros]!
  }
  const count = sorted.length + zeros
  const different = new Set(sorted)
  if (zeros > 0) different.add(0)
  if (different.size <= MOST_BINS) {
    const steps = [...different].sort((one, other) => one - other)
    return steps.slice(1).map((value, b) => (value + steps[b]!) / 2)
  }
  const edges = new Set<number>()
  for (let b = 1; b < MOST_BINS; b++) edges.add(at(Math.floor((b * count) / MOST_BINS)))
  edges.delete(at(count - 1))
  return [...edges].sort((one, other) => one - other)
}

export function binned(X: SparseMatrix, { columns, edgeStarts, edges }: Bins): Binned {
  const n = X.rowCount
  const placeOf = placesOf(columns, X.columnCount)
  const bins = new Uint8Array(columns.length * n)
  const binOf = (place: number, value: number): number => {
    let low = edgeStarts[place]!
    let high = edgeStarts[place + 1]!
    while (low < high) {
      const middle = (low + high) >> 1
      if (edges[middle]! < value) low = middle + 1
      else high = middle
    }
    return low - edgeStarts[place]!
  }
  for (let place = 0; place < columns.length; place++) bins.fill(binOf(place, 0), place * n, (place + 1) * n)
  for (let i = 0; i < n; i++) {
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const place = placeOf[X.columns[e]!]!
      if (place >= 0) bins[place * n + i] = binOf(place, X.values[e]!)
    }
  }
  const binCounts = Uint16Array.from(columns, (_, place) => edgeStarts[place + 1]! - edgeStarts[place]! + 1)
  return { rowCount: n, columnCount: columns.length, bins, binCounts }
}
