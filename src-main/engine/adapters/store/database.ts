import { closeSync, existsSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { problem, reasonOf, WorkbenchError } from '../../../../src-shared/errors.ts'
import { fileAt, takeWriterLock, type WriterLock } from './lock.ts'
import { APPLICATION_ID, migrations } from './migrations.ts'

export interface OpenDatabase {
  db: Database.Database
  lock: WriterLock | undefined
}

/** Makes a new project file with the current schema. */
export function createDatabase(path: string): void {
  if (existsSync(path)) throw problem('PROJECT_EXISTS', { project: path })
  const db = connect(path)
  try {
    db.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(db, 0)
  } finally {
    db.close()
  }
}

/**
 * Opens a project file: as its one writer, or (`readOnly`) beside whoever writes. Refuses what is no project, what a newer
 * Heddle wrote, and a second writer. A file from an older Heddle is brought up to date, with a copy beside it first; who only
 * reads it leaves it as it is.
 */
export function openDatabase(path: string, { readOnly }: { readOnly: boolean }): OpenDatabase {
  if (!existsSync(path)) throw problem('PROJECT_NOT_FOUND', { project: path })
  const found = checkFile(path)
  const lock = readOnly ? undefined : writerLockOf(path)
  try {
    // Whoever had the lock until now may have brought it up to date.
    const version = readOnly ? found : checkFile(path)
    const isOld = version < migrations.length
    const db = !readOnly ? connect(path) : isOld ? readOld(path) : connectForReading(path)
    if (isOld && !readOnly) backUpBeforeMigration(db, path, version)
    if (isOld) migrate(db, version)
    if (readOnly) db.pragma('query_only = ON')
    else saveHolder(db)
    return { db, lock }
  } catch (error) {
    lock?.release()
    throw readOnly ? error : unwritable(path, error)
  }
}

function writerLockOf(path: string): WriterLock {
  let lock: WriterLock | undefined
  try {
    lock = takeWriterLock(path)
  } catch (error) {
    throw unwritable(path, error)
  }
  if (!lock) throw problem('PROJECT_IN_USE', { project: path, holder: holderOf(path) })
  return lock
}

/** Closes the connection; the last one folds the write-ahead log into the file. */
export function closeDatabase({ db, lock }: OpenDatabase): void {
  if (!db.open) return
  if (lock) {
    db.prepare("DELETE FROM settings WHERE key = 'holder'").run()
    db.pragma('wal_checkpoint(TRUNCATE)')
  }
  db.close()
  lock?.release()
}

/** A connection with the settings every connection needs. */
export function connect(path: string): Database.Database {
  const db = new Database(path, { timeout: 5_000 })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('cache_size = -65536')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Beside whoever writes. Where nothing can be written, SQLite cannot keep its log, and a closed project is read whole. */
function connectForReading(path: string): Database.Database {
  try {
    return connect(path)
  } catch (error) {
    return readUnwritable(path, error)
  }
}

/** Looks at a file without keeping a connection to it, and without changing anything. */
function look<T>(path: string, work: (db: Database.Database) => T): T {
  let db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    try {
      db.pragma('schema_version')
    } catch (error) {
      db.close()
      db = readUnwritable(path, error)
    }
    return work(db)
  } finally {
    db.close()
  }
}

/** In memory, where it can be brought up to date without touching the file. */
function readOld(path: string): Database.Database {
  const reason = 'it is of an older format, and open in an older Heddle or left by a crash; open it for writing first'
  return readWhole(path, problem('PROJECT_UNREADABLE', { project: basename(path), reason }))
}

/** The whole file into memory; `failure` where a log holds what the file does not. */
function readWhole(path: string, failure: unknown): Database.Database {
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw failure
  const bytes = readFileSync(path)
  // Which journal the file uses stands in its header twice: 2 is a write-ahead log, which memory has not.
  bytes.fill(1, 18, 20)
  return new Database(bytes)
}

/** What failed because nothing can be written there is read whole. */
function readUnwritable(path: string, failure: unknown): Database.Database {
  if (!isUnwritable(failure)) throw failure
  return readWhole(path, failure)
}

const UNWRITABLE = /^(EACCES|EPERM|EROFS|SQLITE_READONLY.*|SQLITE_CANTOPEN.*)$/

const isUnwritable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && UNWRITABLE.test(String(error.code))

const unwritable = (path: string, error: unknown): unknown =>
  isUnwritable(error) ? problem('PROJECT_UNWRITABLE', { project: path, reason: reasonOf(error) }, error) : error

/** For what a reading connection may do although SQLite takes it for writing. */
export function withoutGuard(db: Database.Database, work: () => void): void {
  const guard = db.pragma('query_only', { simple: true })
  db.pragma('query_only = OFF')
  try {
    work()
  } finally {
    db.pragma(`query_only = ${guard}`)
  }
}

/** The schema version of a project file; refuses everything that is none, without touching it. */
function checkFile(path: string): number {
  const { application, version } = identityOf(path)
  if (application !== APPLICATION_ID)
    throw problem('PROJECT_UNREADABLE', { project: basename(path), reason: 'it is a database of another program' })
  if (version > migrations.length)
    throw problem('PROJECT_FROM_NEWER_VERSION', { project: basename(path), version, known: migrations.length })
  return version
}

interface Identity {
  application: number
  version: number
}

/** From the file's first bytes; through SQLite, which leaves files of its own beside it, only while changes wait in the log. */
function identityOf(path: string): Identity {
  const refused = (reason: string, cause?: unknown) =>
    problem('PROJECT_UNREADABLE', { project: basename(path), reason }, cause)
  try {
    const head = headOf(path)
    if (head.length === 0) throw refused('it is empty')
    if (head.toString('latin1', 0, MAGIC.length) !== MAGIC || head.length < HEAD) throw refused('it is no SQLite file')
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return identityThroughLog(path)
    return { application: head.readInt32BE(68), version: head.readInt32BE(60) }
  } catch (error) {
    if (error instanceof WorkbenchError) throw error
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR'
    throw refused(isFolder ? 'it is a folder' : reasonOf(error), error)
  }
}

const MAGIC = 'SQLite format 3\0'
/** Bytes of SQLite's header. */
const HEAD = 100

function headOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(HEAD)
    return head.subarray(0, readSync(file, head))
  } finally {
    closeSync(file)
  }
}

