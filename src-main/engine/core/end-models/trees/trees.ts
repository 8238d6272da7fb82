import type { Random } from '../../numeric/random.ts'
import type { Binned } from './bins.ts'

/** Trees one after the other in flat arrays, their nodes numbered through. */
export interface TreeNodes {
  /** [trees] the first node of each. */
  roots: ArrayLike<number>
  /** [nodes] place of the column that decides; −1 for a leaf. */
  column: ArrayLike<number>
  /** [nodes] bins up to this one go left. */
  upTo: ArrayLike<number>
  /** [nodes] the left child, right behind which lies the right one; of a leaf the number of its values. */
  next: ArrayLike<number>
  /** [leaves × width] */
  leaves: ArrayLike<number>
  width: number
}

/** Trees that are kept: plain data. */
export interface Trees extends TreeNodes {
  roots: Uint32Array
  column: Int32Array
  upTo: Uint8Array
  next: Uint32Array
  leaves: Float32Array
}

/** What a split is good for, by sums over the rows of a node. */
export interface Criterion {
  /** Numbers that are summed. */
  width: number
  /** Adds row to the sums that begin at `at`. */
  add(sums: Float64Array, at: number, row: number): void
  /** How much is won by keeping these rows together; a split is worth the gain of both sides over the whole. */
  score(sums: Float64Array, at: number): number
  leaf(sums: Float64Array): ArrayLike<number>
  leafWidth: number
}

export interface Limits {
  maxDepth: number
  /** A node of fewer rows is not split, and no side of a split has fewer than half of it. */
  leastRows: number
  /** So many columns are looked at for a split, drawn anew each time. */
  columnsPerSplit: number
}

/** Grows trees and keeps their nodes. */
export function treeGrower(data: Binned, criterion: Criterion, limits: Limits, random: Random) {
  const roots: number[] = []
  const column: number[] = []
  const upTo: number[] = []
  const next: number[] = []
  const leaves: number[] = []
  const { width } = criterion
  const most = data.binCounts.reduce((max, count) => Math.max(max, count), 1)
  const sums = new Float64Array(most * width)
  const counts = new Uint32Array(most)
  const left = new Float64Array(width)
  const right = new Float64Array(width)
  const whole = new Float64Array(width)
  const order = Uint32Array.from({ length: data.columnCount }, (_, at) => at)
  const least = Math.max(1, Math.floor(limits.leastRows / 2))

  const addNode = (): number => {
    column.push(-1)
    upTo.push(0)
    return next.push(0) - 1
  }

  /** Cuts the rows of `rows[from … to)` by one column where the two sides win most. */
  function bestCut(rows: Uint32Array, from: number, to: number, place: number) {
    const binCount = data.binCounts[place]!
    const offset = place * data.rowCount
    sums.fill(0, 0, binCount * width)
    counts.fill(0, 0, binCount)
    for (let at = from; at < to; at++) {
      const bin = data.bins[offset + rows[at]!]!
      criterion.add(sums, bin * width, rows[at]!)
      counts[bin]!++
    }
    left.fill(0)
    right.set(whole)
    let taken = 0
    let best = -Infinity
    let cut = -1
    for (let bin = 0; bin < binCount - 1; bin++) {
      if (counts[bin] === 0) continue
      taken += counts[bin]!
      for (let s = 0; s < width; s++) {
        left[s]! += sums[bin * width + s]!
        right[s]! -= sums[bin * width + s]!
      }
      if (taken < least) continue
      if (to - from - taken < least) break
      const score = criterion.score(left, 0) + criterion.score(right, 0)
      if (score > best) {
        best = score
        cut = bin
      }
    }
    if (cut < 0) return { score: best, cut }
    let above = cut + 1
    while (counts[above] === 0) above++
    return { score: best, cut: (cut + above) >> 1 }
  }

  /** The best cut among some columns; goes on drawing until one of them cuts at all. */
  function bestSplit(rows: Uint32Array, from: number, to: number) {
    const keep = criterion.score(whole, 0)
    let found = { place: -1, cut: -1, score: keep + 1e-9 * Math.abs(keep) }
    for (let drawn = 0; drawn < order.length; drawn++) {
      if (drawn >= limits.columnsPerSplit && found.place >= 0) break
      const other = drawn + Math.floor(random() * (order.length - drawn))
      const place = order[other]!
      order[other] = order[drawn]!
      order[drawn] = place
      const { score, cut } = bestCut(rows, from, to, place)
      if (cut >= 0 && score > found.score) found = { place, cut, score }
    }
    return found
  }

  return {
    /** Grows one tree on these rows, whose order is changed. */
    grow(rows: Uint32Array): void {
      roots.push(column.length)
      const open = [{ node: addNode(), from: 0, to: rows.length, depth: 0 }]
      for (let task = open.pop(); task; task = open.pop()) {
        const { node, from, to, depth } = task
        whole.fill(0)
        for (let at = from; at < to; at++) criterion.add(whole, 0, rows[at]!)
        const split = depth < limits.maxDepth && to - from >= limits.leastRows ? bestSplit(rows, from, to) : undefined
        if (!split || split.place < 0) {
          next[node] = leaves.length / criterion.leafWidth
          for (const value of Array.from(criterion.leaf(whole))) leaves.push(value)
          continue
        }
        const middle = partition(rows, from, to, data, split)
        column[node] = split.place
        upTo[node] = split.cut
        next[node] = addNode()
        const other = addNode()
        open.push({ node: other, from: middle, to, depth: depth + 1 })
        open.push({ node: next[node]!, from, to: middle, depth: depth + 1 })
      }
    },

    /** The trees so far; they grow on. */
    nodes: { roots, column, upTo, next, leaves, width: criterion.leafWidth } satisfies TreeNodes,

    trees: (): Trees => ({
      roots: Uint32Array.from(roots),
      column: Int32Array.from(column),
      upTo: Uint8Array.from(upTo),
      next: Uint32Array.from(next),
      leaves: Float32Array.from(leaves),
      width: criterion.leafWidth,
    }),
  }
}

/** Puts the rows that go left first; returns where the others begin. */
function partition(
  rows: Uint32Array,
  from: number,
  to: number,
  data: Binned,
  split: { place: number; cut: number },
): number {
  const offset = split.place * data.rowCount
  let middle = from
  for (let at = from; at < to; at++) {
    const row = rows[at]!
    if (data.bins[offset + row]! > split.cut) continue
    rows[at] = rows[middle]!
    rows[middle++] = row
  }
  return middle
}

/** Adds what one tree says of each row, times `scale`, to `sums` [rows × stride] from column `at` on. */
export function addTree(
  { roots, column, upTo, next, leaves, width }: TreeNodes,
  tree: number,
  data: Binned,
  sums: Float64Array,
  { stride, at, scale }: { stride: number; at: number; scale: number },
): void {
  for (let i = 0; i < data.rowCount; i++) {
    let node = roots[tree]!
    while (column[node]! >= 0) {
      node = next[node]! + (data.bins[column[node]! * data.rowCount + i]! <= upTo[node]! ? 0 : 1)
    }
    for (let s = 0; s < width; s++) sums[i * stride + at + s]! += scale * leaves[next[node]! * width + s]!
  }
}
