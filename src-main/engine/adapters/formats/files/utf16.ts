/** In UTF-8 this byte is never valid: it stands where UTF-16 was not, and spoils its row like any invalid byte. */
const INVALID = Buffer.from([0xff])

/** Takes its chunks over: big-endian ones are swapped in place. */
export async function* utf16ToUtf8(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, bigEndian: boolean) {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = wholeCharacters(bytes, bigEndian)
    rest = Buffer.from(bytes.subarray(end))
    yield transcode(bytes.subarray(0, end), bigEndian)
  }
  if (rest.length > 0) yield INVALID
}

/** Where the last whole character ends: an odd byte, or the first half of a pair, waits for the next chunk. */
function wholeCharacters(bytes: Buffer, bigEndian: boolean): number {
  const end = bytes.length - (bytes.length % 2)
  const high = end > 0 ? bytes[bigEndian ? end - 2 : end - 1]! : 0
  return high >= 0xd8 && high <= 0xdb ? end - 2 : end
}

function transcode(bytes: Buffer, bigEndian: boolean): Buffer {
  const text = (bigEndian ? bytes.swap16() : bytes).toString('utf16le')
  if (text.isWellFormed()) return Buffer.from(text)
  const pieces = text.split(/\p{Surrogate}/u).flatMap(piece => [INVALID, Buffer.from(piece)])
  return Buffer.concat(pieces.slice(1))
}
