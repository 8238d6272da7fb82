import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestHost, type TestHost } from './testing/host.ts'
import { plainName } from './transfers.ts'

const KB = 1024

let host: TestHost
beforeAll(async () => {
  host = await startTestHost({ uploadLimitBytes: 64 * KB })
})
afterAll(() => host.close())

const upload = (name: string, body: string | Buffer) => {
  const headers = { Cookie: host.cookie, Origin: `http://127.0.0.1:${host.port}` }
  return host.ask(`/upload?name=${encodeURIComponent(name)}`, { method: 'POST', headers }, body)
}

const download = (path: string, method = 'GET') => host.ask(path, { method, headers: { Cookie: host.cookie } })

test('an upload that says it is over the limit is refused with its reason before anything is written', async () => {
  const created = vi.spyOn(host.engine.files, 'create')
  const { status, body } = await upload('large.csv', Buffer.alloc(300 * KB))
  expect(status).toBe(413)
  expect(body).toMatch(/^it is larger than /)
  expect(created).not.toHaveBeenCalled()
  created.mockRestore()
})

test('one that does not say how large it is is refused at the limit, and leaves nothing', async () => {
  const created = vi.spyOn(host.engine.files, 'create')
  const headers = { Cookie: host.cookie, Origin: `http://127.0.0.1:${host.port}`, 'Transfer-Encoding': 'chunked' }
  const { status, body } = await host.ask('/upload?name=a', { method: 'POST', headers }, Buffer.alloc(300 * KB))
  expect(status).toBe(413)
  expect(body).toMatch(/^it is larger than /)
  expect(existsSync(created.mock.results[0]!.value.path)).toBe(false)
  created.mockRestore()
})

test.runIf(existsSync('/dev/full'))('an upload that does not fit on the disk says so', async () => {
  // A link of our own: the clean-up after a failed upload removes what it was told to write.
  const path = join(host.home, 'full')
  symlinkSync('/dev/full', path)
  const create = vi.spyOn(host.engine.files, 'create')
  create.mockReturnValueOnce({ fileId: 'x', path })
  const { status, body } = await upload('a.csv', 'id,text\n')
  create.mockRestore()
  expect([status, body]).toEqual([507, 'there is no room left on the disk'])
  expect(existsSync('/dev/full')).toBe(true)
})

test('an upload that breaks off leaves nothing', async () => {
  const created = vi.spyOn(host.engine.files, 'create')
  const headers = { Cookie: host.cookie, Origin: `http://127.0.0.1:${host.port}`, 'Content-Length': 50_000 }
  const broken = request({ host: '127.0.0.1', port: host.port, path: '/upload?name=a', method: 'POST', headers })
  broken.on('error', () => {})
  broken.write('half')
  await vi.waitFor(() => expect(created).toHaveBeenCalled())
  const { path } = created.mock.results[0]!.value
  await vi.waitFor(() => expect(existsSync(path)).toBe(true))
  broken.destroy()
  await vi.waitFor(() => expect(existsSync(path)).toBe(false))
  created.mockRestore()
})

test.each(['/download/none', '/download/', '/download/../../etc/passwd', '/download/%2e%2e%2fheddle.log'])(
  '%s is no file',
  async path => {
    const { status, body } = await download(path)
    expect([status, body]).toEqual([404, 'This file is not known any more. Choose it again.'])
  },
)

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\data.csv', 'data.csv'],
  ['a\r\nSet-Cookie: b.csv', 'aSet-Cookie: b.csv'],
  ['..', 'upload'],
  ['', 'upload'],
])('a file named %j is called %j', async (given, name) => {
  const { body } = await upload(given, 'x')
  expect(JSON.parse(body)).toEqual({ fileId: expect.any(String), name })
})

test('a long name is cut, but not inside a sign', () => {
  expect(plainName('x'.repeat(500), 'upload')).toBe('x'.repeat(200))
  expect(plainName(`${'x'.repeat(199)}😀`, 'upload').isWellFormed()).toBe(true)
})

test('bytes come back as they went, under the name that was asked for', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  const { fileId } = JSON.parse((await upload('bytes.bin', bytes)).body)
  expect(readFileSync(host.engine.files.path(fileId))).toEqual(bytes)
  const name = 'Größe "1" (neu).csv'
  const { status, headers } = await download(`/download/${fileId}?name=${encodeURIComponent(name)}`)
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '256',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="Gr__e _1_ (neu).csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%20%28neu%29.csv`,
  })
  const head = await download(`/download/${fileId}`, 'HEAD')
  expect(head.headers['content-disposition']).toContain('filename="bytes.bin"')
})

test('an uploaded table becomes records, and an export is downloaded', async () => {
  const { fileId } = JSON.parse((await upload('two.csv', 'id,text\n1,free money\n2,hello\n')).body)
  const client = await host.connect()
  const { projectId } = await client.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  expect((await client.records.import({ projectId, fileId })).imported).toBe(2)
  const exported = await client.records.export({ projectId, options: { format: 'jsonl' } })
  const { body } = await download(`/download/${exported.fileId}?name=${exported.fileName}`)
  const lines = body.trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line).text)).toEqual(['free money', 'hello'])
})

test('an upload is never opened as a project: what is decided in it would be lost with the upload', async () => {
  const own = await host.connect()
  const { body } = await upload('ours.heddle', 'SQLite format 3')
  const { fileId } = JSON.parse(body) as { fileId: string }
  await expect(own.projects.open({ fileId })).rejects.toMatchObject({ code: 'PROJECT_NOT_FOUND' })
})
