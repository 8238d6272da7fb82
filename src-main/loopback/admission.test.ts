import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from './testing/host.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

const own = (): string => `http://127.0.0.1:${host.port}`

test('without the token there is nothing but a sentence', async () => {
  for (const path of ['/', '/assets/index-3f2a.js', '/upload?name=a', '/download/1', '/none']) {
    const { status, headers, body } = await host.ask(path)
    expect([path, status]).toEqual([path, 403])
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(body).toContain('Open the address that Heddle printed')
    expect(headers['set-cookie']).toBeUndefined()
  }
})

test.each(['', 'x', 'heddle', 'é'.repeat(30)])('the token "%s" is wrong', async token => {
  const { status, headers } = await host.ask(`/?token=${encodeURIComponent(token)}`)
  expect(status).toBe(403)
  expect(headers['set-cookie']).toBeUndefined()
})

test('a token that is right but for its last sign is wrong', async () => {
  const wrong = host.token.slice(0, -1) + (host.token.endsWith('A') ? 'B' : 'A')
  expect((await host.ask(`/?token=${wrong}`)).status).toBe(403)
  expect((await host.ask('/', { headers: { Cookie: `heddle-${host.port}=${wrong}` } })).status).toBe(403)
  expect((await host.ask('/', { headers: { Authorization: `Bearer ${wrong}` } })).status).toBe(403)
})

test("another host's cookie does not open this one", async () => {
  const headers = { Cookie: `heddle-${host.port + 1}=${host.token}` }
  expect((await host.ask('/', { headers })).status).toBe(403)
})

test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example:1', '0.0.0.0', ' '])(
  'the name "%s" is not ours, with the right token too',
  async name => {
    const headers = { Host: name, Cookie: host.cookie }
    expect((await host.ask('/', { headers })).status).toBe(403)
    const admitted = await host.ask(`/?token=${host.token}`, { headers: { Host: name } })
    expect(admitted.status).toBe(403)
    expect(admitted.headers['set-cookie']).toBeUndefined()
    expect(JSON.stringify(admitted.headers)).not.toContain('evil')
  },
)

test.each(['localhost', 'localhost:9', '127.0.0.1:65535', '[::1]:80', 'LOCALHOST:8'])(
  'the name %s is ours, whatever port a tunnel has',
  async name => {
    const headers = { Host: name, Cookie: host.cookie }
    expect((await host.ask('/', { headers })).status).toBe(200)
  },
)

test('the token of the address becomes a cookie that no script and no other site can use, and leaves the address', async () => {
  const { status, headers } = await host.ask(`/?token=${host.token}&project=a%26b`)
  expect(status).toBe(303)
  expect(headers.location).toBe('/?project=a%26b')
  expect(headers['set-cookie']).toEqual([`heddle-${host.port}=${host.token}; Path=/; HttpOnly; SameSite=Strict`])
  expect((await host.ask(`/?token=${host.token}&demo`)).headers.location).toBe('/?demo')
  expect((await host.ask(`/?token=${host.token}`)).headers.location).toBe('/')
})

test('the token has 256 bits', () => {
  expect(Buffer.from(host.token, 'base64url')).toHaveLength(32)
})

test('a script may show the token itself', async () => {
  const headers = { Authorization: `Bearer ${host.token}` }
  expect((await host.ask('/', { headers })).status).toBe(200)
  expect((await host.ask('/upload?name=a', { method: 'POST', headers }, 'x')).status).toBe(200)
})

test.each(['https://evil.example', 'http://localhost:1', 'null', 'http://127.0.0.1'])(
  'a page of %s uploads nothing, though the browser sends our cookie',
  async origin => {
    const headers = { Cookie: host.cookie, Origin: origin }
    expect((await host.ask('/upload?name=a', { method: 'POST', headers }, 'x')).status).toBe(403)
  },
)

test('an upload without an origin is refused, one from our page is taken', async () => {
  const post = (headers: Record<string, string>) =>
    host.ask('/upload?name=a', { method: 'POST', headers: { Cookie: host.cookie, ...headers } }, 'x')
  expect((await post({})).status).toBe(403)
  expect((await post({ Origin: own() })).status).toBe(200)
})

test('a page behind an https tunnel is our page', async () => {
  const headers = { Cookie: host.cookie, Host: 'localhost:8443', Origin: 'https://localhost:8443' }
  expect((await host.ask('/upload?name=a', { method: 'POST', headers }, 'x')).status).toBe(200)
})

test('a page on another port of this machine reads nothing', async () => {
  const headers = { Cookie: host.cookie, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' }
  expect((await host.ask('/assets/index-3f2a.js', { headers })).status).toBe(403)
})

test('whoever follows a link of another site to us is let in by the page asking again', async () => {
  const followed = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }
  const { status, headers } = await host.ask('/', { headers: followed })
  expect([status, headers.refresh]).toEqual([403, '0'])
  const again = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate' }
  expect((await host.ask('/', { headers: again })).headers.refresh).toBeUndefined()
})

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['no origin', { origin: undefined }],
  ['another name', { headers: { Host: 'evil.example' } }],
  ['no token', { headers: { Cookie: '' } }],
])('a socket with %s is refused', async (_what, options) => {
  await expect(host.connect(options as object)).rejects.toThrow('403')
})

test('a socket elsewhere than /rpc is refused', async () => {
  const refused = await new Promise<Error>(resolve => host.socket('/other').once('error', resolve))
  expect(refused.message).toContain('403')
})

test('a script may open a socket with the token and without an origin', async () => {
  const headers = { Cookie: '', Authorization: `Bearer ${host.token}` }
  const client = await host.connect({ origin: undefined, headers } as object)
  expect((await client.projects.list()).projects).toEqual([])
})
