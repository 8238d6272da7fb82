import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import { problem } from '../../src-shared/errors.ts'
import { deskRouter } from '../engine/desk-router.ts'
import type { Engine } from '../engine/engine.ts'
import type { DeskDoor } from './doors.ts'
import { Pace, PER_SECOND } from './pace.ts'

/** Windows of one annotator. */
const MOST_SOCKETS = 8
const TOO_MANY_SOCKETS = 'This link is open in too many windows. Close some of them, then open it again.'
/** One that goes on after so many refusals is not read for a while: that costs nobody else anything. */
const PATIENCE = 50
const PAUSE_MS = 1_000

/** The sockets of annotators' links: each link has a pace of its own, so that none can keep the others waiting. */
export class Desks {
  readonly #engine: Engine
  readonly #handler = new RPCHandler(deskRouter)
  readonly #sockets = new Map<string, Set<WebSocket>>()
  readonly #paces = new Map<string, Pace>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  refusalOf({ linkId }: DeskDoor): string | undefined {
    return (this.#sockets.get(linkId)?.size ?? 0) >= MOST_SOCKETS ? TOO_MANY_SOCKETS : undefined
  }

  serve(socket: WebSocket, door: DeskDoor): void {
    const link = door.link()
    const open = this.#sockets.get(link.id) ?? new Set()
    this.#sockets.set(link.id, open.add(socket))
    socket.on('close', () => open.delete(socket))
    const admit = () => this.#admit(link.id, turnOf(socket))
    void this.#handler.upgrade(socket, { context: { engine: this.#engine, link, admit } })
  }

  /** Lets go of windows whose link was withdrawn; what they ask is refused already. */
  closeWithdrawn(): void {
    for (const [linkId, sockets] of this.#sockets) {
      if (sockets.size > 0 && this.#engine.links.isStanding(linkId)) continue
      for (const socket of sockets) socket.terminate()
      this.#sockets.delete(linkId)
    }
  }

  #admit(linkId: string, refused: () => void): void {
    if (!this.#engine.links.isStanding(linkId)) throw problem('LINK_WITHDRAWN')
    const pace = this.#paces.get(linkId) ?? new Pace()
    this.#paces.set(linkId, pace)
    if (pace.take()) return
    refused()
    throw problem('LINK_TOO_FAST', { perSecond: PER_SECOND })
  }
}

/** Counts what a socket is refused, and stops reading it for a while when it does not heed that. */
function turnOf(socket: WebSocket): () => void {
  let refusals = 0
  return () => {
    if (++refusals < PATIENCE) return
    refusals = 0
    socket.pause()
    setTimeout(() => socket.resume(), PAUSE_MS).unref()
  }
}
