import type Database from 'better-sqlite3'
import { UNSEEN } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../core/label-matrix.ts'
import { bytesOf, chunksOf } from './chunks.ts'

export interface StoredFault {
  row: number
  message: string
  line: number | null
}

/** The tables that hold what functions said of records: LFs, and slices. */
export type VoteTable = 'votes' | 'slice_votes'

/** One column of votes per version of a function, in chunks; rows that came after it ran are UNSEEN. */
export function voteColumns(db: Database.Database, table: VoteTable) {
  const select = db.prepare<[number], Buffer>(`SELECT votes FROM ${table} WHERE version_id = ? ORDER BY chunk`).pluck()
  const put = db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`)
  return {
    read(versionId: number, column: Int8Array): Int8Array {
      column.fill(UNSEEN)
      let row = 0
      for (const blob of select.iterate(versionId)) {
        column.set(new Int8Array(blob.buffer, blob.byteOffset, blob.length), row)
        row += blob.length
      }
      return column
    },
    put(versionId: number, column: Int8Array): void {
      for (const { chunk, part } of chunksOf(column)) put.run(versionId, chunk, bytesOf(part))
    },
  }
}

/** The columns of LFs; L is put together from the versions in use. */
export function votesStore(db: Database.Database) {
  const columns = voteColumns(db, 'votes')
  const putFault = db.prepare('INSERT OR REPLACE INTO faults VALUES (?, ?, ?, ?)')
  let cached: { key: string; L: LabelMatrix; versions: (number | undefined)[]; outside: number } | undefined
  /** Versions whose columns were written since L was put together. */
  const written = new Set<number>()
  const outside = db.prepare<[], number>('PRAGMA data_version').pluck()

  return {
    /** [n] the votes of one version; rows that came after it ran are UNSEEN. */
    column: (versionId: number, rowCount: number): Int8Array => columns.read(versionId, new Int8Array(rowCount)),

    putColumn(versionId: number, column: Int8Array, faults: StoredFault[]): void {
      columns.put(versionId, column)
      written.add(versionId)
      db.prepare('DELETE FROM faults WHERE version_id = ?').run(versionId)
      for (const { row, message, line } of faults) putFault.run(versionId, row, message, line)
    },

    /** Whether any version votes a class, those that are not in use included. */
    hasVotesFor(c: number): boolean {
      for (const blob of db.prepare<[], Buffer>('SELECT votes FROM votes').pluck().iterate())
        if (blob.includes(c)) return true
      return false
    },

    /** Of every version: each class becomes another. */
    renumberClasses(to: (c: number) => number): void {
      const pieces = db.prepare<[], { version: number; chunk: number }>(
        'SELECT version_id AS version, chunk FROM votes',
      )
      const piece = db.prepare<[number, number], Buffer>('SELECT votes FROM votes WHERE version_id = ? AND chunk = ?')
      const replace = db.prepare('UPDATE votes SET votes = ? WHERE version_id = ? AND chunk = ?')
      for (const { version, chunk } of pieces.all()) {
        const votes = Int8Array.from(piece.pluck().get(version, chunk)!, byte => (byte << 24) >> 24)
        replace.run(bytesOf(votes.map(to)), version, chunk)
        written.add(version)
      }
    },

    faults: (versionId: number): StoredFault[] =>
      db
        .prepare<[number], StoredFault>(
          'SELECT row, message, line FROM faults WHERE version_id = ? ORDER BY row LIMIT 1000',
        )
        .all(versionId),

    /**
     * L on shared memory, so that workers read it without a copy. A version of undefined is an LF that has not run: all
     * UNSEEN. Kept until the votes' revision moves; then only columns are read that have changed.
     */
    labelMatrix(versions: (number | undefined)[], rowCount: number, classCount: number, revision: number): LabelMatrix {
      const key = JSON.stringify([versions.map(v => v ?? null), rowCount, classCount, revision])
      if (cached?.key === key) return cached.L
      const seen = outside.get()!
      // Another connection, as that of an import, may have written any column.
      const before = cached?.outside === seen && cached.L.recordCount === rowCount ? cached : undefined
      const votes = new Int8Array(new SharedArrayBuffer(versions.length * rowCount))
      versions.forEach((version, j) => {
        const column = votes.subarray(j * rowCount, (j + 1) * rowCount)
        const old = version === undefined || written.has(version) ? -1 : (before?.versions.indexOf(version) ?? -1)
        if (version === undefined) column.fill(UNSEEN)
        else if (old >= 0) column.set(before!.L.votes.subarray(old * rowCount, (old + 1) * rowCount))
        else columns.read(version, column)
      })
      const L = { votes, recordCount: rowCount, lfCount: versions.length, classCount }
      // What was read within a transaction may be rolled back: nothing is built on it.
      cached = { key, L, versions, outside: db.inTransaction ? NaN : seen }
      written.clear()
      return L
    },
  }
}
