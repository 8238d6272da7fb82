import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract, type Client } from '../../src-shared/contract.ts'
import type { DeskClient } from '../../src-shared/desk.ts'
import { startTestHost, type TestHost } from './testing/host.ts'

let host: TestHost
let owner: Client
let projectId: string
let projects = 0

beforeAll(async () => {
  host = await startTestHost({ heartbeatMs: 2000 })
  owner = await host.connect()
})
afterAll(() => host.close())

beforeEach(async () => {
  ;({ projectId } = await owner.projects.create({ title: `Team ${projects++}`, classes: ['HAM', 'SPAM'] }))
  const records = Array.from({ length: 100 }, (_, i) => JSON.stringify({ id: `r${i}`, text: `text ${i}` })).join('\n')
  const answer = await host.ask(
    '/upload?name=records.jsonl',
    { method: 'POST', headers: { Authorization: `Bearer ${host.token}` } },
    records,
  )
  const { fileId } = JSON.parse(answer.body) as { fileId: string }
  await owner.records.import({ projectId, fileId, mapping: { id: 'id', text: 'text' } })
})

interface Desk {
  id: string
  /** As a browser holds it, once the address was opened. */
  cookie: string
  token: string
  client: DeskClient
}

async function deskOf(annotator: string): Promise<Desk> {
  const { id, path } = await owner.team.makeLink({ projectId, annotator })
  const { status, headers } = await host.ask(path)
  expect([status, headers.location]).toEqual([303, `/desk/${id}/`])
  const [set] = headers['set-cookie']!
  expect(set).toMatch(new RegExp(`; Path=/desk/${id}/; HttpOnly; SameSite=Strict$`))
  const cookie = set!.split(';')[0]!
  return { id, cookie, token: cookie.split('=')[1]!, client: await connect(id, cookie) }
}

