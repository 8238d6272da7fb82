import type { Strings } from './inside/runner.ts'

/** What is handed to labeling functions of one record. `fields` is a JSON object, parsed only when it is read. */
export interface SandboxRecord {
  id: string
  text: string
  fields: string
}

/** Of one batch: enough to make its costs small, few enough to be stopped soon. */
export const MOST_ROWS = 8192
export const MOST_CHARACTERS = 2_000_000

export const COLUMNS = ['text', 'id', 'fields'] as const
export type Column = (typeof COLUMNS)[number]
const everyColumn: ReadonlySet<Column> = new Set(COLUMNS)
const POOLS = COLUMNS.length * 2

/**
 * Layout: record count and byte length of each pool; [3 × n] length of each string, complemented where it lies in the wide
 * pool; then the pools, Latin-1 and UTF-16 by turns, with a line break behind each string. Columns that nobody reads are
 * left out and read as empty.
 */
export function packRecords(records: readonly SandboxRecord[], wanted: ReadonlySet<Column> = everyColumn): Buffer[] {
  const n = records.length
  const head = new Int32Array(1 + POOLS + n * 3)
  const lengths = head.subarray(1 + POOLS)
  const pools = COLUMNS.flatMap((column, c) => {
    if (!wanted.has(column)) return [empty, empty]
    const narrow: string[] = []
    const wide: string[] = []
    for (let i = 0; i < n; i++) {
      const value = records[i]![column]
      const isNarrow = isAscii(value)
      lengths[c * n + i] = isNarrow ? value.length : ~value.length
      ;(isNarrow ? narrow : wide).push(value)
    }
    return [pooled(narrow, 'latin1'), pooled(wide, 'utf16le')]
  })
  head[0] = n
  pools.forEach((pool, p) => (head[1 + p] = pool.length))
  return [Buffer.from(head.buffer), ...pools]
}

const empty = Buffer.alloc(0)
/** Cheaper to know than whether it is Latin-1. */
const isAscii = (value: string) => Buffer.byteLength(value) === value.length
const pooled = (strings: string[], encoding: BufferEncoding) =>
  Buffer.from(strings.length === 0 ? '' : `${strings.join('\n')}\n`, encoding)

/** The columns of a batch; those that were left out hold empty strings. */
export interface UnpackedBatch extends Record<Column, Strings> {
  n: number
  bytes: number
}

export function unpackRecords(body: Buffer): UnpackedBatch {
  const n = body.readInt32LE(0)
  const ints = 1 + POOLS + n * 3
  // Copied, because the body may begin at an odd address.
  const head = new Int32Array(new Uint8Array(body.subarray(0, ints * 4)).buffer)
  let at = ints * 4
  const [text, id, fields] = COLUMNS.map((_, c): Strings => {
    const wideAt = at + head[1 + c * 2]!
    const end = wideAt + head[2 + c * 2]!
    const narrow = body.toString('latin1', at, wideAt)
    const wide = body.toString('utf16le', wideAt, end)
    at = end
    return { narrow, wide, places: placesOf(head.subarray(1 + POOLS + c * n, 1 + POOLS + (c + 1) * n)) }
  })
  return { n, bytes: body.length, text: text!, id: id!, fields: fields! }
}

function placesOf(lengths: Int32Array): Int32Array<ArrayBuffer> {
  const places = new Int32Array(lengths.length * 2)
  let narrow = 0
  let wide = 0
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!
    const start = length < 0 ? wide : narrow
    const end = start + (length < 0 ? ~length : length)
    places[i * 2] = length < 0 ? ~start : start
    places[i * 2 + 1] = end
    if (length < 0) wide = end + 1
    else narrow = end + 1
  }
  return places
}

export interface LowerTexts {
  narrow: string
  wide: string
  /** [n] 1 where the text holds İ, the one letter that becomes longer: it must be lower-cased by itself. */
  dotted: Uint8Array | undefined
}

/** The texts in lower case, at the same places. The line breaks between them keep a final sigma final. */
export function lowerTexts({ n, text: { narrow, wide, places } }: UnpackedBatch): LowerTexts {
  const lower = wide.split('İ').map(piece => piece.toLowerCase())
  const isDotted = (i: number) => places[i * 2]! < 0 && wide.slice(~places[i * 2]!, places[i * 2 + 1]).includes('İ')
  const dotted = lower.length > 1 ? Uint8Array.from({ length: n }, (_, i) => (isDotted(i) ? 1 : 0)) : undefined
  return { narrow: narrow.toLowerCase(), wide: lower.join('İ'), dotted }
}
