import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { oc, type ContractRouterClient } from '@orpc/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ReconnectingLink, type Channel, type ConnectionStatus } from './reconnecting-link.ts'

const contract = {
  add: oc.input(z.object({ amount: z.number() })).output(z.object({ total: z.number() })),
  hang: oc.input(z.object({})).output(z.object({})),
}

/** An engine at the other end of a port, that can be stopped and started again. */
class Host {
  total = 0
  hanging = 0
  #isRunning = false
  #ports: MessagePort[] = []

  start(): void {
    this.#isRunning = true
  }

  stop(): void {
    this.#isRunning = false
    for (const port of this.#ports.splice(0)) port.close()
  }

  async open(): Promise<Channel> {
    if (!this.#isRunning) throw new Error('refused')
    const { port1, port2 } = new MessageChannel()
    const os = implement(contract)
    const router = os.router({
      add: os.add.handler(({ input }) => ({ total: (this.total += input.amount) })),
      hang: os.hang.handler(async () => {
        this.hanging++
        await new Promise(() => {})
        return {}
      }),
    })
    new RPCHandler(router).upgrade(port2)
    port2.start()
    this.#ports.push(port2)
    const closed = new Promise<void>(close => port1.addEventListener('close', () => close()))
    const link = new RPCLink({ port: port1 })
    port1.start()
    return { link, closed }
  }
}

let host: Host
let link: ReconnectingLink | undefined
beforeEach(() => {
  host = new Host()
  host.start()
})
afterEach(() => {
  link?.close()
  host.stop()
})

function connect(patienceMs = 2000) {
  const statuses: ConnectionStatus[] = []
  const onStatus = (status: ConnectionStatus) => statuses.push(status)
  const made = new ReconnectingLink(() => host.open(), { onStatus, pauseMs: () => 10, patienceMs })
  link = made
  const client: ContractRouterClient<typeof contract> = createORPCClient(made)
  return { client, statuses }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5))
}

describe('ReconnectingLink', () => {
  test('a call made before the connection stands waits for it', async () => {
    const { client } = connect()
    expect(await client.add({ amount: 3 })).toEqual({ total: 3 })
  })

  test('after the host was stopped and started again, calls go on by themselves', async () => {
    const { client, statuses } = connect()
    await client.add({ amount: 1 })
    host.stop()
    await until(() => statuses.includes('lost'))
    const waiting = client.add({ amount: 1 })
    host.start()
    expect(await waiting).toEqual({ total: 2 })
    expect(statuses.at(-1)).toBe('open')
  })

  test('a call that was cut off fails with CONNECTION_LOST and is not sent again', async () => {
    const { client, statuses } = connect()
    const cutOff = client.hang({}).catch((error: unknown) => error)
    await until(() => host.hanging === 1)
    host.stop()
    expect(await cutOff).toMatchObject({ code: 'CONNECTION_LOST' })
    host.start()
    await until(() => statuses.at(-1) === 'open')
    expect(host.hanging).toBe(1)
  })

  test('a call gives up with CONNECTION_LOST when no connection comes in time', async () => {
    host.stop()
    const { client } = connect(50)
    await expect(client.add({ amount: 1 })).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })

  test('a call that its asker took back ends as aborted, not as a lost connection', async () => {
    const { client } = connect()
    const asker = new AbortController()
    const answer = client.hang({}, { signal: asker.signal }).catch((error: unknown) => error)
    await until(() => host.hanging === 1)
    asker.abort()
    expect(await answer).toMatchObject({ name: 'AbortError' })
  })
})
