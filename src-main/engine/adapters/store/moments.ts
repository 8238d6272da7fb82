import type Database from 'better-sqlite3'
import type { Cause, Standing } from '../../../../src-shared/history.ts'

export interface StoredMoment {
  moment: number
  /** ISO 8601 */
  at: string
  cause: Cause
  standing: Standing
  /** Of the LFs that were on, those versions whose votes counted. */
  lfVersions: number[]
}

interface MomentRow {
  moment: number
  at: string
  cause: Cause
  standing: string
  lf_versions: string
}

const momentOf = ({ standing, lf_versions, ...rest }: MomentRow): StoredMoment => ({
  ...rest,
  standing: JSON.parse(standing) as Standing,
  lfVersions: JSON.parse(lf_versions) as number[],
})

/** How the project stood, each time that something had changed its numbers. */
export function momentsStore(db: Database.Database) {
  const newest = db.prepare<[number], MomentRow>('SELECT * FROM moments ORDER BY moment DESC LIMIT ?')
  const byNumber = db.prepare<[number], MomentRow>('SELECT * FROM moments WHERE moment = ?')
  const versions = db.prepare<[string], { versionId: number; name: string; version: number }>(
    `SELECT version_id AS versionId, name, version FROM lf_versions JOIN lfs USING (lf)
     WHERE version_id IN (SELECT value FROM json_each(?))`,
  )

  return {
    /** The newest `count`, oldest first. */
    newest: (count: number): StoredMoment[] => newest.all(count).reverse().map(momentOf),

    byNumber(moment: number): StoredMoment | undefined {
      const row = byNumber.get(moment)
      return row && momentOf(row)
    },

    /** Adds a moment, or writes it in the place of `over`. */
    put({ at, cause, standing, lfVersions }: Omit<StoredMoment, 'moment'>, over?: number): void {
      db.prepare('INSERT OR REPLACE INTO moments VALUES (?, ?, ?, ?, ?)').run(
        over ?? null,
        at,
        cause,
        JSON.stringify(standing),
        JSON.stringify(lfVersions),
      )
    },

    /** What LFs the versions are of, removed ones included. */
    lfsOf: (versionIds: readonly number[]): { versionId: number; name: string; version: number }[] =>
      versions.all(JSON.stringify(versionIds)),
  }
}