async function connect(id: string, cookie: string): Promise<DeskClient> {
  const socket = host.socket(`/desk/${id}/rpc`, { headers: { Cookie: cookie } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

const uid = (): string => crypto.randomUUID()

test('a link shows its page, decides in its own name and takes back its own decisions', async () => {
  const { id, cookie, client } = await deskOf('Ada')
  expect((await host.ask(`/desk/${id}/`, { headers: { Cookie: cookie } })).body).toContain('<title>Heddle</title>')
  const script = await host.ask(`/desk/${id}/assets/index-3f2a.js`, { headers: { Cookie: cookie } })
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  const { annotator, project } = await client.task()
  expect([annotator, project.classes.map(({ name }) => name)]).toEqual(['Ada', ['HAM', 'SPAM']])
  const { next } = await client.next()
  const step = await client.submit({ id: next!.id, decision: { label: 'SPAM' }, uid: uid() })
  expect(step.annotation).toMatchObject({ annotator: 'Ada', recordId: next!.id, label: 'SPAM' })
  expect((await owner.review.record({ projectId, id: next!.id })).gold?.label).toBe('SPAM')
  expect((await client.undo({})).next?.id).toBe(next!.id)
  await expect(client.undo({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
  expect((await owner.review.record({ projectId, id: next!.id })).gold).toBeUndefined()
})

const pathsOf = (node: object, path: string[] = []): string[][] =>
  '~orpc' in node ? [path] : Object.entries(node).flatMap(([name, child]) => pathsOf(child as object, [...path, name]))

const procedures = pathsOf(contract).map(path => path.join('.'))

test('there are procedures to be refused', () => {
  expect(procedures).toContain('projects.list')
  expect(procedures.length).toBeGreaterThan(50)
})

test('no procedure of the owner is reached with a link', async () => {
  const { client } = await deskOf('Ada')
  for (const procedure of procedures) {
    const call = procedure
      .split('.')
      .reduce<object>((node, name) => (node as Record<string, object>)[name]!, client) as unknown as Call
    const input = { projectId, annotator: 'Ada', id: 'r1', decision: { label: 'HAM' }, jobId: 'x' }
    const refused = await call(input).catch((error: unknown) => error)
    expect([procedure, refused]).toMatchObject([procedure, { code: 'NOT_FOUND' }])
  }
})
type Call = (input: object) => Promise<unknown>

test('no other address is reached with a link, neither by its cookie nor by its token', async () => {
  const ada = await deskOf('Ada')
  const bob = await deskOf('Bob')
  const ways: Record<string, string>[] = [
    { Cookie: ada.cookie },
    { Authorization: `Bearer ${ada.token}` },
    { Cookie: `heddle-${host.port}=${ada.token}` },
  ]
  for (const headers of ways) {
    for (const path of ['/', '/assets/index-3f2a.js', '/upload?name=a', '/download/1', `/desk/${bob.id}/`]) {
      expect([path, (await host.ask(path, { headers })).status]).toEqual([path, 403])
    }
    await expect(host.connect({ headers })).rejects.toThrow('403')
  }
  const origin = `http://127.0.0.1:${host.port}`
  const own = { Cookie: ada.cookie, Origin: origin }
  expect((await host.ask(`/desk/${ada.id}/upload?name=a`, { method: 'POST', headers: own }, 'x')).status).toBe(405)
  expect((await host.ask(`/desk/${ada.id}/download/1`, { headers: own })).status).toBe(404)
  await expect(connect(bob.id, ada.cookie)).rejects.toThrow('403')
})

test('a page of another site opens nothing with the cookie of a link', async () => {
  const { id, cookie } = await deskOf('Ada')
  const opening = (given: object) =>
    new Promise((resolve, reject) =>
      host
        .socket(`/desk/${id}/rpc`, { headers: { Cookie: cookie }, ...given })
        .once('open', resolve)
        .once('error', reject),
    )
  await expect(opening({ origin: 'https://evil.example' })).rejects.toThrow('403')
  await expect(opening({ headers: { Cookie: cookie, Host: 'evil.example' } })).rejects.toThrow('403')
})

test('a withdrawn link is refused at once, also on a socket that is open; what it decided stays', async () => {
  const { id, cookie, token, client } = await deskOf('Ada')
  const { next } = await client.next()
  await client.submit({ id: next!.id, decision: { label: 'HAM' }, uid: uid() })
  expect(await owner.team.withdrawLink({ projectId, id })).toEqual({ withdrawn: true })
  for (const asked of [client.task(), client.next(), client.undo({})])
    await expect(asked).rejects.toMatchObject({ code: 'LINK_WITHDRAWN' })
  await expect(client.submit({ id: 'r9', decision: { label: 'HAM' }, uid: uid() })).rejects.toMatchObject({
    code: 'LINK_WITHDRAWN',
  })
  expect((await host.ask(`/desk/${id}/`, { headers: { Cookie: cookie } })).body).toContain('it was withdrawn')
  expect((await host.ask(`/desk/${id}/?token=${token}`)).status).toBe(403)
  await expect(connect(id, cookie)).rejects.toThrow('403')
  expect((await owner.review.record({ projectId, id: next!.id })).gold?.label).toBe('HAM')
  expect(await owner.team.links({ projectId })).toEqual([])
})

test('the window of a withdrawn link is closed, those of others stay', async () => {
  const ada = await deskOf('Ada')
  const bob = await deskOf('Bob')
  const window = host.socket(`/desk/${ada.id}/rpc`, { headers: { Cookie: ada.cookie } })
  await new Promise(resolve => window.once('open', resolve))
  const closed = new Promise(resolve => window.once('close', resolve))
  await owner.team.withdrawLink({ projectId, id: ada.id })
  await closed
  expect((await bob.client.task()).annotator).toBe('Bob')
})

test('a link of another project withdraws nothing here', async () => {
  const { id, client } = await deskOf('Ada')
  const other = await owner.projects.create({ title: `Other ${projects++}`, classes: ['A', 'B'] })
  expect(await owner.team.withdrawLink({ projectId: other.projectId, id })).toEqual({ withdrawn: false })
  expect((await client.task()).annotator).toBe('Ada')
})

test('annotators do not see what others decided, and are given different records', async () => {
  const [ada, bob] = [await deskOf('Ada'), await deskOf('Bob')]
  const [first, second] = [await ada.client.next(), await bob.client.next()]
  const given = (queue: typeof first) => [queue.next!.id, ...queue.upcoming.map(({ id }) => id)]
  expect(given(first).filter(id => given(second).includes(id))).toEqual([])
  expect(first.ahead.map(({ id }) => id)).toEqual(first.upcoming.slice(0, 3).map(({ id }) => id))
  const id = first.next!.id
  await ada.client.submit({ id, decision: { label: 'HAM' }, uid: uid(), comment: 'hello' })
  await bob.client.submit({ id, decision: { label: 'SPAM' }, uid: uid() })
  const again = (await bob.client.undo({})).next!
  expect(again.id).toBe(id)
  expect(JSON.stringify(again)).not.toContain('Ada')
  expect(again.annotations).toEqual([])
  expect((await bob.client.next()).done).toEqual([])
})

test('a decision that is sent twice counts once', async () => {
  const { client } = await deskOf('Ada')
  const { next } = await client.next()
  const decision = { id: next!.id, decision: { label: 'HAM' }, uid: uid() }
  await Promise.all([client.submit(decision), client.submit(decision)])
  expect((await client.next()).done).toHaveLength(1)
})

test('one who floods the host is told so and keeps nobody waiting', async () => {
  const [ada, bob] = [await deskOf('Ada'), await deskOf('Bob')]
  const flood = Array.from({ length: 3000 }, () => ada.client.next().catch((error: { code: string }) => error.code))
  const waits: number[] = []
  for (let done = 0; done < 10; done++) {
    const started = performance.now()
    const { next } = await bob.client.next()
    await bob.client.submit({ id: next!.id, decision: { label: 'HAM' }, uid: uid() })
    waits.push(performance.now() - started)
  }
  expect(waits.toSorted((a, b) => a - b)[5]!).toBeLessThan(500)
  const answers = await Promise.race([Promise.all(flood.slice(0, 100)), new Promise(end => setTimeout(end, 20_000))])
  expect(answers).toContain('LINK_TOO_FAST')
  expect((await owner.quality.agreement({ projectId })).annotators).toMatchObject([{ annotator: 'Bob', decided: 10 }])
}, 60_000)

test('a message that is too long closes its window only', async () => {
  const { id, cookie, client } = await deskOf('Ada')
  const socket = host.socket(`/desk/${id}/rpc`, { headers: { Cookie: cookie } })
  const closed = new Promise<number>(resolve => socket.on('close', resolve).on('error', () => {}))
  socket.once('open', () => socket.send('x'.repeat(100_000)))
  expect(await closed).toBe(1009)
  expect((await client.task()).annotator).toBe('Ada')
})

test('a link to a project of another folder opens nothing', async () => {
  const { link, token } = host.engine.links.make('Ada', join(host.home, 'elsewhere.heddle'))
  const client = await connect(link.id, `heddle-${host.port}-${link.id}=${token}`)
  await expect(client.task()).rejects.toMatchObject({ code: 'LINK_ELSEWHERE' })
})

test('no token is in any file of the host', async () => {
  const { id, token, client } = await deskOf('Ada')
  await client.submit({ id: 'none', decision: { label: 'HAM' }, uid: uid() }).catch(() => {})
  await host.ask(`/desk/${id}/none?token=${token}`)
  const names = readdirSync(host.home, { recursive: true, encoding: 'utf8' })
  const files = names.map(name => join(host.home, name)).filter(file => existsSync(file) && !isFolder(file))
  expect(files.filter(file => file.includes('links'))).not.toEqual([])
  for (const file of files) expect([file, readFileSync(file).includes(token)]).toEqual([file, false])
})

function isFolder(path: string): boolean {
  try {
    readdirSync(path)
    return true
  } catch {
    return false
  }
}
