const ARRAYS = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const
type ArrayName = keyof typeof ARRAYS

/** Where an array lies in the bytes behind the text; what a Map held. */
type Mark = { $array: ArrayName; at: number; length: number } | { $map: [unknown, unknown][] }

/**
 * Plain data with typed arrays and Maps as bytes: the length of a JSON text, the text, then the arrays one after the other.
 * A project may come from a stranger, so what is read back is numbers and text and nothing else.
 */
export function writePlainData(data: unknown): Uint8Array {
  const arrays: Uint8Array[] = []
  let end = 0
  const mark = (_: string, value: unknown): unknown => {
    if (value instanceof Map) return { $map: [...value] } satisfies Mark
    if (!ArrayBuffer.isView(value)) return value
    const name = (Object.keys(ARRAYS) as ArrayName[]).find(each => value instanceof ARRAYS[each])
    if (!name) throw new RangeError('only arrays of numbers can be kept')
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    const at = end
    arrays.push(bytes)
    end += bytes.length
    return { $array: name, at, length: (value as Int8Array).length } satisfies Mark
  }
  const text = new TextEncoder().encode(JSON.stringify(data, mark))
  const all = new Uint8Array(4 + text.length + end)
  new DataView(all.buffer).setUint32(0, text.length, true)
  all.set(text, 4)
  let at = 4 + text.length
  for (const bytes of arrays) {
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

/** RangeError where the bytes are not what `writePlainData` makes. */
export function readPlainData(all: Uint8Array): unknown {
  const length = new DataView(all.buffer, all.byteOffset, all.byteLength).getUint32(0, true)
  const arrays = all.subarray(4 + length)
  const revive = (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if ('$map' in value) return new Map((value as { $map: [unknown, unknown][] }).$map)
    if (!('$array' in value)) return value
    const { $array, at, length: count } = value as { $array: ArrayName; at: number; length: number }
    const kind = ARRAYS[$array]
    // A copy, since a blob lies anywhere in a larger buffer.
    const bytes = Uint8Array.from(arrays.subarray(at, at + count * kind.BYTES_PER_ELEMENT))
    if (bytes.length !== count * kind.BYTES_PER_ELEMENT) throw new RangeError(`an array of ${count} numbers is cut off`)
    return new kind(bytes.buffer, 0, count)
  }
  return JSON.parse(new TextDecoder().decode(all.subarray(4, 4 + length)), revive)
}