const identityThroughLog = (path: string): Identity =>
  look(path, db => {
    const [application, version] = ['application_id', 'user_version'].map(name => db.pragma(name, { simple: true }))
    return { application: Number(application), version: Number(version) }
  })

/**
 * Gives a function that refuses to go on once another file, or none, stands at the path: SQLite would go on writing into the one
 * that was opened, where nobody finds it again once it was deleted or replaced.
 */
export function guardPlace(path: string): () => void {
  const opened = fileAt(path)
  // Some file systems give a file another number each time.
  if (fileAt(path) !== opened) return () => {}
  return () => {
    if (fileAt(path) !== opened) throw problem('PROJECT_MOVED', { project: basename(path) })
  }
}

/** What SQLite says of a file that is spoiled or locked, or of a disk that takes no more, as a problem; undefined for all else. */
export function storeProblem(error: unknown, path: string): WorkbenchError | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined
  const { code, message } = error
  const project = basename(path)
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return problem('PROJECT_DAMAGED', { project, detail: message }, error)
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return problem('PROJECT_BUSY', { project }, error)
  if (code === 'SQLITE_FULL') return problem('FILE_UNWRITABLE', { file: project, reason: 'the disk is full' }, error)
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)/.test(code))
    return problem('FILE_UNWRITABLE', { file: project, reason: message }, error)
  return undefined
}

function migrate(db: Database.Database, from: number): void {
  db.transaction(() => {
    for (const step of migrations.slice(from)) db.exec(step)
    db.pragma(`user_version = ${migrations.length}`)
  }).immediate()
}

/** Whole or not at all, under a name that no other content has; one that is there with this content serves again. */
function backUpBeforeMigration(db: Database.Database, path: string, version: number): void {
  const part = `${path}.format-${version}.part`
  rmSync(part, { force: true })
  db.prepare('VACUUM INTO ?').run(part)
  for (let number = 1; ; number++) {
    const copy = `${path}.format-${version}${number > 1 ? `-${number}` : ''}.bak`
    if (!existsSync(copy)) return renameSync(part, copy)
    if (haveSameContent(part, copy)) return rmSync(part)
  }
}

function haveSameContent(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false
  const files = [openSync(one, 'r'), openSync(other, 'r')] as const
  const pieces = [Buffer.alloc(2 ** 20), Buffer.alloc(2 ** 20)] as const
  try {
    for (;;) {
      const read = readSync(files[0], pieces[0])
      readSync(files[1], pieces[1])
      if (read === 0) return true
      if (!pieces[0].subarray(0, read).equals(pieces[1].subarray(0, read))) return false
    }
  } finally {
    files.forEach(closeSync)
  }
}

const saveHolder = (db: Database.Database): void => {
  const holder = `process ${process.pid} since ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`
  db.prepare("INSERT OR REPLACE INTO settings VALUES ('holder', ?)").run(holder)
}

/** Who changes the project now, in words. */
const holderOf = (path: string): string =>
  look(path, db => {
    const holder = db.prepare<[], { value: string }>("SELECT value FROM settings WHERE key = 'holder'").get()
    return holder?.value ?? 'another process'
  })

export interface Peek {
  title: string
  records: number
}

/** What a list of projects shows of a file, without opening it for work. */
export function peekDatabase(path: string): Peek {
  checkFile(path)
  return look(path, db => {
    const setting = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck()
    return {
      title: setting.get('title') ?? basename(path),
      records: Number(db.prepare('SELECT count(*) FROM records').pluck().get()),
    }
  })
}
