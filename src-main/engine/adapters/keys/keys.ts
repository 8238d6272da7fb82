import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a project may run, as it is signed. */
export interface Runnable {
  projectId: string
  name: string
  kind: string
  source: string
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
    const { projectId, name, kind, source } = runnable
    return createHmac('sha256', key)
      .update(JSON.stringify([projectId, name, kind, source]))
      .digest('hex')
  }
  return {
    sign,
    isSigned: (runnable, signature) =>
      signature?.length === 64 && timingSafeEqual(Buffer.from(sign(runnable)), Buffer.from(signature)),
  }
}

function loadKey(home: string): Buffer {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'signing.key')
  try {
    // Fails when the key is there: two processes starting at once must end up with one key.
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path)
}
