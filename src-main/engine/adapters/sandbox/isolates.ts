import ivm from 'isolated-vm'

/**
 * A new isolate takes V8 several milliseconds; a fresh context in one that is there takes one. So a few that ended well wait
 * for the next labeling function. What ran in one is gone with its context; only garbage may be left.
 */
const spare: { isolate: ivm.Isolate; memoryMb: number }[] = []
const MOST_SPARE = 16
/** One with more of its own in its memory is not kept. */
const MOST_LEFT = 16 * 2 ** 20

const lost = new WeakSet<ivm.Isolate>()
/** Bytes of records in each that other isolates may hold too. */
const handed = new WeakMap<ivm.Isolate, number>()

export function takeIsolate(memoryMb: number): ivm.Isolate {
  const at = spare.findIndex(each => each.memoryMb === memoryMb)
  if (at >= 0) return spare.splice(at, 1)[0]!.isolate
  const isolate = new ivm.Isolate({ memoryLimit: memoryMb, onCatastrophicError: () => lost.add(isolate) })
  return isolate
}

/** Takes in records that are shared among isolates. */
export function hand(isolate: ivm.Isolate, bytes: number): void {
  handed.set(isolate, (handed.get(isolate) ?? 0) + bytes)
}

/** When nothing of it is referred to any more. */
export function giveBack(isolate: ivm.Isolate, memoryMb: number): void {
  if (isolate.isDisposed || isLost(isolate)) return
  const { used_heap_size: heap, externally_allocated_size: outside } = isolate.getHeapStatisticsSync()
  const shared = Math.min(outside, handed.get(isolate) ?? 0)
  if (heap + outside - shared > MOST_LEFT) return isolate.dispose()
  handed.set(isolate, shared)
  spare.push({ isolate, memoryMb })
  if (spare.length > MOST_SPARE) spare.shift()!.isolate.dispose()
}

/** V8 ran out of memory where it cannot give up: its thread never comes back. */
export const isLost = (isolate: ivm.Isolate): boolean => lost.has(isolate)

/** Not to be asked while it runs. */
export function bytesIn(isolate: ivm.Isolate): number {
  const heap = isolate.getHeapStatisticsSync()
  return heap.used_heap_size + heap.externally_allocated_size
}
