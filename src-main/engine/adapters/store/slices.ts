import type Database from 'better-sqlite3'
import { voteColumns } from './votes.ts'

/** A version of a slice; the newest of a name counts. */
export interface StoredSlice {
  versionId: number
  name: string
  version: number
  kind: 'filter' | 'function'
  /** JSON of a filter, or the source of a function. */
  definition: string
  author: string
  savedAt: string
  /** The lists that its function was run with, see `listsSeenBy`. */
  lists: string | null
  /** JSON of what its function failed on, or of what stopped it. */
  problem: string | null
  /** Of a function: made with the key of the user who saved or trusted it. */
  signature: string | null
}

const SLICE = `version_id AS versionId, name, version, kind, definition, author, saved_at AS savedAt, lists, problem, signature`

/** Named subsets of records, and what their functions answered. Removing one hides it; its versions stay. */
export function slicesStore(db: Database.Database) {
  const columns = voteColumns(db, 'slice_votes')
  const newest = 'version = (SELECT max(version) FROM slices AS other WHERE other.name = slices.name)'
  const list = db.prepare<[], StoredSlice>(
    `SELECT ${SLICE} FROM slices WHERE removed_at IS NULL AND ${newest} ORDER BY name COLLATE NOCASE, name`,
  )

  const history = db.prepare<[string], StoredSlice>(`SELECT ${SLICE} FROM slices WHERE name = ? ORDER BY version DESC`)

  return {
    list: (): StoredSlice[] => list.all(),

    /** Every version of that name, the newest first; those from before a removal too. */
    history: (name: string): StoredSlice[] => history.all(name),

    /** Every version of every slice that was not removed. */
    everyVersion: (): StoredSlice[] => list.all().flatMap(({ name }) => history.all(name)),

    /** All its versions; they come after those of a removed slice that had the name. */
    rename: (from: string, to: string): void =>
      void db
        .prepare(
          `UPDATE slices SET name = :to,
             version = version + (SELECT coalesce(max(version), 0) FROM slices WHERE name = :to) WHERE name = :from`,
        )
        .run({ from, to }),

    /** Adds a slice, or a version to the one of that name. Returns the id of the version. */
    addVersion(slice: Pick<StoredSlice, 'name' | 'kind' | 'definition' | 'author' | 'signature'>): number {
      const { name, kind, definition, author, signature } = slice
      const added = db
        .prepare(
          `INSERT INTO slices (name, version, kind, definition, author, saved_at, signature)
           VALUES (:name, (SELECT coalesce(max(version), 0) + 1 FROM slices WHERE name = :name),
             :kind, :definition, :author, :at, :signature)`,
        )
        .run({ name, kind, definition, author, signature, at: new Date().toISOString() })
      return Number(added.lastInsertRowid)
    },

    /** The same records in other words: a class or an LF that the filter names is called otherwise now. */
    reword: (versionId: number, definition: string): void =>
      void db.prepare('UPDATE slices SET definition = ? WHERE version_id = ?').run(definition, versionId),

    /** What a function came to. */
    noteRun: (versionId: number, { lists, problem }: Pick<StoredSlice, 'lists' | 'problem'>): void =>
      void db.prepare('UPDATE slices SET lists = ?, problem = ? WHERE version_id = ?').run(lists, problem, versionId),

    remove: (name: string): void =>
      void db
        .prepare('UPDATE slices SET removed_at = ? WHERE name = ? AND removed_at IS NULL')
        .run(new Date().toISOString(), name),

    sign: (versionId: number, signature: string): void =>
      void db.prepare('UPDATE slices SET signature = ? WHERE version_id = ?').run(signature, versionId),

    /** [n] what a function answered: YES, ABSTAIN for no, FAULT or UNSEEN. */
    votes: (versionId: number, rowCount: number): Int8Array => columns.read(versionId, new Int8Array(rowCount)),
    putVotes: (versionId: number, column: Int8Array): void => columns.put(versionId, column),
  }
}
