import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { takeWriterLock } from './lock.ts'

function projectPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'p.heddle')
}

/** Takes and releases the lock for a while; says how often it had it, and how often another process had it too. */
const contender = (path: string) => `
  import { closeSync, openSync, rmSync } from 'node:fs'
  import { takeWriterLock } from '${import.meta.dirname}/lock.ts'
  const inside = ${JSON.stringify(`${path}.inside`)}
  let taken = 0
  let shared = 0
  for (const end = Date.now() + 1500; Date.now() < end;) {
    const lock = takeWriterLock(${JSON.stringify(path)})
    if (!lock) continue
    taken++
    try {
      closeSync(openSync(inside, 'wx'))
      rmSync(inside)
    } catch {
      shared++
    }
    lock.release()
  }
  console.log(JSON.stringify({ taken, shared }))`

test('processes that take the lock the moment it is released never have it together', async () => {
  const path = projectPath()
  const args = ['--input-type=module-typescript', '--eval', contender(path)]
  const said = await Promise.all(
    [1, 2, 3, 4].map(() => text(spawn('node', args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout)),
  )
  const counts = said.map(line => JSON.parse(line) as { taken: number; shared: number })
  expect(counts.every(({ taken }) => taken > 0)).toBe(true)
  expect(counts.map(({ shared }) => shared)).toEqual([0, 0, 0, 0])
  expect(readdirSync(join(path, '..'))).toEqual([])
})

test('a second attempt in the same process is refused and takes nothing from the first', async () => {
  const path = projectPath()
  const lock = takeWriterLock(path)!
  expect(takeWriterLock(path)).toBeUndefined()
  const script = `
    import { takeWriterLock } from '${import.meta.dirname}/lock.ts'
    console.log(takeWriterLock(${JSON.stringify(path)}) === undefined ? 'refused' : 'taken')`
  const other = () =>
    text(
      spawn('node', ['--input-type=module-typescript', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
        .stdout,
    )
  expect((await other()).trim()).toBe('refused')
  lock.release()
  expect((await other()).trim()).toBe('taken')
})
