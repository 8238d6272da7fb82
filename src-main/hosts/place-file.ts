import { randomUUID } from 'node:crypto'
import { copyFile, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../../src-shared/errors.ts'
import { plainReason } from './plain-reason.ts'

/**
 * Copies a file to where a person wants it. The place holds the old file or the whole new one, never a part: the copy is
 * made beside it, brought to the disk, and then takes its name. `keep` refuses to replace a file that is there.
 */
export async function placeFile(from: string, to: string, { keep = false } = {}): Promise<void> {
  try {
    await (keep ? claimed(to, () => replace(from, to)) : replace(from, await placeOf(to)))
  } catch (error) {
    throw problem('FILE_UNWRITABLE', { file: to, reason: plainReason(error) }, error)
  }
}

/** Where a link leads. A device, a pipe or a folder is never replaced: taking its name would remove it. */
async function placeOf(to: string): Promise<string> {
  const found = await stat(to).catch(() => undefined)
  if (!found) return to
  if (!found.isFile()) throw new Error(found.isDirectory() ? 'it is a folder' : 'it is no plain file')
  return realpath(to)
}

/** Takes a name that nobody has, for the time of the work and for good when it succeeds. */
async function claimed(to: string, work: () => Promise<void>): Promise<void> {
  await (await open(to, 'wx')).close()
  try {
    await work()
  } catch (error) {
    await rm(to, { force: true })
    throw error
  }
}

async function replace(from: string, to: string): Promise<void> {
  const part = join(dirname(to), `.heddle-${randomUUID()}.part`)
  try {
    await copyFile(from, part)
    await flush(part)
    await rename(part, to)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
