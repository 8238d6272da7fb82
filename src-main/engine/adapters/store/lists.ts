import type Database from 'better-sqlite3'
import { createHash } from 'node:crypto'

export interface StoredList {
  /** Never given twice, so what is known of a content may be kept under it. */
  list: number
  name: string
  fileName: string
  importedAt: string
  signature: string | null
  entryCount: number
  hasValues: boolean
  /** Different values, a few of them. */
  values: string[]
}

/** Entries and, at the same places, what they are aliases of. */
export interface ListContent {
  entries: string[]
  values: string[] | undefined
}

const VALUES_SHOWN = 100

/** Lists and knowledge bases that labeling functions look words up in. */
export function listsStore(db: Database.Database) {
  const select = db.prepare<[], Omit<StoredList, 'values' | 'hasValues'> & { values: string; hasValues: number }>(
    `SELECT list, name, file_name AS fileName, imported_at AS importedAt, signature, entry_count AS entryCount,
       values_shown AS "values", entry_values IS NOT NULL AS hasValues
     FROM lists ORDER BY name`,
  )
  const content = db.prepare<[number], { entries: string; values: string | null }>(
    'SELECT entries, entry_values AS "values" FROM lists WHERE list = ?',
  )
  const hashes = new Map<number, string>()

  return {
    list: (): StoredList[] =>
      select.all().map(row => ({
        ...row,
        hasValues: row.hasValues === 1,
        values: JSON.parse(row.values) as string[],
      })),

    content(list: number): ListContent {
      const { entries, values } = content.get(list)!
      return {
        entries: JSON.parse(entries) as string[],
        values: values === null ? undefined : (JSON.parse(values) as string[]),
      }
    },

    /** Of the whole content; worked out once. */
    hash(list: number): string {
      const known = hashes.get(list)
      if (known !== undefined) return known
      const { entries, values } = content.get(list)!
      const hash = createHash('sha256')
        .update(JSON.stringify([entries.length, values?.length ?? null]))
        .update(entries)
        .update(values ?? '')
        .digest('hex')
      hashes.set(list, hash)
      return hash
    },

    /** In the place of the one of that name. Returns its number. */
    put(
      name: string,
      fileName: string,
      { entries, values }: ListContent,
      importedAt = new Date().toISOString(),
    ): number {
      db.prepare('DELETE FROM lists WHERE name = ?').run(name)
      const shown = [...new Set(values)].slice(0, VALUES_SHOWN)
      const added = db
        .prepare(
          `INSERT INTO lists (name, file_name, imported_at, entry_count, values_shown, entry_values, entries)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          name,
          fileName,
          importedAt,
          entries.length,
          JSON.stringify(shown),
          values ? JSON.stringify(values) : null,
          JSON.stringify(entries),
        )
      return Number(added.lastInsertRowid)
    },

    sign: (list: number, signature: string): void =>
      void db.prepare('UPDATE lists SET signature = ? WHERE list = ?').run(signature, list),

    remove: (name: string): void => void db.prepare('DELETE FROM lists WHERE name = ?').run(name),
  }
}
