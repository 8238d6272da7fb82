import { hash32 } from '../numeric/random.ts'

/**
 * The `limit` rows with the highest scores, best first; −Infinity and NaN are out. Equal scores are put in a seeded
 * order, so that the order of import decides nothing. A heap of `limit` rows: a million scores are never sorted.
 */
export function rank(scores: Float64Array, limit: number, seed: number): Int32Array {
  const heap = new Int32Array(Math.min(limit, scores.length))
  let size = 0
  const isBetter = (a: number, b: number): boolean =>
    scores[a]! > scores[b]! || (scores[a] === scores[b] && hash32(seed, a) > hash32(seed, b))

  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!
    if (!(score > -Infinity)) continue
    if (size < heap.length) {
      heap[size] = row
      siftUp(heap, size++, isBetter)
    } else if (size > 0 && isBetter(row, heap[0]!)) {
      heap[0] = row
      siftDown(heap, size, isBetter)
    }
  }
  return heap.subarray(0, size).sort((a, b) => (isBetter(a, b) ? -1 : 1))
}

type Better = (a: number, b: number) => boolean

/** The worst row is on top. */
function siftUp(heap: Int32Array, at: number, isBetter: Better): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBetter(heap[parent]!, heap[at]!)) return
    swap(heap, at, parent)
    at = parent
  }
}

function siftDown(heap: Int32Array, size: number, isBetter: Better): void {
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    if (left >= size) return
    const right = left + 1
    const worse = right < size && isBetter(heap[left]!, heap[right]!) ? right : left
    if (!isBetter(heap[at]!, heap[worse]!)) return
    swap(heap, at, worse)
    at = worse
  }
}

function swap(heap: Int32Array, a: number, b: number): void {
  const row = heap[a]!
  heap[a] = heap[b]!
  heap[b] = row
}
