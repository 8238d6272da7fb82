import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { problem } from '../../../../src-shared/errors.ts'

/** The files that the engine knows by an opaque id, so that no path ever comes from the wire. */
export interface Files {
  /** Registers a file of this machine. */
  add(path: string, name?: string): string
  path(fileId: string): string
  name(fileId: string): string
  /** A place for a new file, in a folder that goes when the engine closes: an upload, or something to be downloaded. */
  create(name: string): { fileId: string; path: string }
  /** The text of a small file. */
  readText(path: string): Promise<string>
  close(): void
}

export function openFiles(): Files {
  const files = new Map<string, { path: string; name: string }>()
  let folder: string | undefined

  const known = (fileId: string) => {
    const file = files.get(fileId)
    if (!file) throw problem('FILE_UNKNOWN')
    return file
  }
  const register = (path: string, name: string) => {
    const fileId = randomUUID()
    files.set(fileId, { path, name })
    return fileId
  }

  return {
    add: (path, name = basename(path)) => register(path, name),
    path: fileId => known(fileId).path,
    name: fileId => known(fileId).name,
    create(name) {
      folder ??= mkdtempSync(join(tmpdir(), 'heddle-'))
      const own = join(folder, randomUUID())
      mkdirSync(own)
      // The name given by a person only lends its ending; it is never a path.
      const path = join(own, `file${/\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? ''}`)
      return { fileId: register(path, name), path }
    },
    readText: path => readFile(path, 'utf8'),
    close: () => {
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
