import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a project may run, as it is signed. */
export interface Runnable {
  projectId: string
  name: string
  kind: string
  source: string
  /** What the source was generated from. */
  settings?: string | null
}

export interface Keys {
  sign(runnable: Runnable): string
  isSigned(runnable: Runnable, signature: string | null): boolean
}

/** Signs with the user's own key, which is made at the first use and never leaves the user's folder. */
export function openKeys(home: string): Keys {
  let key: Buffer | undefined
  const sign = (runnable: Runnable): string => {
    key ??= loadKey(home)
    const { projectId, name, kind, source, settings } = runnable
    const parts = [projectId, name, kind, source]
    return createHmac('sha256', key)
      .update(JSON.stringify(settings ? [...parts, settings] : parts))
      .digest('hex')
  }
  return {
    sign,
    isSigned: (runnable, signature) =>
      signature !== null &&
      /^[\da-f]{64}$/.test(signature) &&
      timingSafeEqual(Buffer.from(sign(runnable)), Buffer.from(signature)),
  }
}

const KEY_BYTES = 32

/** The key, made whole under another name first: nobody ever reads half of one, and a crash leaves none that is empty. */
function loadKey(home: string): Buffer {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'signing.key')
  const found = readKey(path)
  if (found) return found
  const made = `${path}.${randomUUID()}`
  writeFileSync(made, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true })
  try {
    // Fails when the key is there: two processes starting at once must end up with one key.
    linkSync(made, path)
  } catch (error) {
    // A disk without links: then the one that is renamed last is the key.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(made, path)
  } finally {
    rmSync(made, { force: true })
  }
  return readKey(path)!
}

/** A key that is too short could be guessed: it is put away, and what it signed has to be trusted anew. */
function readKey(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined
  const key = readFileSync(path)
  if (key.length >= KEY_BYTES) return key
  rmSync(path)
  return undefined
}
