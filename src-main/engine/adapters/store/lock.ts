import { type BigIntStats, closeSync, fstatSync, openSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

/** The right to change a project. */
export interface WriterLock {
  release(): void
}

/**
 * Lock files that this process holds. On POSIX systems closing any descriptor of a file gives up every lock that the process
 * has on it, so a second attempt must not touch the file.
 */
const held = new Set<string>()

/**
 * Takes the right to change the project at `path`, or nothing when another process holds it. The lock is the operating
 * system's own (an exclusive transaction on a file beside the project), so that it ends with its process, however that ends.
 */
export function takeWriterLock(path: string): WriterLock | undefined {
  const lockPath = `${path}-lock`
  for (;;) {
    if (held.has(fileAt(lockPath) ?? '')) return undefined
    const attempt = lockFile(lockPath)
    if (attempt === 'busy') return undefined
    if (attempt === 'gone') continue
    held.add(attempt.file)
    return {
      release() {
        release(attempt, lockPath)
        held.delete(attempt.file)
      },
    }
  }
}

interface Held {
  lock: Database.Database
  /** Open from before the lock to after it, so that no other file is given the same number meanwhile. */
  descriptor: number
  file: string
}

/**
 * A holder removes the file when it is done. `gone`: what was locked is such a file, while another process may hold the one
 * that stands there now.
 */
function lockFile(lockPath: string): Held | 'busy' | 'gone' {
  const descriptor = openSync(lockPath, 'a')
  const file = identityOf(fstatSync(descriptor, { bigint: true }))
  const lock = new Database(lockPath, { timeout: 0 })
  const giveUp = <Why>(why: Why): Why => {
    close({ lock, descriptor })
    return why
  }
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    if (fileAt(lockPath) !== file) return giveUp('gone')
    if (isBusy(error)) return giveUp('busy')
    throw giveUp(error)
  }
  return fileAt(lockPath) === file ? { lock, descriptor, file } : giveUp('gone')
}

/** Removes the file first, so that whoever opens it in between is still refused; Windows only removes closed files. */
function release(held: Held, lockPath: string): void {
  const removeFirst = process.platform !== 'win32'
  if (removeFirst) rmSync(lockPath, { force: true })
  close(held)
  if (!removeFirst) removeUnlessOpened(lockPath)
}

/** Where another process has opened it meanwhile, the file is that one's to remove. */
function removeUnlessOpened(lockPath: string): void {
  try {
    rmSync(lockPath, { force: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EBUSY' && code !== 'EPERM') throw error
  }
}

function close({ lock, descriptor }: Pick<Held, 'lock' | 'descriptor'>): void {
  lock.close()
  closeSync(descriptor)
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`

/** Which file stands at a path; another one has another name. */
export function fileAt(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && identityOf(stats)
}

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
