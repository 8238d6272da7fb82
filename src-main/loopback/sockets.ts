import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Engine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import { refusalOf, type Door } from './admission.ts'

/** Questions are short; files come by upload. */
const MESSAGE_LIMIT_BYTES = 4 * 2 ** 20
const HEARTBEAT_MS = 30_000

/** Serves the router to every WebSocket at /rpc that may come in. */
export function serveSockets(
  server: Server,
  engine: Engine,
  door: Door,
  heartbeatMs = HEARTBEAT_MS,
): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES })
  const handler = new RPCHandler(router)
  const answering = new WeakSet<WebSocket>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').replace(/\?.*/s, '')
    const refusal = refusalOf(request, door) ?? (path === '/rpc' ? undefined : 'There is no socket at this address.')
    if (refusal) return turnAway(socket, refusal)
    sockets.handleUpgrade(request, socket, head, opened => {
      answering.add(opened)
      opened.on('pong', () => answering.add(opened))
      // Too large a message, or one that is none: the socket closes, and whoever is there may come again.
      opened.on('error', () => opened.terminate())
      void handler.upgrade(opened, { context: { engine } })
    })
  })

  /** A socket whose other end vanished without a word is closed, so that what it watched ends too. */
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answering.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, heartbeatMs)

  return {
    close: () => {
      clearInterval(heartbeat)
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

function turnAway(socket: Duplex, sentence: string): void {
  socket.on('error', () => socket.destroy())
  const body = Buffer.from(sentence)
  const head = ['HTTP/1.1 403 Forbidden', 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${body.length}`]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`), body]))
}
