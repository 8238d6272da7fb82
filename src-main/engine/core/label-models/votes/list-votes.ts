import type { LabelMatrix } from '../../label-matrix.ts'

/** The votes of all records, row by row: those of record i are `codes[starts[i] … starts[i + 1]]`, as `j * k + vote`. */
export interface ListedVotes {
  /** [n + 1] */
  starts: Uint32Array
  /** [votes], in the order of the LFs; the array may be longer. */
  codes: Uint16Array | Uint32Array
}

/** Records that are turned from columns into rows at a time, so that they stay in the processor's cache. */
const TILE = 4096
/** Most cells of L are empty; a bit each says which are not, so that only votes are gone through one by one. */
const BITS = 32
const HIGHEST = 0x80000000

export function listVotes({ votes, recordCount: n, lfCount: m, classCount: k }: LabelMatrix): ListedVotes {
  const starts = new Uint32Array(n + 1)
  const width = Math.ceil(m / BITS)
  const tile = new Int8Array(TILE * m)
  const bits = new Uint8Array(TILE * width * (BITS / 8))
  let codes = emptyCodes(m * k, Math.min(n, TILE) * m)
  let size = 0
  for (let first = 0; first < n; first += TILE) {
    const rows = Math.min(TILE, n - first)
    for (let j = 0; j < m; j++) tile.set(votes.subarray(j * n + first, j * n + first + rows), j * TILE)
    markVotes(tile, bits, m, rows)
    if (size + rows * m > codes.length) codes = grown(codes, size, first, n, rows * m)
    size = listTile({ tile, bits, m, k, rows, width }, codes, size, starts, first)
  }
  return { starts, codes }
}

interface Tile {
  /** [m × TILE] */
  tile: Int8Array
  /** [width × 4 × TILE] a byte for each eight LFs of a record. */
  bits: Uint8Array
  m: number
  k: number
  rows: number
  width: number
}

/**
 * Sets the bit of every vote of a class. Four records are read at once: a vote of a class is a byte without its highest
 * bit, which is moved to the place of its LF among eight, the first LF highest.
 */
function markVotes(tile: Int8Array, bits: Uint8Array, m: number, rows: number): void {
  const cells = new Int32Array(tile.buffer)
  const marks = new Int32Array(bits.buffer)
  const fours = TILE / 4
  const used = Math.ceil(rows / 4)
  for (let group = 0; group * 8 < m; group++) {
    const to = Math.min(m, group * 8 + 8)
    for (let four = 0; four < used; four++) {
      let eight = 0
      for (let j = group * 8; j < to; j++) {
        eight |= (~cells[j * fours + four]! & 0x80808080) >>> (j & 7)
      }
      marks[group * fours + four] = eight
    }
  }
}

/** Appends the codes of the tile's records; returns how many there are now. */
function listTile(
  { tile, bits, k, rows, width }: Tile,
  codes: Uint16Array | Uint32Array,
  size: number,
  starts: Uint32Array,
  first: number,
): number {
  for (let i = 0; i < rows; i++) {
    for (let word = 0; word < width; word++) {
      const at = word * 4 * TILE + i
      let set = (bits[at]! << 24) | (bits[at + TILE]! << 16) | (bits[at + 2 * TILE]! << 8) | bits[at + 3 * TILE]!
      while (set !== 0) {
        const zeros = Math.clz32(set)
        const j = word * BITS + zeros
        codes[size++] = j * k + tile[j * TILE + i]!
        set ^= HIGHEST >>> zeros
      }
    }
    starts[first + i + 1] = size
  }
  return size
}

const emptyCodes = (codeCount: number, length: number): Uint16Array | Uint32Array =>
  codeCount > 65536 ? new Uint32Array(length) : new Uint16Array(length)

/** Room for all records, if those to come vote as often as those before. */
function grown<T extends Uint16Array | Uint32Array>(codes: T, size: number, done: number, n: number, more: number): T {
  const foreseen = Math.ceil((1.1 * size * n) / done)
  const larger = new (codes.constructor as new (length: number) => T)(Math.max(foreseen, size) + more)
  larger.set(codes.subarray(0, size))
  return larger
}
