import type Database from 'better-sqlite3'

export type VersionStatus = 'new' | 'ok' | 'quarantined' | 'unstable'

export interface StoredLf {
  lf: number
  name: string
  kind: 'code' | 'external'
  versions: number
  latest: StoredVersion
  /** The version whose votes are in use: the last one that ran well. */
  used: StoredVersion | undefined
}

export interface StoredVersion {
  versionId: number
  version: number
  source: string
  author: string
  savedAt: string
  status: VersionStatus
  /** JSON of the problem that quarantined it. */
  problem: string | null
  /** Made with the key of the user who saved or trusted it. */
  signature: string | null
}

const VERSION = `version_id AS versionId, version, source, author, saved_at AS savedAt, status, problem, signature`

/** Labeling functions and all their versions. Removing one hides it; its history stays. */
export function labelingFunctionsStore(db: Database.Database) {
  const rows = db.prepare<
    [],
    { lf: number; name: string; kind: 'code' | 'external'; latest: number; used: number | null }
  >('SELECT lf, name, kind, latest, used FROM lfs WHERE removed_at IS NULL ORDER BY lf')
  const version = db.prepare<[number], StoredVersion>(`SELECT ${VERSION} FROM lf_versions WHERE version_id = ?`)
  const count = db.prepare<[number], number>('SELECT count(*) FROM lf_versions WHERE lf = ?').pluck()
  const insertLf = db.prepare(
    `INSERT INTO lfs (name, kind) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, removed_at = NULL`,
  )
  const lfNamed = db.prepare<[string], number>('SELECT lf FROM lfs WHERE name = ?').pluck()
  const insertVersion = db.prepare(
    `INSERT INTO lf_versions (lf, version, source, author, saved_at, status, signature)
     VALUES (?, (SELECT coalesce(max(version), 0) + 1 FROM lf_versions WHERE lf = ?), ?, ?, ?, 'new', ?)`,
  )

  const rename = db.prepare('UPDATE lfs SET name = ? WHERE lf = ?')

  return {
    /** In the order in which they were first added: the order of L's columns. */
    list: (): StoredLf[] =>
      rows.all().map(({ lf, name, kind, latest, used }) => ({
        lf,
        name,
        kind,
        versions: count.get(lf)!,
        latest: version.get(latest)!,
        used: used === null ? undefined : version.get(used),
      })),

    history: (lf: number): StoredVersion[] =>
      db
        .prepare<[number], StoredVersion>(`SELECT ${VERSION} FROM lf_versions WHERE lf = ? ORDER BY version DESC`)
        .all(lf),

    /** Adds an LF, or a version to the one of that name, removed ones included. Returns the id of the version. */
    addVersion(lf: {
      name: string
      kind: 'code' | 'external'
      source: string
      author: string
      signature: string | null
    }): number {
      insertLf.run(lf.name, lf.kind)
      const id = lfNamed.get(lf.name)!
      const added = insertVersion.run(id, id, lf.source, lf.author, new Date().toISOString(), lf.signature)
      const versionId = Number(added.lastInsertRowid)
      db.prepare('UPDATE lfs SET latest = ? WHERE lf = ?').run(versionId, id)
      return versionId
    },

    setStatus: (versionId: number, status: VersionStatus, problem: string | null): void =>
      void db
        .prepare('UPDATE lf_versions SET status = ?, problem = ? WHERE version_id = ?')
        .run(status, problem, versionId),

    /** From now on the votes of this version count, unless its LF was removed meanwhile. */
    use: (versionId: number): void =>
      void db
        .prepare(
          `UPDATE lfs SET used = :id
           WHERE lf = (SELECT lf FROM lf_versions WHERE version_id = :id) AND removed_at IS NULL`,
        )
        .run({ id: versionId }),

    /** A removed LF of that name makes room: it keeps its history under another one. */
    rename(lf: number, name: string): void {
      const taken = lfNamed.get(name)
      if (taken !== undefined) rename.run(`${name} (removed, ${taken})`, taken)
      rename.run(name, lf)
    },

    /** A removed LF keeps its versions; its used votes are forgotten, so that adding it again starts fresh. */
    remove: (lf: number): void =>
      void db.prepare('UPDATE lfs SET removed_at = ?, used = NULL WHERE lf = ?').run(new Date().toISOString(), lf),

    sign: (versionId: number, signature: string): void =>
      void db.prepare('UPDATE lf_versions SET signature = ? WHERE version_id = ?').run(signature, versionId),
  }
}
