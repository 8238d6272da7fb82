/** [rows × count] the neighbours of each row, the nearest first. */
export interface Neighbours {
  count: number
  /** −1 where a row has no more. */
  rows: Int32Array
  /** Squared Euclidean distances. */
  distances: Float64Array
}

export interface NeighbourSearch {
  /** How many are looked for. */
  count: number
  /** X is what is looked among: no row is its own neighbour. */
  isSame: boolean
  onProgress?: ((share: number) => void) | undefined
}

/** The nearest of all that were offered, [rows × count], the nearest first. */
export interface Nearest {
  count: number
  /** −1 where less was offered. */
  rows: Int32Array
  nearness: Float64Array
  /** [rows] what is less near than this is not wanted: no need to offer it. */
  least: Float64Array
  /** Row j to row i; a larger number is nearer. */
  offer(i: number, j: number, near: number): void
}

export function beginNearest(rowCount: number, wanted: number): Nearest {
  const count = Math.max(0, wanted)
  const rows = new Int32Array(rowCount * count).fill(-1)
  const nearness = new Float64Array(rowCount * count).fill(-Infinity)
  const least = new Float64Array(rowCount).fill(-Infinity)
  const offer = (i: number, j: number, near: number): void => {
    const first = i * count
    let at = first + count - 1
    if (near === nearness[at] && rows[at]! >= 0 && rows[at]! < j) return
    for (; at > first && comesBefore(near, j, nearness[at - 1]!, rows[at - 1]!); at--) {
      nearness[at] = nearness[at - 1]!
      rows[at] = rows[at - 1]!
    }
    nearness[at] = near
    rows[at] = j
    least[i] = nearness[first + count - 1]!
  }
  return { count, rows, nearness, least, offer }
}

const comesBefore = (near: number, j: number, otherNear: number, other: number): boolean =>
  near > otherNear || (near === otherNear && (other < 0 || j < other))
