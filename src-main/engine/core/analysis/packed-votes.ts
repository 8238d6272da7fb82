import { ABSTAIN, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix } from '../label-matrix.ts'

/**
 * Where each record lies once the records of one class stand together: each class begins a word of 32 bits, so that counts
 * by class fall off when words are gone through in order.
 */
export interface Places {
  /** [n] the bit of a record; −1 for one that is left out. */
  of: Int32Array
  /** [k + 2] the first word of each class, of the records of unknown class (k), and the end. */
  starts: Int32Array
  /** [k + 1] records of each class, and of none that is known. */
  records: Int32Array
}

/** `given` [n]: the class of each record, anything below 0 where none is known; `rows` [n]: 1 for those that count. */
export function placesOf(given: Int8Array, rows: Uint8Array, k: number): Places {
  const n = given.length
  const records = new Int32Array(k + 1)
  for (let i = 0; i < n; i++) if (rows[i] === 1) records[given[i]! < 0 ? k : given[i]!]!++
  const starts = new Int32Array(k + 2)
  for (let c = 0; c <= k; c++) starts[c + 1] = starts[c]! + Math.ceil(records[c]! / 32)
  const next = Int32Array.from(starts, word => 32 * word)
  const of = new Int32Array(n).fill(-1)
  for (let i = 0; i < n; i++) if (rows[i] === 1) of[i] = next[given[i]! < 0 ? k : given[i]!]!++
  return { of, starts, records }
}

/** The votes of one LF, laid out by place. */
export interface PackedColumn {
  /** Tells whether a column has changed. */
  hash: number
  /** The classes that it votes, in order, and for each [words] a bit per record with that vote. */
  classes: number[]
  planes: Int32Array[]
  /** [words] a bit per record on which it ran; undefined where it ran on all. */
  ran: Int32Array | undefined
  /** [(k + 1) × classes] votes for each of `classes`, by class of the record. */
  counts: Int32Array
  votes: number
  faults: number
  unseen: number
  /** For pairs of many classes; made when first asked for. */
  listed?: ListedVotes
}

/** The votes of an LF one by one. */
export interface ListedVotes {
  /** [32 × words] the vote at each place; below 0 where there is none. */
  at: Int8Array
  /** [votes] the places with a vote, in order. */
  places: Int32Array
}

/** Columns over the same places; those that are as they were are taken over from `before`. */
export function packColumns(L: LabelMatrix, places: Places, before: readonly PackedColumn[] = []): PackedColumn[] {
  const known = new Map(before.map(column => [column.hash, column]))
  return Array.from({ length: L.lfCount }, (_, j) => {
    const hash = hashOf(columnOf(L, j))
    return known.get(hash) ?? packColumn(L, j, places, hash)
  })
}

function packColumn(L: LabelMatrix, j: number, { of, starts }: Places, hash: number): PackedColumn {
  const { recordCount: n, classCount: k } = L
  const column = columnOf(L, j)
  const words = starts[k + 1]!
  const planeOf: (Int32Array | undefined)[] = Array.from({ length: k })
  const ran = new Int32Array(words)
  let faults = 0
  let unseen = 0
  let votes = 0
  for (let i = 0; i < n; i++) {
    const place = of[i]!
    if (place < 0) continue
    const vote = column[i]!
    if (vote < ABSTAIN) {
      if (vote === UNSEEN) unseen++
      else faults++
      continue
    }
    ran[place >> 5]! |= 1 << (place & 31)
    if (vote < 0) continue
    votes++
    const plane = (planeOf[vote] ??= new Int32Array(words))
    plane[place >> 5]! |= 1 << (place & 31)
  }
  const classes = [...planeOf.keys()].filter(c => planeOf[c])
  const planes = classes.map(c => planeOf[c]!)
  const counts = new Int32Array((k + 1) * classes.length)
  for (let c = 0; c <= k; c++)
    planes.forEach((plane, at) => {
      counts[c * classes.length + at] = countBoth(plane, plane, starts[c]!, starts[c + 1]!)
    })
  return { hash, classes, planes, ran: faults + unseen > 0 ? ran : undefined, counts, votes, faults, unseen }
}

export function listedVotes(column: PackedColumn): ListedVotes {
  if (column.listed) return column.listed
  const words = column.planes[0]?.length ?? 0
  const at = new Int8Array(32 * words).fill(ABSTAIN)
  column.planes.forEach((plane, u) => {
    for (let place = 0; place < at.length; place++)
      if ((plane[place >> 5]! >>> (place & 31)) & 1) at[place] = column.classes[u]!
  })
  const places = new Int32Array(column.votes)
  for (let place = 0, x = 0; place < at.length; place++) if (at[place]! >= 0) places[x++] = place
  return (column.listed = { at, places })
}

/** How many bits from word `from` to `to` are set in both: a sum of three words at a time, in fields that grow as needed. */
export function countBoth(a: Int32Array, b: Int32Array, from: number, to: number): number {
  let count = 0
  let w = from
  for (const threes = to - 2; w < threes; w += 3) {
    let x = a[w]! & b[w]!
    let y = a[w + 1]! & b[w + 1]!
    let z = a[w + 2]! & b[w + 2]!
    x -= (x >>> 1) & 0x55555555
    y -= (y >>> 1) & 0x55555555
    z -= (z >>> 1) & 0x55555555
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
    x += (y & 0x33333333) + ((y >>> 2) & 0x33333333)
    x += (z & 0x33333333) + ((z >>> 2) & 0x33333333)
    x = (x & 0x0f0f0f0f) + ((x >>> 4) & 0x0f0f0f0f)
    count += Math.imul(x, 0x01010101) >>> 24
  }
  for (; w < to; w++) {
    let x = a[w]! & b[w]!
    x -= (x >>> 1) & 0x55555555
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
    count += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** 53 bits that differ where two columns do, but for one chance in millions of millions. */
export function hashOf(bytes: Int8Array | Uint8Array): number {
  const { byteOffset, length } = bytes
  const isAligned = byteOffset % 4 === 0
  const words = isAligned ? length >> 2 : 0
  const fours = isAligned ? new Int32Array(bytes.buffer, byteOffset, words) : new Int32Array(0)
  let h1 = 0xdeadbeef ^ length
  let h2 = 0x41c6ce57 ^ length
  for (let w = 0; w < words; w++) {
    h1 = Math.imul(h1 ^ fours[w]!, 0x9e3779b1)
    h2 = Math.imul(h2 ^ fours[w]!, 0x5f356495)
    h1 ^= h1 >>> 15
    h2 ^= h2 >>> 13
  }
  for (let i = 4 * words; i < length; i++) {
    h1 = Math.imul(h1 ^ bytes[i]!, 0x9e3779b1)
    h2 = Math.imul(h2 ^ bytes[i]!, 0x5f356495)
    h1 ^= h1 >>> 15
    h2 ^= h2 >>> 13
  }
  return (h2 & 0x1fffff) * 2 ** 32 + (h1 >>> 0)
}
