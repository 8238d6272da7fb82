import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { CHUNK_ROWS } from './chunks.ts'
import { createDatabase, storeProblem } from './database.ts'
import { APPLICATION_ID, migrations } from './migrations.ts'
import { openStore, type Store } from './store.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'heddle-store-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function newStore(): Store {
  const path = join(folder(), 'p.heddle')
  createDatabase(path)
  return open(path)
}

function open(path: string, readOnly = false): Store {
  const store = openStore(path, { readOnly })
  onTestFinished(() => store.close())
  return store
}

const decide = (store: Store, uid: string) =>
  store.transaction(() =>
    store.reviews.add({
      uid,
      recordId: 'a',
      annotator: 'ada',
      kind: 'label',
      class: 0,
      comment: null,
      target: null,
      asked: null,
      at: 'now',
      merged: 0,
    }),
  )

/** Another process that opens the project for writing, says so, and does `then`. */
async function otherProcess(path: string, then: string): Promise<ChildProcess> {
  const script = `
    import { openStore } from '${import.meta.dirname}/store.ts'
    const store = openStore(${JSON.stringify(path)}, { readOnly: false })
    ${then}
    process.stdout.write('ready')
    setInterval(() => {}, 1000)`
  const child = spawn('node', ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

test('a closed project is one file', () => {
  const path = join(folder(), 'p.heddle')
  createDatabase(path)
  const store = openStore(path, { readOnly: false })
  decide(store, '1')
  expect(readdirSync(join(path, '..'))).toContain('p.heddle-wal')
  store.close()
  expect(readdirSync(join(path, '..'))).toEqual(['p.heddle'])
  const reader = openStore(path, { readOnly: true })
  expect(reader.reviews.count()).toBe(1)
  reader.close()
  expect(readdirSync(join(path, '..'))).toEqual(['p.heddle'])
})

test('a second writer is refused and told who has the project; readers are not', async () => {
  const store = newStore()
  const path = store.path
  store.close()
  const child = await otherProcess(path, '')
  expect(() => openStore(path, { readOnly: false })).toThrow(
    expect.objectContaining({
      code: 'PROJECT_IN_USE',
      message: expect.stringContaining(`process ${child.pid}`) as string,
    }),
  )
  const reader = openStore(path, { readOnly: true })
  expect(() => reader.transaction(() => {})).toThrow(expect.objectContaining({ code: 'PROJECT_READ_ONLY' }))
  reader.close()
})

test('what was acknowledged survives a kill, and the lock of the dead process is taken over', async () => {
  const store = newStore()
  const path = store.path
  store.close()
  const line = `{ uid: String(i), recordId: 'a', annotator: 'ada', kind: 'label', class: 0, comment: null, target: null, asked: null, at: 'now', merged: 0 }`
  const child = await otherProcess(
    path,
    `for (let i = 0; i < 50; i++) store.transaction(() => store.reviews.add(${line}))`,
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  const after = open(path)
  expect(after.reviews.count()).toBe(50)
  expect(after.check(false).every(check => check.ok)).toBe(true)
})

test('nothing is stored in a file that was moved, replaced or deleted while it is open, and what it holds can be saved', () => {
  const store = newStore()
  const { path } = store
  const elsewhere = `${path}.elsewhere`
  const moved = expect.objectContaining({ code: 'PROJECT_MOVED' })
  decide(store, '1')
  renameSync(path, elsewhere)
  expect(() => decide(store, '2')).toThrow(moved)
  expect(() => store.startImport()).toThrow(moved)
  expect(existsSync(path)).toBe(false)
  writeFileSync(path, 'another')
  expect(() => decide(store, '2')).toThrow(moved)
  renameSync(elsewhere, path)
  decide(store, '2')
  rmSync(path)
  expect(() => decide(store, '3')).toThrow(moved)
  store.backup(elsewhere)
  store.close()
  expect(open(elsewhere).reviews.count()).toBe(2)
})

test('a file that another program has locked is told as such', () => {
  const locked = new Database.SqliteError('database is locked', 'SQLITE_BUSY')
  expect(storeProblem(locked, '/projects/p.heddle')).toMatchObject({
    code: 'PROJECT_BUSY',
    message: expect.stringContaining('"p.heddle" is locked by another program') as string,
  })
})

test.each([
  ['no SQLite file', 'PROJECT_UNREADABLE', /no SQLite file/],
  ['an empty file', 'PROJECT_UNREADABLE', /it is empty/],
  ['a folder', 'PROJECT_UNREADABLE', /it is a folder/],
  ['a database of another program', 'PROJECT_UNREADABLE', /another program/],
  ['a project of a newer Heddle', 'PROJECT_FROM_NEWER_VERSION', /Update Heddle/],
  ['nothing', 'PROJECT_NOT_FOUND', /Check the name/],
])('%s is refused and not touched', (what, code, sentence) => {
  const path = join(folder(), 'p.heddle')
  if (what === 'no SQLite file') writeFileSync(path, 'id,text\n1,a\n'.repeat(100))
  else if (what === 'an empty file') writeFileSync(path, '')
  else if (what === 'a folder') mkdirSync(path)
  else if (what !== 'nothing') {
    const db = new Database(path)
    db.pragma('journal_mode = WAL')
    db.exec('CREATE TABLE other (x)')
    if (what.includes('newer')) db.pragma(`application_id = ${APPLICATION_ID}`)
    if (what.includes('newer')) db.pragma('user_version = 9999')
    db.close()
  }
  const opening = () => openStore(path, { readOnly: false })
  expect(opening).toThrow(expect.objectContaining({ code }))
  expect(opening).toThrow(sentence)
  expect(readdirSync(join(path, '..'))).toEqual(what === 'nothing' ? [] : ['p.heddle'])
})

test('a new project does not replace a file', () => {
  const path = join(folder(), 'p.heddle')
  writeFileSync(path, 'something')
  expect(() => createDatabase(path)).toThrow(expect.objectContaining({ code: 'PROJECT_EXISTS' }))
})

/** A project as the first Heddle made it. */
function oldProject(path: string, title: string): void {
  const db = new Database(path)
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('user_version = 1')
  db.exec(migrations[0]!)
  db.prepare("INSERT INTO settings VALUES ('title', ?)").run(title)
  db.close()
}

test('a project of an older Heddle is brought up to date, with a whole copy of it as it was beside it', () => {
  const path = join(folder(), 'p.heddle')
  oldProject(path, 'first')
  // What a crash left of an earlier attempt is no copy.
  writeFileSync(`${path}.format-1.part`, 'half of a')
  const reader = openStore(path, { readOnly: true })
  expect(reader.settings.get('title')).toBe('first')
  reader.close()
  expect(readdirSync(join(path, '..'))).toEqual(['p.heddle', 'p.heddle.format-1.part'])
  const store = openStore(path, { readOnly: false })
  expect(store.settings.get('title')).toBe('first')
  expect(store.check(false).every(check => check.ok)).toBe(true)
  store.close()
  expect(readdirSync(join(path, '..'))).toEqual(['p.heddle', 'p.heddle.format-1.bak'])
  const copy = new Database(`${path}.format-1.bak`)
  expect(copy.pragma('user_version', { simple: true })).toBe(1)
  expect(copy.prepare("SELECT value FROM settings WHERE key = 'title'").pluck().get()).toBe('first')
  copy.close()
})

/** Runs as nobody where this is root: permissions do not hold for root. */
const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

const mayRead = (...paths: string[]) =>
  spawnSync('node', ['--eval', `${JSON.stringify(paths)}.forEach(path => require('fs').readFileSync(path))`], asNobody)
    .status === 0

test('where nothing can be written a project can still be read', async ({ skip }) => {
  const path = join(folder(), 'p.heddle')
  createDatabase(path)
  const store = openStore(path, { readOnly: false })
  decide(store, '1')
  store.close()
  chmodSync(path, 0o444)
  chmodSync(join(path, '..'), 0o555)
  if (process.platform === 'win32' || !mayRead(path, join(import.meta.dirname, 'store.ts'))) skip()
  const script = `
    import { openStore } from '${import.meta.dirname}/store.ts'
    import { peekDatabase } from '${import.meta.dirname}/database.ts'
    const path = ${JSON.stringify(path)}
    const store = openStore(path, { readOnly: true })
    const said = [store.reviews.count(), store.check(false).every(check => check.ok), peekDatabase(path).records]
    try {
      openStore(path, { readOnly: false })
    } catch (error) {
      said.push(error.code)
    }
    console.log(JSON.stringify(said))`
  const child = spawn('node', ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...asNobody,
  })
  const said = await text(child.stdout)
  chmodSync(join(path, '..'), 0o755)
  expect(JSON.parse(said)).toEqual([1, true, 0, 'PROJECT_UNWRITABLE'])
  expect(readdirSync(join(path, '..'))).toEqual(['p.heddle'])
})

test('the copy of one project never stands for another that has its name, and none is made twice', () => {
  const path = join(folder(), 'p.heddle')
  for (const title of ['first', 'second', 'second']) {
    oldProject(path, title)
    openStore(path, { readOnly: false }).close()
    rmSync(path)
  }
  const copies = ['p.heddle.format-1-2.bak', 'p.heddle.format-1.bak']
  expect(readdirSync(join(path, '..'))).toEqual(copies)
})

test('the annotation log only grows', () => {
  const store = newStore()
  decide(store, '1')
  store.close()
  const db = new Database(store.path)
  expect(() => db.exec('DELETE FROM annotations')).toThrow('kept for ever')
  expect(() => db.exec("UPDATE annotations SET annotator = 'bob'")).toThrow('do not change')
  db.close()
})

test('the same uid makes one line', () => {
  const store = newStore()
  expect([decide(store, '1'), decide(store, '1')]).toEqual([true, false])
  expect(store.reviews.count()).toBe(1)
})

test('a change that fails half-way leaves nothing behind, in the file and in memory', () => {
  const store = newStore()
  store.transaction(() => store.columns.putAll('gold', Int8Array.of(-1, -1)))
  const failing = () =>
    store.transaction(() => {
      store.columns.put('gold', 2, 1, 0)
      throw new Error('half-way')
    })
  expect(failing).toThrow('half-way')
  expect([...store.columns.get('gold', 2)]).toEqual([-1, -1])
})

test('columns and votes come back as they were, over several chunks', () => {
  const store = newStore()
  const n = 2 * CHUNK_ROWS + 5
  const column = Int8Array.from({ length: n }, (_, row) => (row % 5) - 3)
  store.transaction(() => {
    store.columns.putAll('gold', column)
    store.columns.put('gold', n, CHUNK_ROWS, 7)
    store.lfs.addVersion({ name: 'a', kind: 'external', source: '', author: '', signature: null })
    store.votes.putColumn(1, column, [])
  })
  store.columns.forget()
  expect(store.columns.get('gold', n)[CHUNK_ROWS]).toBe(7)
  expect(store.votes.column(1, n)).toEqual(column)
  expect(store.votes.column(1, n + 2).slice(-2)).toEqual(Int8Array.of(UNSEEN, UNSEEN))
})

test('a backup holds everything, also while the project is open', () => {
  const store = newStore()
  decide(store, '1')
  const target = join(folder(), 'copy.heddle')
  store.backup(target)
  expect(open(target).reviews.count()).toBe(1)
  expect(() => store.backup(join(target, 'not a folder'))).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE' }))
})

test('the label matrix is what its columns hold, also after one was written, rolled back, or written by others', () => {
  const path = join(folder(), 'p.heddle')
  createDatabase(path)
  const store = open(path)
  const put = (version: number, ...votes: number[]) => store.votes.putColumn(version, Int8Array.from(votes), [])
  let revision = 0
  const read = (...versions: number[]) => [...store.votes.labelMatrix(versions, 3, 2, revision++).votes]
  store.transaction(() => {
    for (const name of ['a', 'b', 'c'])
      store.lfs.addVersion({ name, kind: 'external', source: '', author: '', signature: null })
    put(1, 0, 0, 0)
    put(2, 1, 1, 1)
  })
  expect(read(1, 2)).toEqual([0, 0, 0, 1, 1, 1])
  store.transaction(() => put(2, 1, -1, 1))
  expect(read(2, 1)).toEqual([1, -1, 1, 0, 0, 0])
  const fail = () => {
    put(1, 1, 1, 1)
    expect(read(1, 2)).toEqual([1, 1, 1, 1, -1, 1])
    throw new Error('no')
  }
  expect(() => store.transaction(fail)).toThrow('no')
  expect(read(1, 2, 3)).toEqual([0, 0, 0, 1, -1, 1, UNSEEN, UNSEEN, UNSEEN])
  const other = new Database(path)
  other.exec("UPDATE votes SET votes = x'0000FF' WHERE version_id = 2")
  other.close()
  expect(read(2, 1)).toEqual([0, 0, -1, 0, 0, 0])
})

test('verify finds a column of the wrong length and votes that are no class', () => {
  const store = newStore()
  expect(store.check(false).every(check => check.ok)).toBe(true)
  store.transaction(() => store.columns.putAll('gold', Int8Array.of(3)))
  const failed = store.check(false).filter(check => !check.ok)
  expect(failed.map(check => check.name)).toEqual([
    'every record has its place in the columns',
    'votes and gold are classes of the project',
  ])
})

test.each([
  ["UPDATE settings SET value = 'many' WHERE key = 'rowCount'", 'every record has its place in the columns'],
  ['INSERT INTO votes VALUES (1, 0, zeroblob(9))', 'every vote lies at a record'],
  ["UPDATE records SET fields = 'no JSON'", 'the fields of every record can be read'],
  ["UPDATE columns SET numbers = x'80' WHERE name = 'gold'", 'votes and gold are classes of the project'],
])('verify finds what "%s" did', (damage, name) => {
  const store = newStore()
  const added = store.startImport()
  added.add({ id: 'a', text: 'a', fields: {} })
  added.commit({ decided: new Map(), fieldReaders: { votes: new Set(), slice_votes: new Set() } })
  store.columns.forget()
  store.transaction(() => {
    store.lfs.addVersion({ name: 'a', kind: 'external', source: '', author: '', signature: null })
    for (const position of [0, 1]) store.settings.putClass(position, { name: `c${position}`, colour: 0, guideline: '' })
  })
  expect(store.check(false).filter(check => !check.ok)).toEqual([])
  const db = new Database(store.path)
  db.exec(damage)
  db.close()
  expect(store.check(false).flatMap(check => (check.ok ? [] : [check.name]))).toEqual([name])
})
