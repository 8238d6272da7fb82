import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { ORPCError } from '@orpc/client'

/** `connecting`: the first time; `lost`: it was there and is being made anew. */
export type ConnectionStatus = 'connecting' | 'open' | 'lost'

/** One open way to the engine, until it closes. */
export interface Channel {
  link: ClientLink<ClientContext>
  closed: Promise<void>
}

/** The engine could not be asked, or was cut off before it answered. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST'

  constructor(cause?: unknown) {
    super('The connection to Heddle was lost. It is being made again; check what was done last, then go on.', { cause })
    this.name = 'ConnectionLost'
  }
}

interface Options {
  onStatus(status: ConnectionStatus): void
  /** Pause before the attempt with this number, 0 for the first. */
  pauseMs?(attempt: number): number
  /** How long a call waits for a connection before it gives up. */
  patienceMs?: number
}

const backOff = (attempt: number): number => Math.min(5000, 250 * 2 ** attempt)

/**
 * A link that outlives its channels. A call made while there is none waits a while; a call is sent at most once, so one
 * that was cut off fails with ConnectionLost instead of being sent again: nothing is done twice.
 */
export class ReconnectingLink implements ClientLink<ClientContext> {
  #openChannel: () => Promise<Channel>
  #options: Required<Options>
  #channel = Promise.withResolvers<Channel>()
  #closed = false

  constructor(openChannel: () => Promise<Channel>, options: Options) {
    this.#openChannel = openChannel
    this.#options = { pauseMs: backOff, patienceMs: 10_000, ...options }
    void this.#keepOpen()
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    const channel = await this.#patiently(this.#channel.promise)
    let isClosed = false
    void channel.closed.then(() => (isClosed = true))
    try {
      return await channel.link.call(path, input, options)
    } catch (error) {
      if (error instanceof ORPCError || options.signal?.aborted) throw error
      await Promise.resolve()
      throw isClosed ? new ConnectionLost(error) : error
    }
  }

  /** No further attempt is made. */
  close(): void {
    this.#closed = true
  }

  async #keepOpen(): Promise<void> {
    let attempt = 0
    while (!this.#closed) {
      const channel = await this.#openChannel().catch(() => undefined)
      if (channel) {
        attempt = 0
        this.#channel.resolve(channel)
        this.#options.onStatus('open')
        await channel.closed
        this.#channel = Promise.withResolvers()
      }
      if (this.#closed) return
      this.#options.onStatus('lost')
      await new Promise(resolve => setTimeout(resolve, this.#options.pauseMs(attempt++)))
    }
  }

  #patiently(channel: Promise<Channel>): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new ConnectionLost()), this.#options.patienceMs)
      void channel.then(open => {
        clearTimeout(timer)
        resolve(open)
      })
    })
  }
}
