import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { plainReason } from '../hosts/plain-reason.ts'
import { sayPlainly, sendFile } from './answers.ts'

/**
 * Writes the body to a new file of the engine and answers with its id. One that says that it is too large is not written at all;
 * a failed one leaves nothing behind.
 */
export async function receiveUpload(
  engine: Engine,
  query: URLSearchParams,
  limitBytes: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return sayPlainly(response, 405, 'A file is handed over with POST.')
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    sayPlainly(response, 413, tooLarge(limitBytes))
    return void request.resume()
  }
  const name = plainName(query.get('name') ?? '', 'upload')
  const { fileId, path } = engine.files.create(name)
  try {
    await pipeline(upTo(limitBytes, request), createWriteStream(path))
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.writeHead(200).end(JSON.stringify({ fileId, name }))
  } catch (error) {
    await rm(path, { force: true })
    if (request.socket.destroyed) return
    const isTooLarge = error instanceof RangeError
    sayPlainly(response, isTooLarge ? 413 : 507, isTooLarge ? error.message : plainReason(error))
    // A browser reads the answer only when its body has been taken.
    request.resume()
  }
}

const tooLarge = (limitBytes: number): string => `it is larger than ${(limitBytes / 2 ** 30).toLocaleString('en')} GB`

async function* upTo(limitBytes: number, request: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > limitBytes) throw new RangeError(tooLarge(limitBytes))
    yield chunk
  }
}

/** Sends a file of the engine, to be saved and never to be shown. */
export async function sendDownload(
  engine: Engine,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sayPlainly(response, 405, 'This can only be read.')
  const fileId = path.slice('/download/'.length)
  try {
    const file = engine.files.path(fileId)
    const name = plainName(query.get('name') ?? '', engine.files.name(fileId))
    response.setHeader('Content-Disposition', disposition(name))
    response.setHeader('Content-Type', 'application/octet-stream')
    response.setHeader('Cache-Control', 'no-store')
    await sendFile(file, request, response)
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error
    sayPlainly(response, 404, error.message)
  }
}

/** A name for people: without folders, control characters and excess. */
export function plainName(given: string, fallback: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const name = last.replaceAll(/\p{C}/gu, '').trim().slice(0, 200).toWellFormed()
  return /^\.*$/.test(name) ? fallback : name
}

/** RFC 6266: plain letters for old readers, the true name beside them. */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^\w .()-]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
