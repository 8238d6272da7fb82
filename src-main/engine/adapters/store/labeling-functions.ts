import type Database from 'better-sqlite3'
import type { LfKind } from '../../../../src-shared/labeling-functions.ts'

export type VersionStatus = 'new' | 'ok' | 'quarantined' | 'unstable'

export interface StoredLf {
  lf: number
  name: string
  /** Of the latest version. */
  kind: LfKind
  /** Keeps its votes, but no model and no number sees them. */
  isDisabled: boolean
  note: string
  tags: string[]
  versions: number
  latest: StoredVersion
  /** The version whose votes are in use: the last one that ran well. */
  used: StoredVersion | undefined
}

/** Its votes are kept, and count again when it is put back. */
interface StoredRemoval extends StoredLf {
  /** ISO 8601 */
  removedAt: string
}

export interface StoredVersion {
  versionId: number
  version: number
  kind: LfKind
  source: string
  /** JSON of the settings that the source was generated from. */
  settings: string | null
  /** The lists that it was run with, see `listsSeenBy`. */
  lists: string | null
  author: string
  savedAt: string
  status: VersionStatus
  /** JSON of the problem that quarantined it. */
  problem: string | null
  /** Made with the key of the user who saved or trusted it. */
  signature: string | null
}

interface LfRow {
  lf: number
  name: string
  kind: LfKind
  latest: number
  used: number | null
  disabled: number
  note: string
  tags: string
}

const VERSION = `version_id AS versionId, version, kind, source, settings, lists, author, saved_at AS savedAt, status,
  problem, signature`

/** Labeling functions and all their versions. Removing one hides it; its history stays. */
export function labelingFunctionsStore(db: Database.Database) {
  const columns = 'lf, name, kind, latest, used, disabled, note, tags'
  const rows = db.prepare<[], LfRow>(`SELECT ${columns} FROM lfs WHERE removed_at IS NULL ORDER BY lf`)
  const removedRows = db.prepare<[], LfRow & { removedAt: string }>(
    `SELECT ${columns}, removed_at AS removedAt FROM lfs WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, lf DESC`,
  )
  const version = db.prepare<[number], StoredVersion>(`SELECT ${VERSION} FROM lf_versions WHERE version_id = ?`)
  const count = db.prepare<[number], number>('SELECT count(*) FROM lf_versions WHERE lf = ?').pluck()
  const insertLf = db.prepare(
    `INSERT INTO lfs (name, kind) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, removed_at = NULL,
       used = CASE WHEN removed_at IS NULL THEN used END,
       disabled = CASE WHEN removed_at IS NULL THEN disabled ELSE 0 END`,
  )
  const lfNamed = db.prepare<[string], number>('SELECT lf FROM lfs WHERE name = ?').pluck()
  const insertVersion = db.prepare(
    `INSERT INTO lf_versions (lf, version, kind, source, settings, author, saved_at, status, signature)
     VALUES (?, (SELECT coalesce(max(version), 0) + 1 FROM lf_versions WHERE lf = ?), ?, ?, ?, ?, ?, 'new', ?)`,
  )

  const rename = db.prepare('UPDATE lfs SET name = ? WHERE lf = ?')

  const stored = ({ lf, name, kind, latest, used, disabled, note, tags }: LfRow): StoredLf => ({
    lf,
    name,
    kind,
    isDisabled: disabled === 1,
    note,
    tags: JSON.parse(tags) as string[],
    versions: count.get(lf)!,
    latest: version.get(latest)!,
    used: used === null ? undefined : version.get(used),
  })

  return {
    /** In the order in which they were first added: the order of L's columns. */
    list: (): StoredLf[] => rows.all().map(stored),

    /** The newest removal first. */
    removed: (): StoredRemoval[] => removedRows.all().map(row => ({ ...stored(row), removedAt: row.removedAt })),

    history: (lf: number): StoredVersion[] =>
      db
        .prepare<[number], StoredVersion>(`SELECT ${VERSION} FROM lf_versions WHERE lf = ? ORDER BY version DESC`)
        .all(lf),

    /** Adds an LF, or a version to the one of that name, removed ones included. Returns the id of the version. */
    addVersion(lf: {
      name: string
      kind: LfKind
      source: string
      settings?: string | null
      author: string
      signature: string | null
    }): number {
      insertLf.run(lf.name, lf.kind)
      const id = lfNamed.get(lf.name)!
      const added = insertVersion.run(
        id,
        id,
        lf.kind,
        lf.source,
        lf.settings ?? null,
        lf.author,
        new Date().toISOString(),
        lf.signature,
      )
      const versionId = Number(added.lastInsertRowid)
      db.prepare('UPDATE lfs SET latest = ? WHERE lf = ?').run(versionId, id)
      return versionId
    },

    setStatus: (versionId: number, status: VersionStatus, problem: string | null): void =>
      void db
        .prepare('UPDATE lf_versions SET status = ?, problem = ? WHERE version_id = ?')
        .run(status, problem, versionId),

    setLists: (versionId: number, lists: string | null): void =>
      void db.prepare('UPDATE lf_versions SET lists = ? WHERE version_id = ?').run(lists, versionId),

    /** From now on the votes of this version count, unless its LF was removed meanwhile. */
    use: (versionId: number): void =>
      void db
        .prepare(
          `UPDATE lfs SET used = :id
           WHERE lf = (SELECT lf FROM lf_versions WHERE version_id = :id) AND removed_at IS NULL`,
        )
        .run({ id: versionId }),

    mark: (lf: number, { isDisabled, note, tags }: Pick<StoredLf, 'isDisabled' | 'note' | 'tags'>): void =>
      void db
        .prepare('UPDATE lfs SET disabled = ?, note = ?, tags = ? WHERE lf = ?')
        .run(isDisabled ? 1 : 0, note, JSON.stringify(tags), lf),

    /** A removed LF of that name makes room: it keeps its history under another one. */
    rename(lf: number, name: string): void {
      const taken = lfNamed.get(name)
      if (taken !== undefined) rename.run(`${name} (removed, ${taken})`, taken)
      rename.run(name, lf)
    },

    /** A removed LF keeps its versions and votes until another one of its name is added, which starts fresh. */
    remove: (lf: number): void =>
      void db.prepare('UPDATE lfs SET removed_at = ? WHERE lf = ?').run(new Date().toISOString(), lf),

    /** As it was. Votes from outside need no run: where none were in use any more, those of the latest version are. */
    putBack: (lf: number): void =>
      void db
        .prepare(
          `UPDATE lfs SET removed_at = NULL,
             used = coalesce(used, CASE WHEN kind = 'external' THEN latest END) WHERE lf = ?`,
        )
        .run(lf),

    sign: (versionId: number, signature: string): void =>
      void db.prepare('UPDATE lf_versions SET signature = ? WHERE version_id = ?').run(signature, versionId),
  }
}
