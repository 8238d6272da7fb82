import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Lets one annotator into the review of one project, and into nothing else. */
export interface AnnotatorLink {
  id: string
  annotator: string
  /** The project file. */
  path: string
  /** ISO 8601 */
  madeAt: string
}

interface StoredLink extends AnnotatorLink {
  /** SHA-256 of the token. It has 256 random bits, so nothing leads back from here to it. */
  tokenHash: string
  withdrawnAt?: string
}

const ID_BYTES = 9
const TOKEN_BYTES = 32
const ENDING = '.json'

/**
 * The links that this user has made, a file each in the user's own folder and never in a project: one that comes from
 * elsewhere lets nobody in. Nothing is kept in memory, so that a link withdrawn by another process is withdrawn at once.
 */
export function openLinks(home: string) {
  const folder = join(home, 'links')
  const fileOf = (id: string): string => join(folder, `${id}${ENDING}`)

  function read(id: string): StoredLink | undefined {
    return isId(id) && existsSync(fileOf(id)) ? JSON.parse(readFileSync(fileOf(id), 'utf8')) : undefined
  }

  function write(link: StoredLink): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const part = `${fileOf(link.id)}.${process.pid}.new`
    writeFileSync(part, JSON.stringify(link), { mode: 0o600, flush: true })
    renameSync(part, fileOf(link.id))
  }

  function standing(id: string): StoredLink | undefined {
    const link = read(id)
    return link && link.withdrawnAt === undefined ? link : undefined
  }

  /** Of a project, the oldest first. */
  function ofProject(path: string): AnnotatorLink[] {
    const ids = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith(ENDING)) : []
    return ids
      .map(name => standing(name.slice(0, -ENDING.length)))
      .filter(link => link?.path === path)
      .map(link => told(link!))
      .sort((a, b) => a.madeAt.localeCompare(b.madeAt) || a.annotator.localeCompare(b.annotator))
  }

  function withdraw(id: string): boolean {
    const link = standing(id)
    if (link) write({ ...link, withdrawnAt: new Date().toISOString() })
    return link !== undefined
  }

  return {
    ofProject,
    withdraw,

    /** The token is given here and kept nowhere. Whoever had a link before has the new one only. */
    make(annotator: string, path: string): { link: AnnotatorLink; token: string } {
      for (const link of ofProject(path)) if (link.annotator === annotator) withdraw(link.id)
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const id = randomBytes(ID_BYTES).toString('base64url')
      const link = { id, annotator, path, madeAt: new Date().toISOString(), tokenHash: hashOf(token).toString('hex') }
      write(link)
      return { link: told(link), token }
    },

    /** The link that this token opens; nothing for a wrong one, or one that was withdrawn. */
    opened(id: string, token: string): AnnotatorLink | undefined {
      const link = standing(id)
      return link && timingSafeEqual(hashOf(token), Buffer.from(link.tokenHash, 'hex')) ? told(link) : undefined
    },

    isStanding: (id: string): boolean => standing(id) !== undefined,
  }
}

export type Links = ReturnType<typeof openLinks>

/** What may be the name of a file here; ids come from the wire. */
const isId = (id: string): boolean => /^[\w-]{12}$/.test(id)

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const told = ({ id, annotator, path, madeAt }: StoredLink): AnnotatorLink => ({ id, annotator, path, madeAt })
