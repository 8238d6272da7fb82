import { statSync } from 'node:fs'
import { problem, reasonOf } from '../../../../src-shared/errors.ts'
import { columnsStore } from './columns.ts'
import { closeDatabase, openDatabase, withoutGuard } from './database.ts'
import { startImport } from './import.ts'
import { labelingFunctionsStore } from './labeling-functions.ts'
import { modelsStore } from './models.ts'
import { recordsStore } from './records.ts'
import { reviewsStore } from './reviews.ts'
import { settingsStore } from './settings.ts'
import { checkDatabase } from './verify.ts'
import { votesStore } from './votes.ts'

/** Everything a project holds, in one SQLite file. */
export function openStore(path: string, { readOnly }: { readOnly: boolean }) {
  const database = openDatabase(path, { readOnly })
  const { db } = database
  const columns = columnsStore(db)

  return {
    path,
    readOnly,
    settings: settingsStore(db),
    records: recordsStore(db),
    columns,
    lfs: labelingFunctionsStore(db),
    votes: votesStore(db),
    models: modelsStore(db),
    reviews: reviewsStore(db),

    startImport: () => startImport(path),

    /** All or nothing, on disk when it returns. */
    transaction<T>(change: () => T): T {
      if (readOnly) throw problem('PROJECT_READ_ONLY', { project: path })
      try {
        return db.transaction(change).immediate()
      } catch (error) {
        columns.forget()
        throw error
      }
    },

    /** A consistent copy in one file, also while the project is being changed. Returns its size in bytes. */
    backup(target: string): number {
      try {
        withoutGuard(db, () => db.prepare('VACUUM INTO ?').run(target))
        return statSync(target).size
      } catch (error) {
        throw problem('FILE_UNWRITABLE', { file: target, reason: reasonOf(error) }, error)
      }
    },

    check: (repair: boolean) => checkDatabase(db, repair),

    close: (): void => closeDatabase(database),
  }
}

export type Store = ReturnType<typeof openStore>
