import type Database from 'better-sqlite3'
import { withoutGuard } from './database.ts'
import { reasonOf } from '../../../../src-shared/errors.ts'
import { FAULT } from '../../../../src-shared/vocabulary.ts'
import { CHUNK_ROWS } from './chunks.ts'
import type { VoteTable } from './votes.ts'

export interface Check {
  name: string
  ok: boolean
  detail?: string
}

/** Looks at the file's integrity and at what must always hold. `repair` rebuilds what can be derived: the text index. */
export function checkDatabase(db: Database.Database, repair: boolean): Check[] {
  if (repair) db.exec("INSERT INTO records_fts (records_fts) VALUES ('rebuild')")
  const number = (sql: string) => Number(db.prepare<[], number>(sql).pluck().get())
  return [
    check('database integrity', () => {
      const found = db.pragma('integrity_check(10)') as { integrity_check: string }[]
      return found
        .map(line => line.integrity_check)
        .filter(line => line !== 'ok')
        .join('; ')
    }),
    check('references between tables', () => {
      const broken = db.pragma('foreign_key_check') as { table: string }[]
      return broken.length > 0 ? `${broken.length} broken, the first in ${broken[0]!.table}` : ''
    }),
    check('text index', () => {
      checkTextIndex(db)
      return ''
    }),
    check('every record has its place in the columns', () => {
      const rows = number("SELECT coalesce((SELECT value FROM settings WHERE key = 'rowCount'), 0)")
      const highest = number('SELECT coalesce(max(row), -1) FROM records')
      const short = db
        .prepare<[number], string>('SELECT name FROM columns GROUP BY name HAVING sum(length(numbers)) <> ?')
        .pluck()
        .all(rows)
      if (!Number.isSafeInteger(rows)) return 'the count of rows is no number'
      if (highest >= rows) return `the highest row is ${highest}, but only ${rows} were given`
      return short.length > 0
        ? `${short.join(', ')} ${short.length === 1 ? 'has' : 'have'} another length than ${rows}`
        : ''
    }),
    check('every vote lies at a record', () => {
      const misplacedIn = (table: VoteTable) =>
        number(
          `SELECT count(*) FROM ${table} v WHERE length(votes) > ${CHUNK_ROWS}
           OR chunk * ${CHUNK_ROWS} + length(votes) > (SELECT value FROM settings WHERE key = 'rowCount') + 0
           OR (length(votes) < ${CHUNK_ROWS}
             AND EXISTS (SELECT 1 FROM ${table} WHERE version_id = v.version_id AND chunk > v.chunk))`,
        )
      const misplaced = misplacedIn('votes') + misplacedIn('slice_votes')
      return misplaced > 0 ? `${misplaced} pieces of columns of votes have a wrong length` : ''
    }),
    check('the fields of every record can be read', () => {
      const broken = number("SELECT count(*) FROM records WHERE json_type(fields, '$') IS NOT 'object'")
      return broken > 0 ? `those of ${broken} cannot` : ''
    }),
    check('votes and gold are classes of the project', () => {
      const classes = number('SELECT count(*) FROM classes')
      return classesOutOfRange(db, classes)
    }),
    check('every decision is about a decision that is there', () => {
      const lost = number(
        `SELECT count(*) FROM annotations a WHERE a.kind IN ('undo', 'redo')
         AND NOT EXISTS (SELECT 1 FROM annotations b WHERE b.uid = a.target)`,
      )
      return lost > 0 ? `${lost} lines of the log name a decision that is missing` : ''
    }),
  ]
}

function check(name: string, run: () => string): Check {
  try {
    const detail = run()
    return detail === '' ? { name, ok: true } : { name, ok: false, detail }
  } catch (error) {
    return { name, ok: false, detail: reasonOf(error) }
  }
}

/** The check is written as an insert but changes nothing. */
const checkTextIndex = (db: Database.Database): void =>
  withoutGuard(db, () => db.exec("INSERT INTO records_fts (records_fts, rank) VALUES ('integrity-check', 1)"))

function classesOutOfRange(db: Database.Database, classCount: number): string {
  const blobs = db.prepare<[], Buffer>(
    "SELECT votes FROM votes UNION ALL SELECT votes FROM slice_votes UNION ALL SELECT numbers FROM columns WHERE name IN ('gold', 'importedGold', 'reference')",
  )
  let wrong = 0
  for (const blob of blobs.pluck().iterate() as Iterable<Buffer>) {
    for (let i = 0; i < blob.length; i++) if (blob.readInt8(i) >= classCount || blob.readInt8(i) < FAULT) wrong++
  }
  return wrong > 0 ? `${wrong} values are no class` : ''
}
