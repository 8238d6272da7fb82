import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** One sentence, as text: nothing in it is ever read as markup. */
export function sayPlainly(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) return void response.destroy()
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(status).end(sentence)
}

/** Headers are the caller's, but for the length. A reader that goes away is no fault. */
export async function sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Length', (await stat(path)).size)
  if (request.method === 'HEAD') return void response.writeHead(200).end()
  try {
    await pipeline(createReadStream(path), response)
  } catch (error) {
    if (!request.socket.destroyed && !response.destroyed) throw error
  }
}
