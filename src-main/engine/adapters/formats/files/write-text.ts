import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { problem } from '../../../../../src-shared/errors.ts'
import type { Written } from '../format.ts'
import { fileReason } from './file-reason.ts'

const BLOCK_CHARACTERS = 256 * 1024

type Pieces = Iterable<string> | AsyncIterable<string>

/**
 * Writes a text file in one step: whoever opens `path` finds the old file or the whole new one, also after a power cut.
 * The pieces are asked for no faster than the disk takes them; when they throw, the old file stays.
 */
export async function writeText(path: string, pieces: Pieces, signal?: AbortSignal): Promise<Written> {
  const file = basename(path)
  const target = await onDisk(file, () => ordinaryFile(path))
  const temporary = join(dirname(target), `.${randomUUID()}.part`)
  const handle = await onDisk(file, () => open(temporary, 'wx'))
  try {
    const written = await writePieces(file, handle, pieces, signal).finally(() => handle.close())
    await onDisk(file, () => rename(temporary, target))
    await syncFolder(dirname(target))
    return written
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Where the file lies that is to be replaced; a device or a folder cannot be. */
async function ordinaryFile(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (!found) return path
  if (!found.isFile()) throw new Error(found.isDirectory() ? 'it is a folder' : 'it is no ordinary file')
  return realpath(path)
}

async function writePieces(file: string, handle: FileHandle, pieces: Pieces, signal?: AbortSignal): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  let text = ''
  const flush = async () => {
    signal?.throwIfAborted()
    const block = Buffer.from(text)
    text = ''
    bytes += block.length
    hash.update(block)
    await onDisk(file, () => handle.writeFile(block))
  }
  for await (const piece of pieces) {
    text += piece
    if (text.length >= BLOCK_CHARACTERS) await flush()
  }
  await flush()
  await onDisk(file, () => handle.sync())
  return { bytes, sha256: hash.digest('hex') }
}

/** Makes the new name last as well. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder)
  await handle.sync()
}

async function onDisk<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw problem('FILE_UNWRITABLE', { file, reason: fileReason(error) }, error)
  }
}
