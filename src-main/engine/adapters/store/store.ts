import { statSync } from 'node:fs'
import { problem, reasonOf } from '../../../../src-shared/errors.ts'
import { columnsStore } from './columns.ts'
import { closeDatabase, connect, guardPlace, openDatabase, withoutGuard } from './database.ts'
import { startImport } from './import.ts'
import { labelingFunctionsStore } from './labeling-functions.ts'
import { listsStore } from './lists.ts'
import { modelsStore } from './models.ts'
import { momentsStore } from './moments.ts'
import { onnxModelsStore } from './onnx-models.ts'
import { recordsStore } from './records.ts'
import { reviewsStore } from './reviews.ts'
import { slicesStore } from './slices.ts'
import { settingsStore } from './settings.ts'
import { trainingsStore } from './trainings.ts'
import { checkDatabase } from './verify.ts'
import { votesStore } from './votes.ts'

/** Everything a project holds, in one SQLite file. */
export function openStore(path: string, { readOnly }: { readOnly: boolean }) {
  const database = openDatabase(path, { readOnly })
  const { db } = database
  const checkPlace = guardPlace(path)
  const columns = columnsStore(db)
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let seenVersion = dataVersion.get()

  /** What is kept in memory is forgotten when another process has changed the file. */
  function noteChangesOutside(): void {
    if (dataVersion.get() === seenVersion) return
    seenVersion = dataVersion.get()
    columns.forget()
  }

  /** SQLite copies only between transactions, and a long reading is one. */
  function copyInto(target: string): void {
    const own = db.inTransaction ? connect(path) : db
    try {
      withoutGuard(own, () => own.prepare('VACUUM INTO ?').run(target))
    } finally {
      if (own !== db) own.close()
    }
  }

  return {
    path,
    readOnly,
    settings: settingsStore(db),
    records: recordsStore(db),
    columns,
    lfs: labelingFunctionsStore(db),
    lists: listsStore(db),
    votes: votesStore(db),
    slices: slicesStore(db),
    models: modelsStore(db),
    moments: momentsStore(db),
    onnxModels: onnxModelsStore(db),
    trainings: trainingsStore(db),
    reviews: reviewsStore(db),

    startImport() {
      checkPlace()
      return startImport(path)
    },

    /** All or nothing, on disk when it returns. */
    transaction<T>(change: () => T): T {
      if (readOnly) throw problem('PROJECT_READ_ONLY', { project: path })
      checkPlace()
      try {
        return db.transaction(change).immediate()
      } catch (error) {
        columns.forget()
        throw error
      }
    },

    /** Another value than before: another process has changed the file. For a project that is only read. */
    version: (): number => dataVersion.get()!,

    /** Reads one state of the file, also while another process writes into it. */
    reading<T>(read: () => T): T {
      if (!readOnly) return read()
      return db.transaction(() => {
        noteChangesOutside()
        return read()
      })()
    },

    /** The same over work that takes a while, of which only one piece is done at a time. */
    async readingLong<T>(work: () => Promise<T>): Promise<T> {
      if (!readOnly) return work()
      db.exec('BEGIN')
      try {
        return await work()
      } finally {
        db.exec('COMMIT')
      }
    },

    /** A consistent copy in one file, also while the project is being changed. Returns its size in bytes. */
    backup(target: string): number {
      try {
        copyInto(target)
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
