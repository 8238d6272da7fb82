import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadScreens } from '../hosts/screens.ts'
import { isPage, pageFor, servePages } from './pages.ts'
import { StandInElectron } from './testing/electron.ts'

function servedPages(files: Record<string, string>): (url: string) => Promise<Response> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-pages-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const electron = new StandInElectron(() => {})
  servePages(electron.parts.protocol, loadScreens(folder))
  return async url => electron.serve!(new Request(url))
}

test.each([
  'heddle://app/../../etc/passwd',
  'heddle://app/%2e%2e/%2e%2e/etc/passwd',
  'heddle://app//etc/passwd',
  'heddle://app/assets/none.js',
])('%s leads nowhere', async url => {
  const serve = servedPages({ 'index.html': '<title>Heddle</title>' })
  expect((await serve(url)).status).toBe(404)
})

test('another name under the scheme is refused', async () => {
  const serve = servedPages({ 'index.html': '<title>Heddle</title>' })
  expect((await serve('heddle://elsewhere/')).status).toBe(403)
  expect(isPage('heddle://app.elsewhere/')).toBe(false)
  expect(isPage('https://app/')).toBe(false)
})

test('without a build the page says what to run', async () => {
  const response = await servedPages({})(pageFor())
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('npm run build')
})

test('the page comes with its type and the strict policy, whatever it is to open', async () => {
  const response = await servedPages({ 'index.html': '<title>Heddle</title>' })(pageFor('a&b'))
  expect(pageFor('a&b')).toBe('heddle://app/?project=a%26b')
  expect(await response.text()).toBe('<title>Heddle</title>')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})
