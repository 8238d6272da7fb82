import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { type ClassIndex, FAULT, NONE, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { CHUNK_ROWS } from './chunks.ts'
import { columnsStore, type ColumnName, COLUMNS, emptyValue, RECHECK } from './columns.ts'
import { connect } from './database.ts'
import { recordsStore } from './records.ts'
import { settingsStore } from './settings.ts'
import type { VoteTable } from './votes.ts'

/** A record as an import brings it; what is undefined was not among the file's columns. */
export interface IncomingRecord {
  /** Without one it is made from the content. */
  id: string | undefined
  text?: string
  fields: Record<string, unknown>
  image?: string
  split?: number
  gold?: number
  reference?: number
}

/** What people decided on a record that may have been deleted and come back. */
export interface Decided {
  /** The class that stands; undefined where imported gold counts. */
  gold: ClassIndex | undefined
  /** Bits of the column `marks`. */
  marks: number
}

export interface Commitment {
  /** By record id. No import overwrites them, and a record that was deleted and comes back has them again. */
  decided: ReadonlyMap<string, Decided>
  /** Versions whose votes may rest on fields, by the table that holds them. */
  fieldReaders: Record<VoteTable, ReadonlySet<number>>
}

export type Outcome = 'imported' | 'updated' | 'unchanged' | 'duplicate'

const GIVEN = ['split', 'reference', 'gold'] as const
type Given = (typeof GIVEN)[number]
const columnOf: Record<Given, ColumnName> = { split: 'split', reference: 'reference', gold: 'importedGold' }

/**
 * One import: a transaction on a connection of its own, so that screens go on reading the project as it was, and a
 * failed or cancelled import leaves nothing behind.
 */
export function startImport(path: string) {
  const db = connect(path)
  db.exec('BEGIN IMMEDIATE')
  const records = recordsStore(db)
  const columns = columnsStore(db)
  const settings = settingsStore(db)
  const firstRow = records.rowCount()
  const number = Number(settings.get('imports') ?? 0) + 1
  const insert = db.prepare(
    'INSERT INTO records (row, id, text, fields, image, import) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  )
  const touch = db.prepare('UPDATE records SET import = ?, text = ?, fields = ?, image = ? WHERE row = ?')
  const importOf = db.prepare<[number], number>('SELECT import FROM records WHERE row = ?').pluck()
  const indexRows = db.prepare(
    'INSERT INTO records_fts (rowid, text) SELECT row, text FROM records WHERE row >= ? AND row < ?',
  )
  const unindex = db.prepare("INSERT INTO records_fts (records_fts, rowid, text) VALUES ('delete', ?, ?)")
  const index = db.prepare('INSERT INTO records_fts (rowid, text) VALUES (?, ?)')

  let nextRow = firstRow
  let indexed = firstRow
  /** Values of new rows, by column, and of old rows that change. */
  const fresh: Record<Given, number[]> = { split: [], reference: [], gold: [] }
  const changed: { row: number; given: Given; value: number }[] = []
  const textChanged: number[] = []
  const fieldsChanged: number[] = []
  /** Records that were decided, deleted, and are back with another text. */
  const cameBackChanged: number[] = []
  /** How often a content came so far; only of those that came twice. */
  const occurrences = new Map<string, number>()

  function update(row: number, incoming: IncomingRecord): Outcome {
    if (importOf.get(row) === number) return 'duplicate'
    const old = records.byRow(row)!
    const text = incoming.text ?? old.text
    const fields = JSON.stringify({ ...(JSON.parse(old.fields) as object), ...incoming.fields })
    const image = incoming.image ?? old.image
    const columnsChanged = noteColumns(row, incoming)
    const textMoved = text !== old.text
    const fieldsMoved = fields !== old.fields
    touch.run(number, text, fields, image, row)
    if (textMoved) {
      unindex.run(row, old.text)
      index.run(row, text)
      textChanged.push(row)
    } else if (fieldsMoved) fieldsChanged.push(row)
    return textMoved || columnsChanged || fieldsMoved || image !== old.image ? 'updated' : 'unchanged'
  }

  function noteColumns(row: number, incoming: IncomingRecord): boolean {
    let any = false
    for (const given of GIVEN) {
      const value = incoming[given]
      if (value === undefined || columns.get(columnOf[given], firstRow)[row] === value) continue
      changed.push({ row, given, value })
      any = true
    }
    return any
  }

  /** Brings the full-text index up to the rows inserted so far. */
  function indexNewRows(): void {
    indexRows.run(indexed, nextRow)
    indexed = nextRow
  }

  function addById(id: string, incoming: IncomingRecord): Outcome {
    const fields = JSON.stringify(incoming.fields)
    const inserted = insert.run(nextRow, id, incoming.text ?? '', fields, incoming.image ?? null, number)
    if (inserted.changes === 0) {
      const row = records.rowOf(id)!
      return row >= firstRow ? 'duplicate' : update(row, incoming)
    }
    fresh.split.push(incoming.split ?? NONE)
    fresh.reference.push(incoming.reference ?? NONE)
    fresh.gold.push(incoming.gold ?? NONE)
    nextRow++
    if (nextRow - indexed >= 5_000) indexNewRows()
    return 'imported'
  }

  /** The same content a second time in a file is a second record, told apart by its occurrence. */
  function addByContent(incoming: IncomingRecord): Outcome {
    const content = JSON.stringify([incoming.text, incoming.fields, incoming.image])
    const digest = hash('sha256', content, 'hex').slice(0, 16)
    let occurrence = occurrences.get(digest) ?? 1
    for (;;) {
      const outcome = addById(occurrence === 1 ? digest : `${digest}-${occurrence}`, incoming)
      if (outcome !== 'duplicate') return outcome
      occurrences.set(digest, ++occurrence)
    }
  }

  return {
    add: (incoming: IncomingRecord): Outcome =>
      incoming.id === undefined ? addByContent(incoming) : addById(incoming.id, incoming),

    /** Whether records that were there have other fields now. */
    changesFields: (): boolean => fieldsChanged.length > 0,

    /** Stores everything in one step. */
    commit({ decided, fieldReaders }: Commitment): void {
      indexNewRows()
      for (const name of COLUMNS) if (name !== 'gold' && name !== 'marks') columns.putAll(name, grown(name))
      columns.putAll('marks', marksColumn(decided))
      columns.putAll('gold', goldColumn(decided))
      const forget = (table: VoteTable): number =>
        forgetVotes(db, table, textChanged) + forgetVotes(db, table, fieldsChanged, fieldReaders[table])
      const forgotten = forget('votes')
      if (forget('slice_votes') > 0) settings.bump('slices')
      noteTextChanges()
      settings.set('imports', String(number))
      settings.set('rowCount', String(nextRow))
      settings.bump('records', 'gold', ...(forgotten > 0 ? (['votes'] as const) : []))
      db.exec('COMMIT')
      db.close()
    },

    rollback(): void {
      if (db.inTransaction) db.exec('ROLLBACK')
      db.close()
    },
  }

  /** The column with the new rows and the changes of this import. */
  function grown(name: ColumnName): Int8Array {
    const column = new Int8Array(nextRow).fill(emptyValue(name))
    column.set(columns.get(name, firstRow))
    const given = GIVEN.find(key => columnOf[key] === name)
    if (given) {
      column.set(fresh[given], firstRow)
      for (const change of changed) if (change.given === given) column[change.row] = change.value
    }
    return column
  }

  function marksColumn(decided: ReadonlyMap<string, Decided>): Int8Array {
    const marks = grown('marks')
    const gold = columns.get('gold', firstRow)
    for (const row of textChanged) if (gold[row]! >= 0) marks[row]! |= RECHECK
    for (const [id, { gold: own, marks: decidedMarks }] of decided) {
      const row = records.rowOf(id)
      if (row === undefined || row < firstRow) continue
      const isOfOther = records.cameBackChanged(row)
      if (isOfOther) cameBackChanged.push(row)
      marks[row] = decidedMarks | (isOfOther && own !== undefined && own >= 0 ? RECHECK : 0)
    }
    return marks
  }

  function goldColumn(decided: ReadonlyMap<string, Decided>): Int8Array {
    const gold = Int8Array.from(columns.get('importedGold', nextRow))
    for (const [id, decision] of decided) {
      const row = decision.gold === undefined ? undefined : records.rowOf(id)
      if (row !== undefined) gold[row] = decision.gold!
    }
    return gold
  }

  function noteTextChanges(): void {
    const note = db.prepare(
      'UPDATE records SET text_changed_after = (SELECT coalesce(max(seq), 0) FROM annotations) WHERE row = ?',
    )
    for (const row of [...textChanged, ...cameBackChanged]) note.run(row)
  }
}

export type RecordImport = ReturnType<typeof startImport>

/**
 * Makes the votes on these rows UNSEEN again, of the versions named or of all: the records are other ones now. Returns how
 * many votes that were.
 */
function forgetVotes(
  db: Database.Database,
  table: VoteTable,
  rows: readonly number[],
  versions?: ReadonlySet<number>,
): number {
  const inChunk = db.prepare<[number], { version_id: number; votes: Buffer }>(
    `SELECT version_id, votes FROM ${table} WHERE chunk = ?`,
  )
  const put = db.prepare(`UPDATE ${table} SET votes = ? WHERE version_id = ? AND chunk = ?`)
  const forgetFault = db.prepare('DELETE FROM faults WHERE version_id = ? AND row = ?')
  let forgotten = 0
  for (const [chunk, within] of Map.groupBy(rows, row => Math.floor(row / CHUNK_ROWS))) {
    for (const { version_id, votes } of inChunk.all(chunk)) {
      if (versions && !versions.has(version_id)) continue
      const before = forgotten
      for (const row of within) {
        const at = row - chunk * CHUNK_ROWS
        if (at >= votes.length || votes.readInt8(at) === UNSEEN) continue
        if (table === 'votes' && votes.readInt8(at) === FAULT) forgetFault.run(version_id, row)
        votes.writeInt8(UNSEEN, at)
        forgotten++
      }
      if (forgotten > before) put.run(votes, version_id, chunk)
    }
  }
  return forgotten
}
