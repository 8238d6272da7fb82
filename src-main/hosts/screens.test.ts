import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadScreens, securityHeaders } from './screens.ts'

function builtFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-screens-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'index-3f2a.js'), 'start()')
  writeFileSync(join(folder, 'assets', 'inter-9c.woff2'), '')
  return folder
}

test('the table holds every built file by its address, and the page at "/"', () => {
  const screens = loadScreens(builtFolder())
  expect([...screens.keys()].sort()).toEqual(['/', '/assets/index-3f2a.js', '/assets/inter-9c.woff2', '/index.html'])
  expect(screens.get('/')?.type).toBe('text/html; charset=utf-8')
  expect(screens.get('/assets/index-3f2a.js')?.type).toBe('text/javascript; charset=utf-8')
  expect(screens.get('/assets/inter-9c.woff2')?.type).toBe('font/woff2')
})

test('only files named by their content may be kept for ever', () => {
  const screens = loadScreens(builtFolder())
  expect(screens.get('/assets/index-3f2a.js')?.isImmutable).toBe(true)
  expect(screens.get('/')?.isImmutable).toBe(false)
})

test('a link in the folder of screens leads nowhere', () => {
  const folder = builtFolder()
  symlinkSync('/etc/hostname', join(folder, 'assets', 'secret.txt'))
  expect(loadScreens(folder).has('/assets/secret.txt')).toBe(false)
})

test('the policy forbids all that is not named', () => {
  const policy = securityHeaders('ws://127.0.0.1:8000')['Content-Security-Policy']?.split('; ')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:8000")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy?.join()).not.toContain('unsafe-eval')
})
