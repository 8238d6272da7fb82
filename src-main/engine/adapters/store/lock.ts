import { rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

/** The right to change a project. */
export interface WriterLock {
  release(): void
}

/**
 * Takes the right to change the project at `path`, or nothing when another process holds it. The lock is the operating
 * system's own (an exclusive transaction on a file beside the project), so that it ends with its process, however that ends.
 */
export function takeWriterLock(path: string): WriterLock | undefined {
  const lockPath = `${path}-lock`
  for (;;) {
    const lock = new Database(lockPath, { timeout: 0 })
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      lock.close()
      if (isBusy(error)) return undefined
      throw error
    }
    // A holder removes the file when it is done; the file that is locked here may be one that is gone.
    if (statSync(lockPath, { throwIfNoEntry: false })) return { release: () => release(lock, lockPath) }
    lock.close()
  }
}

/** Removes the file first, so that whoever opens it in between is still refused; Windows only removes closed files. */
function release(lock: Database.Database, lockPath: string): void {
  const removeFirst = process.platform !== 'win32'
  if (removeFirst) rmSync(lockPath, { force: true })
  lock.close()
  if (!removeFirst) rmSync(lockPath, { force: true })
}

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
