import { termsOf } from '../text/reading.ts'

/** A record is compared with so many before it. */
const BEFORE = 12
/** Texts that share so much of all their words say nearly the same. */
const ECHO = 0.7

/**
 * The rows in their order, but one that says nearly the same as one of the few before it goes to the end: once that one is
 * answered, the model mostly knows. `mayWait` is false for records that keep their place, as a fair sample must.
 */
export function keepApart(
  rows: Int32Array,
  textOf: (row: number) => string,
  mayWait: (row: number) => boolean,
): Int32Array {
  const kept: number[] = []
  const echoes: number[] = []
  const before: Set<string>[] = []
  for (const row of rows) {
    const words = new Set(termsOf(textOf(row)))
    if (mayWait(row) && before.some(other => isEcho(words, other))) echoes.push(row)
    else {
      kept.push(row)
      before.push(words)
      if (before.length > BEFORE) before.shift()
    }
  }
  return Int32Array.from([...kept, ...echoes])
}

/** By Jaccard's index: words of both / words of either. */
function isEcho(a: Set<string>, b: Set<string>): boolean {
  if (a.size === 0 || Math.min(a.size, b.size) < ECHO * Math.max(a.size, b.size)) return false
  let both = 0
  for (const word of a) if (b.has(word)) both++
  return both >= ECHO * (a.size + b.size - both)
}
