import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'

export interface StoredRecord {
  row: number
  id: string
  text: string
  /** JSON object */
  fields: string
  image: string | null
}

const BATCH = 2_000
/** Of `sharing`: to rank by more takes longer than a person waits. */
const MOST_RANKED = 20_000
const MOST_WORDS = 12
/** SQLite reads true as 1 and writes 17 digits as 15: a value is compared as what it is. */
const FIELD_IS_TEXT = `CASE field.type
  WHEN 'true' THEN @text = 'true'
  WHEN 'false' THEN @text = 'false'
  WHEN 'real' THEN field.value = CAST(@text AS REAL)
  ELSE CAST(field.value AS TEXT) = @text END`

/** Tells one text of a record from another. */
export const hashOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

/** Record rows and their full-text index. */
export function recordsStore(db: Database.Database) {
  const columns = 'row, id, text, fields, image'
  const byRow = db.prepare<[number], StoredRecord>(`SELECT ${columns} FROM records WHERE row = ?`)
  const byId = db.prepare<[string], StoredRecord>(`SELECT ${columns} FROM records WHERE id = ?`)
  const rowCount = db.prepare<[], string>("SELECT value FROM settings WHERE key = 'rowCount'").pluck()
  const rowOf = db.prepare<[string], number>('SELECT row FROM records WHERE id = ?').pluck()
  const textChangedAfter = db
    .prepare<[number], number | null>('SELECT text_changed_after FROM records WHERE row = ?')
    .pluck()
  const changedNow = db.prepare(
    'UPDATE records SET text_changed_after = (SELECT coalesce(max(seq), 0) FROM annotations) WHERE row = ?',
  )
  const after = db.prepare<[number, number, number], StoredRecord>(
    `SELECT ${columns} FROM records WHERE row >= ? AND row < ? ORDER BY row LIMIT ?`,
  )
  const search = db.prepare<[string], number>('SELECT rowid FROM records_fts WHERE records_fts MATCH ?').pluck()
  const ranked = db
    .prepare<[string, number], number>('SELECT rowid FROM records_fts WHERE records_fts MATCH ? ORDER BY rank LIMIT ?')
    .pluck()
  /** How many records have a word; made when it is first asked for. */
  let counting: Database.Statement<[string], number> | undefined
  const counter = () => {
    if (counting) return counting
    db.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', 'records_fts', 'row')")
    counting = db.prepare<[string], number>('SELECT doc FROM temp.words WHERE term = ?').pluck()
    return counting
  }
  const revision = db.prepare<[], string>("SELECT value FROM settings WHERE key = 'revision:records'").pluck()
  /** To count a word reads as much of the index as there are records with it, so it is counted once. */
  const counts = { revision: undefined as string | undefined, byWord: new Map<string, number>() }
  function recordsWith(word: string): number {
    const known = counts.byWord.get(word)
    if (known !== undefined) return known
    const count = counter().get(word) ?? 0
    counts.byWord.set(word, count)
    return count
  }
  const remove = db.prepare('DELETE FROM records WHERE row = ?')
  const rememberText = db.prepare(
    `INSERT OR REPLACE INTO deleted_texts (record_id, text_hash)
     SELECT @id, @hash WHERE EXISTS (SELECT 1 FROM annotations WHERE record_id = @id)`,
  )
  const removeText = db.prepare("INSERT INTO records_fts (records_fts, rowid, text) VALUES ('delete', ?, ?)")

  const deletedText = db.prepare<[string], string>('SELECT text_hash FROM deleted_texts WHERE record_id = ?').pluck()
  function cameBackChanged(row: number): boolean {
    const { id, text } = byRow.get(row)!
    const before = deletedText.get(id)
    return before !== undefined && before !== hashOf(text)
  }

  return {
    /** n: rows ever given, deleted ones included; the length of every column. */
    rowCount: (): number => Number(rowCount.get() ?? 0),
    byRow: (row: number): StoredRecord | undefined => byRow.get(row),
    byId: (id: string): StoredRecord | undefined => byId.get(id),
    rowOf: (id: string): number | undefined => rowOf.get(id),
    /** Whether people decided, before it was deleted, on another text than it has. */
    cameBackChanged,
    /** What stands in the log up to now says nothing of the record's text. */
    textChangedNow: (row: number): void => void changedNow.run(row),
    /** The last line of annotations when its text was changed; nothing when it never was. */
    textChangedAfter: (row: number): number | undefined => textChangedAfter.get(row) ?? undefined,

    /** The first records from `start` on, below `end`. */
    batch: (start: number, end: number): StoredRecord[] => after.all(start, end, BATCH),

    /** Records from `start` up to `end`, in import order, some thousand at a time. */
    *batches(start: number, end: number): Generator<StoredRecord[]> {
      let next = start
      for (;;) {
        const batch = after.all(next, end, BATCH)
        if (batch.length === 0) return
        yield batch
        next = batch.at(-1)!.row + 1
      }
    },

    /** Rows whose text holds every word, the last one as a prefix, in no order. */
    search(words: string): number[] {
      const terms = words.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
      if (terms.length === 0) return []
      return search.all(terms.map(term => `"${term}"`).join(' ') + '*')
    },

    /**
     * Rows that share words with a text, those with rare ones in common first. Its rarest words are looked for; those that
     * many records have tell little.
     */
    sharing(words: readonly string[], limit: number): number[] {
      const now = revision.get()
      if (counts.revision !== now) counts.byWord.clear()
      counts.revision = now
      const shared = words
        .map(word => ({ word, records: recordsWith(word) }))
        .filter(({ records }) => records > 1)
        .sort((a, b) => a.records - b.records)
        .slice(0, MOST_WORDS)
      let found = 0
      const rare = shared.filter(({ records }) => (found += records) <= MOST_RANKED)
      if (rare.length === 0) return []
      return ranked.all(rare.map(({ word }) => `"${word}"`).join(' OR '), limit)
    },

    /** Rows whose field has this text, or a value that reads so. Reads all records: for a filter, not for a page. */
    whereField: (name: string, text: string, isStart: boolean): number[] =>
      db
        .prepare<{ name: string; text: string }, number>(
          `SELECT row FROM records, json_each(records.fields) AS field WHERE field.key = @name AND
             ${isStart ? 'substr(CAST(field.value AS TEXT), 1, length(@text)) = @text' : FIELD_IS_TEXT}`,
        )
        .pluck()
        .all({ name, text }),

    /** `isOfThisText`: what people decided on it was about the text that it has, and holds again if it comes back with the same. */
    remove(row: number, isOfThisText: boolean): void {
      const record = byRow.get(row)
      if (!record) return
      rememberText.run({ id: record.id, hash: isOfThisText ? hashOf(record.text) : '' })
      removeText.run(row, record.text)
      remove.run(row)
    },
  }
}
