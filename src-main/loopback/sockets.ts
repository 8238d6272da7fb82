import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Engine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import { refusalOf, type Refusal } from './admission.ts'
import { Desks } from './desks.ts'
import type { AnyDoor } from './doors.ts'

/** Questions are short; files come by upload. */
const MESSAGE_LIMIT_BYTES = 4 * 2 ** 20
/** A decision and its comment. */
const DESK_MESSAGE_LIMIT_BYTES = 64 * 2 ** 10
const HEARTBEAT_MS = 30_000

/** Serves every WebSocket that may come in: the whole router to the owner, a desk to annotators. */
export function serveSockets(
  server: Server,
  engine: Engine,
  doorTo: (path: string) => AnyDoor,
  heartbeatMs = HEARTBEAT_MS,
): { close(): void } {
  const owners = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES })
  const annotators = new WebSocketServer({ noServer: true, maxPayload: DESK_MESSAGE_LIMIT_BYTES })
  const handler = new RPCHandler(router)
  const desks = new Desks(engine)
  const answering = new WeakSet<WebSocket>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').replace(/\?.*/s, '')
    const door = doorTo(path)
    const refusal = refusalOf(request, door) ?? refusalAt(door, path, desks)
    if (refusal) return turnAway(socket, refusal)
    const sockets = door.leadsTo === 'desk' ? annotators : owners
    sockets.handleUpgrade(request, socket, head, opened => {
      answering.add(opened)
      opened.on('pong', () => answering.add(opened))
      // Too large a message, or one that is none: the socket closes, and whoever is there may come again.
      opened.on('error', () => opened.terminate())
      if (door.leadsTo === 'desk') desks.serve(opened, door)
      else void handler.upgrade(opened, { context: { engine } })
    })
  })

  /** A socket whose other end vanished without a word is closed, so that what it watched ends too. */
  const heartbeat = setInterval(() => {
    desks.closeWithdrawn()
    for (const socket of [...owners.clients, ...annotators.clients]) {
      // One that is not read for a while cannot answer either.
      if (socket.isPaused) continue
      if (!answering.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, heartbeatMs)

  return {
    close: () => {
      clearInterval(heartbeat)
      for (const socket of [...owners.clients, ...annotators.clients]) socket.terminate()
      owners.close()
      annotators.close()
    },
  }
}

function refusalAt(door: AnyDoor, path: string, desks: Desks): Refusal | undefined {
  if (path !== `${door.path}rpc`) return 'There is no socket at this address.'
  return door.leadsTo === 'desk' ? desks.refusalOf(door) : undefined
}

function turnAway(socket: Duplex, sentence: string): void {
  socket.on('error', () => socket.destroy())
  const body = Buffer.from(sentence)
  const head = ['HTTP/1.1 403 Forbidden', 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${body.length}`]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`), body]))
}
