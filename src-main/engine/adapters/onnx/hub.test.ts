import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { testFolder } from '../../testing/test-project.ts'
import { downloadModel, hubBase } from './hub.ts'

const weights = Buffer.alloc(300_000, 'weights')
const sha256 = createHash('sha256').update(weights).digest('hex')

interface Hub {
  address: string
  /** Of each request for the weights. */
  ranges: (string | undefined)[]
}

/** A hub with one model. `breaksAfter`: its first answer ends there. */
async function hub({ breaksAfter, etag = `"${sha256}"` }: { breaksAfter?: number; etag?: string } = {}): Promise<Hub> {
  const ranges: (string | undefined)[] = []
  const server = createServer((request, response) => {
    if (request.url === '/my/model/config.json') return response.end('{"task": "feature-extraction"}')
    if (request.url !== '/my/model/onnx/model.onnx') return response.writeHead(404).end()
    ranges.push(request.headers.range)
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const rest = weights.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, { etag, 'content-length': rest.length })
    if (breaksAfter === undefined || ranges.length > 1) return response.end(rest)
    return response.write(rest.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 50))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/my/model`, ranges }
}

test('a model is fetched with the files that the hub has of it', async () => {
  const { address } = await hub()
  const files = await downloadModel(address, testFolder())
  expect(files.map(({ name }) => name)).toEqual(['onnx/model.onnx', 'config.json'])
  expect(readFileSync(files[0]!.path).equals(weights)).toBe(true)
})

test('a download that breaks off goes on where it stopped', async () => {
  const { address, ranges } = await hub({ breaksAfter: 100_000 })
  const folder = testFolder()
  await expect(downloadModel(address, folder)).rejects.toMatchObject({ code: 'MODEL_HUB_UNREACHABLE' })
  const files = await downloadModel(address, folder)
  expect(ranges[0]).toBe(undefined)
  expect(Number(/bytes=(\d+)-/.exec(ranges[1]!)![1])).toBeGreaterThan(0)
  expect(readFileSync(files[0]!.path).equals(weights)).toBe(true)
})

test('a file that did not arrive as it was sent is thrown away', async () => {
  const { address } = await hub({ etag: `"${'0'.repeat(64)}"` })
  await expect(downloadModel(address, testFolder())).rejects.toMatchObject({ code: 'MODEL_DOWNLOAD_DAMAGED' })
})

test('offline it says so, and a cancelled download is over', async () => {
  const nowhere = downloadModel('http://127.0.0.1:9/my/model', testFolder())
  await expect(nowhere).rejects.toMatchObject({
    code: 'MODEL_HUB_UNREACHABLE',
    message: expect.stringContaining('127.0.0.1:9'),
  })
  const { address } = await hub()
  const signal = AbortSignal.abort()
  await expect(downloadModel(address, testFolder(), { signal })).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

test('an address is a name of the hub or a web folder, and never a file or a plain connection to elsewhere', () => {
  expect(hubBase('Xenova/bert')).toBe('https://huggingface.co/Xenova/bert/resolve/main')
  expect(hubBase('https://huggingface.co/Xenova/bert/')).toBe('https://huggingface.co/Xenova/bert/resolve/main')
  expect(hubBase('https://models.example/one')).toBe('https://models.example/one')
  for (const address of ['file:///etc', 'http://models.example/one', '../x', ''])
    expect(() => hubBase(address)).toThrow(expect.objectContaining({ code: 'MODEL_ADDRESS_INVALID' }))
})
