import { connect } from 'node:net'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine } from '../engine/engine.ts'
import { startLoopbackHost } from './server.ts'
import { startTestHost, type TestHost } from './testing/host.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  host.ask(path, { headers: { Cookie: host.cookie, ...headers } })

test.each([
  '/../package.json',
  '/..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/../../engine.ts',
  '/assets/..%5c..%5cengine.ts',
  '//etc/passwd',
  '/assets/',
  '/assets',
  '/%00',
  '/%',
  '/index.html/',
  '/heddle.log',
])('%s leads nowhere', async path => {
  const { status, body } = await get(path)
  expect(status).toBe(404)
  expect(body).toBe('There is nothing at this address.')
})

test('an address that is whole URL reads nothing of another host', async () => {
  const { status } = await get('http://evil.example/etc/passwd')
  expect(status).toBe(404)
})

test('a header that is too long, and a request that is none, do not harm the host', async () => {
  expect((await get('/', { 'X-Long': 'x'.repeat(20_000) })).status).toBe(431)
  await new Promise(resolve => connect(host.port, '127.0.0.1').end('NONSENSE\r\n\r\n').on('close', resolve).resume())
  expect((await get('/')).status).toBe(200)
})

test.each([
  ['PUT', '/'],
  ['DELETE', '/download/1'],
  ['GET', '/upload?name=a'],
])('%s %s is not done', async (method, path) => {
  expect((await host.ask(path, { method, headers: { Cookie: host.cookie } })).status).toBe(405)
})

test('the page may run only what is ours, and connect only to us', async () => {
  const { headers } = await get('/')
  const policy = String(headers['content-security-policy'])
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    `connect-src 'self' ws://127.0.0.1:${host.port} wss://127.0.0.1:${host.port}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ])
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
})

test('what is named by its content is kept, the page is asked for again', async () => {
  const page = await get('/')
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
  expect(page.body).toContain('<title>Heddle</title>')
  const script = await get('/assets/index-3f2a.js')
  expect(script.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  const head = await host.ask('/', { method: 'HEAD', headers: { Cookie: host.cookie } })
  expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(page.body.length)])
})

test('without a build the page says what to run', async () => {
  const bare = await startTestHost({ screens: new Map() })
  const { status, body } = await bare.ask('/', { headers: { Cookie: bare.cookie } })
  expect(status).toBe(503)
  expect(body).toContain('npm run build')
  await bare.close()
})

test('two clients see one project, and what one changes the other is told', async () => {
  const [one, two] = [await host.connect(), await host.connect()]
  const { projectId } = await one.projects.create({ title: 'Both', classes: ['A', 'B'] })
  const changes = await two.jobs.watch({ projectId })
  await changes.next()
  const told = changes.next()
  await one.projects.editTitle({ projectId, title: 'Ours' })
  expect((await told).value).toMatchObject({ topics: ['project'] })
  expect((await two.projects.get({ projectId })).title).toBe('Ours')
  await changes.return?.(undefined)
})

test('a problem arrives with its code, its sentence and its data', async () => {
  const client = await host.connect()
  await expect(client.projects.get({ projectId: 'none' })).rejects.toMatchObject({ code: 'PROJECT_NOT_OPEN' })
  const { projectId } = await client.projects.create({ title: 'Problems', classes: ['A', 'B'] })
  const asked = client.review.record({ projectId, id: 'no-such' })
  await expect(asked).rejects.toMatchObject({
    code: 'RECORD_UNKNOWN',
    message: 'There is no record with the id "no-such". Check the id.',
    data: { recordId: 'no-such' },
  })
})

test('a message that is too long closes its socket and harms no other', async () => {
  const client = await host.connect()
  const socket = host.socket()
  const closed = new Promise<number>(resolve => socket.on('close', resolve).on('error', () => {}))
  socket.once('open', () => socket.send('x'.repeat(5 * 2 ** 20)))
  expect(await closed).toBe(1009)
  expect(await client.projects.list()).toMatchObject({ canOpenFiles: false })
})

test('a client that vanished is let go, one that answers stays', async () => {
  const watchful = await startTestHost({ heartbeatMs: 500 })
  const client = await watchful.connect()
  const silent = watchful.socket('/rpc', { autoPong: false })
  await new Promise(resolve => silent.once('open', resolve))
  await new Promise(resolve => silent.once('close', resolve))
  await expect(client.projects.list()).resolves.toBeDefined()
  await watchful.close()
})

test('a port that is taken is told with what to do', async () => {
  const engine = openEngine({ kind: 'loopback', home: host.home })
  const starting = startLoopbackHost({ engine, port: host.port, screens: new Map() })
  await expect(starting).rejects.toMatchObject({
    code: 'ADDRESS_TAKEN',
    message: expect.stringContaining('another program listens there. Give another port'),
  })
  await engine.close()
})

test('an address of another machine cannot be listened on', async () => {
  const engine = openEngine({ kind: 'loopback', home: host.home })
  const starting = startLoopbackHost({ engine, listen: '192.0.2.1', screens: new Map() })
  await expect(starting).rejects.toMatchObject({ code: 'ADDRESS_TAKEN' })
  await engine.close()
})

test('after a restart on the same port the old cookie opens nothing, and projects are as they were', async () => {
  const first = await startTestHost()
  const client = await first.connect()
  await client.projects.create({ title: 'Kept', classes: ['A', 'B'] })
  const { home, port, cookie } = first
  await first.close({ keep: true })
  expect(readdirSync(join(home, 'projects'))).toEqual(['Kept.heddle'])
  const second = await startTestHost({ home, port })
  expect((await second.ask('/', { headers: { Cookie: cookie } })).status).toBe(403)
  const again = await second.connect()
  expect((await again.projects.list()).projects.map(({ title }) => title)).toEqual(['Kept'])
  await second.close()
})
