import type Database from 'better-sqlite3'

/** One line of the log, its class as it is numbered today. `undo` and `redo` name the decision they are about as `target`. */
export interface LogEntry {
  seq: number
  uid: string
  recordId: string
  annotator: string
  kind: 'label' | 'skip' | 'flag' | 'undo' | 'redo'
  class: number | null
  comment: string | null
  target: string | null
  /** `audit`: drawn by chance, so that it counts for measuring; `recheck`: looked at again because it may be wrong. */
  asked: 'audit' | 'recheck' | null
  at: string
  /** 1 for a line that came from a copy of the project. */
  merged: 0 | 1
}

const COLUMNS = `seq, uid, record_id AS recordId, annotator, kind,
  (SELECT position FROM class_numbers WHERE number = annotations.class) AS class, comment, target, asked, at, merged`

/**
 * The order of the log: by what its lines hold and not by when they came, so that logs that are merged come to the same
 * whichever was first. `seq` only tells in which order this file got them.
 */
const IN_ORDER = 'ORDER BY at, uid'

/** The log of what people decided. It only grows; what stands is read from it. */
export function reviewsStore(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO annotations (uid, record_id, annotator, kind, class, comment, target, asked, at, merged)
     VALUES (?, ?, ?, ?, (SELECT number FROM class_numbers WHERE position = ? AND merged_name IS NULL), ?, ?, ?, ?, ?)
     ON CONFLICT (uid) DO NOTHING`,
  )
  const byUid = db.prepare<[string], LogEntry>(`SELECT ${COLUMNS} FROM annotations WHERE uid = ?`)
  const last = db.prepare<[], string | null>('SELECT max(at) FROM annotations').pluck()
  const ofRecord = db.prepare<[string], LogEntry>(`SELECT ${COLUMNS} FROM annotations WHERE record_id = ? ${IN_ORDER}`)
  const ofAnnotator = db.prepare<[string], LogEntry>(
    `SELECT ${COLUMNS} FROM annotations WHERE annotator = ? ${IN_ORDER}`,
  )
  const lastLine = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM annotations').pluck()
  let latest: string | undefined

  return {
    /** Adds a line; false when a line with this uid is there already. */
    add(entry: Omit<LogEntry, 'seq'>): boolean {
      const { uid, recordId, annotator, kind, comment, target, asked, at, merged } = entry
      if (latest !== undefined && at > latest) latest = at
      return insert.run(uid, recordId, annotator, kind, entry.class, comment, target, asked, at, merged).changes === 1
    },

    /**
     * When a new line is made: now, and after every line that is there. Two in one millisecond, a clock that was put back and
     * lines from a machine whose clock is ahead keep the order in which people decided.
     */
    timeOfNext(now = Date.now()): string {
      latest ??= last.get() ?? ''
      const after = Date.parse(latest) + 1
      return new Date(after > now ? after : now).toISOString()
    },

    byUid: (uid: string): LogEntry | undefined => byUid.get(uid),

    /** All lines about a record, oldest first. */
    ofRecord: (recordId: string): LogEntry[] => ofRecord.all(recordId),

    /** All lines of an annotator, oldest first. */
    ofAnnotator: (annotator: string): LogEntry[] => ofAnnotator.all(annotator),

    /** The whole log. */
    all: (): LogEntry[] => db.prepare<[], LogEntry>(`SELECT ${COLUMNS} FROM annotations ${IN_ORDER}`).all(),

    /** Ids of records with at least one line. */
    recordIds: (): string[] => db.prepare<[], string>('SELECT DISTINCT record_id FROM annotations').pluck().all(),

    /** Ids of records on which several annotators have decided, as far as lines tell that may have been taken back. */
    sharedRecordIds: (): string[] =>
      db
        .prepare<[], string>(
          `SELECT record_id FROM annotations WHERE kind = 'label'
           GROUP BY record_id HAVING count(DISTINCT annotator) > 1 ORDER BY record_id`,
        )
        .pluck()
        .all(),

    /** Of the newest line; 0 when there is none. */
    lastLine: (): number => lastLine.get()!,

    /** Of a class, undone ones included. */
    countOf: (c: number): number =>
      db
        .prepare<[number], number>(
          'SELECT count(*) FROM annotations WHERE class IN (SELECT number FROM class_numbers WHERE position = ?)',
        )
        .pluck()
        .get(c)!,

    count: (): number => db.prepare<[], number>('SELECT count(*) FROM annotations').pluck().get()!,
  }
}
