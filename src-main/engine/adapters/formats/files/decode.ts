import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { problem } from '../../../../../src-shared/errors.ts'
import type { BadRow, ReadOptions } from '../format.ts'
import { notText } from './binary.ts'
import { fileReason } from './file-reason.ts'
import { utf16ToUtf8 } from './utf16.ts'

const HEAD_BYTES = 64 * 1024
const CHUNK_BYTES = 64 * 1024
const CR = 13
const LF = 10

/** A text file as UTF-8 without its byte order mark, lines ended by LF or CRLF. Bytes that are not valid are left in. */
export interface Source {
  file: string
  encoding: 'UTF-8' | 'UTF-16'
  chunks: AsyncIterable<Buffer>
}

type Encoding = { name: Source['encoding']; bom: number; bigEndian: boolean }

/** Refuses what is empty or no text. */
export async function openText(path: string, options: ReadOptions = {}): Promise<Source> {
  const file = options.name ?? basename(path)
  const { encoding, head, size } = await inspect(path, file)
  const raw = rawChunks(path, file, encoding.bom, size, options)
  const utf8 = encoding.name === 'UTF-16' ? utf16ToUtf8(raw, encoding.bigEndian) : raw
  const isClassicMac = head.subarray(0, -1).includes(CR) && !head.includes(LF)
  return { file, encoding: encoding.name, chunks: isClassicMac ? withLineFeeds(utf8) : utf8 }
}

/** The beginning of the file as text, to recognise its format by. */
export async function readHead(path: string, options: ReadOptions = {}): Promise<string> {
  const { head } = await inspect(path, options.name ?? basename(path))
  return head.toString()
}

/** Why the bytes of one row cannot be taken. Ask it of a whole block first: that is fast, and nearly always enough. */
export function damageOf(bytes: Buffer, { encoding }: Source): string | undefined {
  if (!isUtf8(bytes)) return `bytes that are not valid ${encoding}`
  return bytes.includes(0) ? 'a NUL byte' : undefined
}

/** For the rows of a block that has damage somewhere. */
export function damagedRow(
  block: Buffer,
  start: number,
  end: number,
  line: number,
  source: Source,
): BadRow | undefined {
  const reason = damageOf(block.subarray(start, end), source)
  return reason === undefined ? undefined : { line, reason }
}

async function inspect(path: string, file: string) {
  const { bytes, size } = await readStart(path, file)
  const encoding = encodingOf(bytes)
  if (size <= encoding.bom) throw problem('FILE_EMPTY', { file })
  const head = await toUtf8(bytes.subarray(encoding.bom), encoding)
  const reason = notText(bytes, head)
  if (reason !== undefined) throw problem('FILE_NOT_TEXT', { file, reason })
  return { encoding, head, size }
}

async function readStart(path: string, file: string): Promise<{ bytes: Buffer; size: number }> {
  try {
    await using handle = await open(path)
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return { bytes: buffer.subarray(0, bytesRead), size: (await handle.stat()).size }
  } catch (error) {
    throw unreadable(file, error)
  }
}

const unreadable = (file: string, error: unknown) =>
  problem('FILE_UNREADABLE', { file, reason: fileReason(error) }, error)

function encodingOf(head: Buffer): Encoding {
  const mark = head.toString('hex', 0, 3)
  if (mark.startsWith('fffe')) return { name: 'UTF-16', bom: 2, bigEndian: false }
  if (mark.startsWith('feff')) return { name: 'UTF-16', bom: 2, bigEndian: true }
  return { name: 'UTF-8', bom: mark === 'efbbbf' ? 3 : 0, bigEndian: false }
}

async function toUtf8(head: Buffer, { name, bigEndian }: Encoding): Promise<Buffer> {
  if (name === 'UTF-8') return head
  const pieces: Buffer[] = []
  for await (const piece of utf16ToUtf8([Buffer.from(head)], bigEndian)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* rawChunks(path: string, file: string, start: number, size: number, options: ReadOptions) {
  const { signal, onProgress } = options
  let bytesRead = start
  try {
    for await (const chunk of createReadStream(path, { start, highWaterMark: CHUNK_BYTES, signal })) {
      yield chunk as Buffer
      bytesRead += (chunk as Buffer).length
      onProgress?.(bytesRead, size)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw (error as NodeJS.ErrnoException).syscall ? unreadable(file, error) : error
  }
}

/** Classic Mac files end their lines with a lone CR, which nothing after this knows. */
async function* withLineFeeds(chunks: AsyncIterable<Buffer>) {
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(CR); at !== -1; at = chunk.indexOf(CR, at + 1)) chunk[at] = LF
    yield chunk
  }
}
