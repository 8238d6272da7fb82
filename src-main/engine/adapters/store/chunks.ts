/**
 * Long arrays are stored as blobs of this many rows: a decision rewrites 16 KB, a million rows are read in 62 pieces.
 */
export const CHUNK_ROWS = 16_384

/** The chunks of an array with `width` numbers a row, as views. */
export function* chunksOf<A extends Int8Array | Float64Array>(
  array: A,
  width = 1,
): Generator<{ chunk: number; part: A }> {
  const size = CHUNK_ROWS * width
  for (let chunk = 0; chunk * size < array.length; chunk++) {
    yield { chunk, part: array.subarray(chunk * size, (chunk + 1) * size) as A }
  }
}

/** The bytes of an array for a blob; a copy where the array lies on shared memory, which SQLite cannot read. */
export function bytesOf(array: Int8Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  return array.buffer instanceof SharedArrayBuffer ? Uint8Array.from(bytes) : bytes
}

/** Float64 numbers of a blob, whatever its alignment. */
export function floatsOf(blob: Uint8Array): Float64Array {
  const floats = new Float64Array(blob.byteLength / 8)
  new Uint8Array(floats.buffer).set(blob)
  return floats
}
