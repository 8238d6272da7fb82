import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { alone } from './alone.mjs'
import { hasPackages } from './setup.mjs'

const folders = []
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })))

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-setup-'))
  folders.push(folder)
  return folder
}

/** A checkout whose lock file asks for some packages and whose node_modules holds others. */
function checkout(asked, installed) {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...asked } }))
  if (installed) {
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
  }
  return folder
}

const zod = { 'node_modules/zod': { version: '4.6.7' } }
const elsewhere = { 'node_modules/x': { version: '1.0.0', optional: true, os: ['plan9'] } }

test('a checkout with what its lock file asks needs no installing', () => {
  expect(hasPackages(checkout(zod, zod))).toBe(true)
})

test('packages that somebody added beside the lock file are let be', () => {
  expect(hasPackages(checkout({}, zod))).toBe(true)
})

test('a missing package, another version, or an install that did not end asks for one', () => {
  expect(hasPackages(checkout(zod, {}))).toBe(false)
  expect(hasPackages(checkout(zod, { 'node_modules/zod': { version: '4.6.6' } }))).toBe(false)
  expect(hasPackages(checkout(zod, undefined))).toBe(false)
})

test('an optional package of another platform need not be there, and must not', () => {
  expect(hasPackages(checkout({ ...zod, ...elsewhere }, zod))).toBe(true)
  expect(hasPackages(checkout({ ...zod, ...elsewhere }, { ...zod, ...elsewhere }))).toBe(false)
})

test('tasks that run alone do not overlap', async () => {
  const lock = join(temporaryFolder(), 'lock')
  const order = []
  const task = name => async () => {
    order.push(`${name} begins`)
    await new Promise(resolve => setTimeout(resolve, 100))
    order.push(`${name} ends`)
  }
  await Promise.all([alone(task('a'), lock), alone(task('b'), lock)])
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('the lock of a process that died is taken over, and given back after a failure', async () => {
  const lock = join(temporaryFolder(), 'lock')
  writeFileSync(lock, '999999999')
  const failing = alone(() => {
    expect(Number(readFileSync(lock, 'utf8'))).toBe(process.pid)
    throw new Error('no disk')
  }, lock)
  await expect(failing).rejects.toThrow('no disk')
  expect(() => readFileSync(lock)).toThrow('ENOENT')
})
