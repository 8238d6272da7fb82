import type Database from 'better-sqlite3'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { bytesOf, CHUNK_ROWS, chunksOf } from './chunks.ts'

/** Dense columns: one small number per record, in memory while the project is open. */
export const COLUMNS = ['split', 'reference', 'importedGold', 'gold', 'marks', 'domain'] as const
export type ColumnName = (typeof COLUMNS)[number]

/** Bits of the column `marks`. */
export const DELETED = 1
/** A person put it out of the queue until someone looks. */
export const FLAGGED = 2
/** Annotators differ, and the project's policy makes no class of what they say. */
export const DISPUTED = 4
/** Its text was changed after its gold was given. */
export const RECHECK = 8
/** Someone asked for it to be asked again later. */
export const SKIPPED = 16
/** It is asked of several annotators, and not all of them have answered. */
export const WAITING = 32

export const emptyValue = (name: ColumnName): number => (name === 'marks' ? 0 : NONE)

/** Columns of Int8, [n] each, where n counts the rows ever given, deleted ones included. */
export function columnsStore(db: Database.Database) {
  const select = db.prepare<[string], Buffer>('SELECT numbers FROM columns WHERE name = ? ORDER BY chunk').pluck()
  const replace = db.prepare('INSERT OR REPLACE INTO columns VALUES (?, ?, ?)')
  const cache = new Map<ColumnName, Int8Array>()

  function load(name: ColumnName, rowCount: number): Int8Array {
    const column = new Int8Array(rowCount).fill(emptyValue(name))
    let row = 0
    for (const blob of select.iterate(name)) {
      column.set(new Int8Array(blob.buffer, blob.byteOffset, blob.length), row)
      row += blob.length
    }
    return column
  }

  return {
    /** The column as it is stored. Do not write into it: use `put` or `putAll`. */
    get(name: ColumnName, rowCount: number): Int8Array {
      let column = cache.get(name)
      if (column?.length !== rowCount) {
        column = load(name, rowCount)
        cache.set(name, column)
      }
      return column
    },

    /** Stores one value: the row's chunk is written, not the column. */
    put(name: ColumnName, rowCount: number, row: number, value: number): void {
      const column = this.get(name, rowCount)
      if (column[row] === value) return
      column[row] = value
      const chunk = Math.floor(row / CHUNK_ROWS)
      replace.run(name, chunk, bytesOf(column.subarray(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS)))
    },

    putAll(name: ColumnName, column: Int8Array): void {
      for (const { chunk, part } of chunksOf(column)) replace.run(name, chunk, bytesOf(part))
      cache.set(name, column)
    },

    /** Forgets what is in memory: after a rollback, or a change by another connection. */
    forget: (): void => cache.clear(),
  }
}
