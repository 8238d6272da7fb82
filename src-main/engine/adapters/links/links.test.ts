import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLinks } from './links.ts'

function testHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'heddle-links-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  return home
}

test('a link is opened by its token until it is withdrawn, in every process at once', () => {
  const home = testHome()
  const [own, other] = [openLinks(home), openLinks(home)]
  const { link, token } = own.make('Ada', '/spam.heddle')
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(other.opened(link.id, token)).toEqual(link)
  expect(other.withdraw(link.id)).toBe(true)
  expect(own.opened(link.id, token)).toBeUndefined()
  expect(own.isStanding(link.id)).toBe(false)
  expect(own.withdraw(link.id)).toBe(false)
})

test('the token is kept nowhere, only its hash, where nobody else can read', () => {
  const home = testHome()
  const { token } = openLinks(home).make('Ada', '/spam.heddle')
  const [name] = readdirSync(join(home, 'links'))
  const file = join(home, 'links', name!)
  expect(readFileSync(file, 'utf8')).not.toContain(token)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each(['../links', '..', '', 'a/b', '__proto__', 'x'.repeat(12)])('the id "%s" opens nothing', id => {
  const links = openLinks(testHome())
  const { token } = links.make('Ada', '/spam.heddle')
  expect(links.opened(id, token)).toBeUndefined()
  expect(links.withdraw(id)).toBe(false)
})

test('a token opens its own link only, and neither part of it nor nothing opens any', () => {
  const links = openLinks(testHome())
  const ada = links.make('Ada', '/spam.heddle')
  const bob = links.make('Bob', '/spam.heddle')
  for (const token of [bob.token, ada.token.slice(1), `${ada.token}A`, ''])
    expect(links.opened(ada.link.id, token)).toBeUndefined()
})

test('an annotator has one link to a project: a new one takes the place of the old one', () => {
  const links = openLinks(testHome())
  const first = links.make('Ada', '/spam.heddle')
  const elsewhere = links.make('Ada', '/ham.heddle')
  const second = links.make('Ada', '/spam.heddle')
  links.make('Bob', '/spam.heddle')
  expect(links.ofProject('/spam.heddle').map(({ annotator }) => annotator)).toEqual(['Ada', 'Bob'])
  expect(links.opened(first.link.id, first.token)).toBeUndefined()
  expect(links.opened(second.link.id, second.token)).toEqual(second.link)
  expect(links.opened(elsewhere.link.id, elsewhere.token)).toEqual(elsewhere.link)
})
