import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHmac } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeys } from './keys.ts'

const runnable = { projectId: 'p', name: 'lf', kind: 'code', source: '(x) => null' }

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a signature holds for what was signed, with this key, and for nothing else', () => {
  const folder = home()
  const signature = openKeys(folder).sign(runnable)
  const keys = openKeys(folder)
  expect(keys.isSigned(runnable, signature)).toBe(true)
  for (const part of ['projectId', 'name', 'kind', 'source'] as const)
    expect(keys.isSigned({ ...runnable, [part]: 'other' }, signature)).toBe(false)
  for (const other of [null, '', 'f'.repeat(64), 'ä'.repeat(64)]) expect(keys.isSigned(runnable, other)).toBe(false)
  expect(openKeys(home()).isSigned(runnable, signature)).toBe(false)
})

test('the key is for its owner alone, and nothing else is left beside it', () => {
  const folder = home()
  openKeys(folder).sign(runnable)
  expect(readdirSync(folder)).toEqual(['signing.key'])
  expect(readFileSync(join(folder, 'signing.key'))).toHaveLength(32)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'signing.key')).mode & 0o777).toBe(0o600)
})

test('a key that a crash left empty signs nothing: anyone could sign with it', () => {
  const folder = home()
  writeFileSync(join(folder, 'signing.key'), '')
  const { projectId, name, kind, source } = runnable
  const forged = createHmac('sha256', '')
    .update(JSON.stringify([projectId, name, kind, source]))
    .digest('hex')
  const keys = openKeys(folder)
  expect(keys.isSigned(runnable, forged)).toBe(false)
  expect(keys.isSigned(runnable, keys.sign(runnable))).toBe(true)
})
