import type Database from 'better-sqlite3'

/** One line of the log. `undo` and `redo` name the decision they are about as `target`. */
export interface LogEntry {
  seq: number
  uid: string
  recordId: string
  annotator: string
  kind: 'label' | 'skip' | 'flag' | 'undo' | 'redo'
  class: number | null
  comment: string | null
  target: string | null
  at: string
}

const COLUMNS = 'seq, uid, record_id AS recordId, annotator, kind, class, comment, target, at'

/** The log of what people decided. It only grows; what stands is read from it. */
export function reviewsStore(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO annotations (uid, record_id, annotator, kind, class, comment, target, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING`,
  )
  const byUid = db.prepare<[string], LogEntry>(`SELECT ${COLUMNS} FROM annotations WHERE uid = ?`)

  return {
    /** Adds a line; false when a line with this uid is there already. */
    add(entry: Omit<LogEntry, 'seq'>): boolean {
      const { uid, recordId, annotator, kind, comment, target, at } = entry
      return insert.run(uid, recordId, annotator, kind, entry.class, comment, target, at).changes === 1
    },

    byUid: (uid: string): LogEntry | undefined => byUid.get(uid),

    /** All lines about a record, oldest first. */
    ofRecord: (recordId: string): LogEntry[] =>
      db
        .prepare<[string], LogEntry>(`SELECT ${COLUMNS} FROM annotations WHERE record_id = ? ORDER BY seq`)
        .all(recordId),

    /** All lines of an annotator, oldest first. */
    ofAnnotator: (annotator: string): LogEntry[] =>
      db
        .prepare<[string], LogEntry>(`SELECT ${COLUMNS} FROM annotations WHERE annotator = ? ORDER BY seq`)
        .all(annotator),

    /** Ids of records with at least one line. */
    recordIds: (): string[] => db.prepare<[], string>('SELECT DISTINCT record_id FROM annotations').pluck().all(),

    /** Of the newest line; 0 when there is none. */
    lastLine: (): number => db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM annotations').pluck().get()!,

    count: (): number => db.prepare<[], number>('SELECT count(*) FROM annotations').pluck().get()!,
  }
}
