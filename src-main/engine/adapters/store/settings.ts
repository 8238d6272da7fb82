import type Database from 'better-sqlite3'

/**
 * What a fit or a screen may have been computed from; each counts up when it changes. `lfs` are the sources and names,
 * `votes` what they came to; `slices` both of the slices, from which no fit is made.
 */
export const INPUTS = ['records', 'lfs', 'votes', 'gold', 'classes', 'slices'] as const
export type Input = (typeof INPUTS)[number]
export type Revisions = Record<Input, number>

export interface StoredClass {
  name: string
  colour: number
  guideline: string
}

/** Single values of the project, its classes, and the revision counters. */
export function settingsStore(db: Database.Database) {
  const read = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck()
  const write = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)')
  const classes = db.prepare<[], StoredClass>('SELECT name, colour, guideline FROM classes ORDER BY position')
  const revisionOf = (input: Input) => Number(read.get(`revision:${input}`) ?? 0)
  /** In one go, as every question to the project begins with them. */
  const readAll = db
    .prepare<[], (string | null)[]>(
      `SELECT ${INPUTS.map(input => `(SELECT value FROM settings WHERE key = 'revision:${input}')`).join(', ')}`,
    )
    .raw()

  return {
    get: (key: string): string | undefined => read.get(key),
    set: (key: string, value: string): void => void write.run(key, value),

    revisions: (): Revisions => {
      const values = readAll.get()!
      return Object.fromEntries(INPUTS.map((input, at) => [input, Number(values[at] ?? 0)])) as Revisions
    },
    bump: (...inputs: Input[]): void => {
      for (const input of inputs) write.run(`revision:${input}`, String(revisionOf(input) + 1))
    },

    classes: (): StoredClass[] => classes.all(),
    putClass: (position: number, { name, colour, guideline }: StoredClass): void => {
      db.prepare(
        `INSERT INTO classes VALUES (?, ?, ?, ?)
         ON CONFLICT (position) DO UPDATE SET name = excluded.name, colour = excluded.colour, guideline = excluded.guideline`,
      ).run(position, name, colour, guideline)
      db.prepare(
        `INSERT INTO class_numbers SELECT (SELECT coalesce(max(number), -1) + 1 FROM class_numbers), :position, NULL
         WHERE NOT EXISTS (SELECT 1 FROM class_numbers WHERE position = :position)`,
      ).run({ position })
    },

    /** Classes that were merged into others, by the names they had. */
    mergedClasses: (): { name: string; position: number }[] =>
      db
        .prepare<[], { name: string; position: number }>(
          'SELECT merged_name AS name, position FROM class_numbers WHERE merged_name IS NOT NULL ORDER BY number',
        )
        .all(),

    /** Takes a class out; those behind it move up. Annotations of it are from now on of `into`, if that is given. */
    removeClass(position: number, into: number | undefined): void {
      if (into === undefined) db.prepare('DELETE FROM class_numbers WHERE position = ?').run(position)
      else {
        db.prepare(
          `UPDATE class_numbers SET merged_name = (SELECT name FROM classes WHERE classes.position = :position)
           WHERE position = :position AND merged_name IS NULL`,
        ).run({ position })
        db.prepare('UPDATE class_numbers SET position = ? WHERE position = ?').run(into, position)
      }
      db.prepare('DELETE FROM classes WHERE position = ?').run(position)
      // By way of the negative ones, so that no two are the same meanwhile.
      db.prepare('UPDATE classes SET position = -position WHERE position > ?').run(position)
      db.prepare('UPDATE classes SET position = -position - 1 WHERE position < 0').run()
      db.prepare('UPDATE class_numbers SET position = position - 1 WHERE position > ?').run(position)
    },
  }
}
