import type { MessagePortMain, UtilityProcess } from 'electron'
import type { FromEngine, Given, Reply, ToEngine, Topic } from './messages.ts'

/** The main process's end of the line to the engine process. */
export interface EngineLink {
  /** Hands a page's port to the engine; nothing the page says passes through the main process. */
  connect(port: MessagePortMain): void
  ask<T extends Topic>(topic: T, given: Given<T>): Promise<Reply<T>>
  /** Ends the engine after it has closed every project. */
  close(): Promise<void>
}

interface Options {
  fork: () => UtilityProcess
  /** The engine ended again and again by itself. */
  onGivenUp: (code: number) => void
  now?: () => number
}

/** An engine that ends by itself is started anew, and pages connect again; but not for ever. */
const RESTARTS = 3
const RESTARTS_WITHIN_MS = 60_000
/** Longer than the folding of any write-ahead log should take. */
const CLOSE_LIMIT_MS = 30_000

export function startEngine({ fork, onGivenUp, now = Date.now }: Options): EngineLink {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const ends: number[] = []
  let nextId = 1
  let closing: Promise<void> | undefined
  let engine = start()

  function start(): UtilityProcess {
    const started = fork()
    started.on('message', (reply: FromEngine) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('problem' in reply) asked?.reject(new Error(reply.problem))
      else asked?.resolve(reply.answer)
    })
    started.on('exit', code => onEnd(code))
    return started
  }

  function onEnd(code: number): void {
    for (const asked of waiting.values()) asked.reject(new Error('The engine ended. It is being started again.'))
    waiting.clear()
    if (closing) return
    ends.push(now())
    const recent = ends.filter(end => end > now() - RESTARTS_WITHIN_MS)
    if (recent.length > RESTARTS) onGivenUp(code)
    else engine = start()
  }

  const send = (message: ToEngine, ports?: MessagePortMain[]): void => engine.postMessage(message, ports)

  function ask<T extends Topic>(topic: T, given: Given<T>): Promise<Reply<T>> {
    const id = nextId++
    const asked = Promise.withResolvers<unknown>()
    waiting.set(id, asked)
    send({ topic, id, given } as ToEngine)
    return asked.promise as Promise<Reply<T>>
  }

  async function close(): Promise<void> {
    const ended = new Promise<void>(resolve => engine.once('exit', () => resolve()))
    const limit = setTimeout(() => engine.kill(), CLOSE_LIMIT_MS)
    await Promise.allSettled([ask('close', {}), ended])
    clearTimeout(limit)
  }

  return {
    connect: port => send({ topic: 'connect' }, [port]),
    ask,
    close: () => (closing ??= close()),
  }
}
