import { createRouterClient, implement } from '@orpc/server'
import { afterEach, describe, expect, test } from 'vitest'
import type { Client } from '../../src-shared/contract.ts'
import { jobsContract, type Change, type Job } from '../../src-shared/jobs.ts'
import { problem } from '../../src-shared/errors.ts'
import { Changes } from './changes.ts'

/** An engine's change stream driven by hand; every subscription begins with an event, as the contract says. */
function engine() {
  const streams: { send(change: Change): void; breakOff(): void }[] = []
  let isGone = false
  const os = implement(jobsContract)
  const jobs = os.router({
    watch: os.watch.handler(async function* () {
      if (isGone) throw problem('PROJECT_NOT_OPEN')
      let next = Promise.withResolvers<Change | undefined>()
      const pending: (Change | undefined)[] = [{ topics: [], jobs: [] }]
      const push = (change: Change | undefined) => {
        pending.push(change)
        next.resolve(undefined)
      }
      streams.push({ send: push, breakOff: () => push(undefined) })
      for (;;) {
        while (pending.length > 0) {
          const change = pending.shift()
          if (!change) return
          yield change
        }
        next = Promise.withResolvers()
        await next.promise
      }
    }),
    cancel: os.cancel.handler(() => ({ cancelled: true })),
  })
  const client = { jobs: createRouterClient(jobs) } as unknown as Client
  return { client, streams, forget: () => (isGone = true) }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 20))
let changes: Changes | undefined
afterEach(() => changes?.close())

describe('Changes', () => {
  test('a listener hears its own topics and no others, until it ends', async () => {
    const { client, streams } = engine()
    changes = new Changes(client, 'p')
    await changes.ready
    let heard = 0
    const end = changes.on(['votes', 'gold'], () => heard++)
    streams[0]?.send({ topics: ['votes'], jobs: [] })
    streams[0]?.send({ topics: ['queue'], jobs: [] })
    await settled()
    expect(heard).toBe(1)
    end()
    streams[0]?.send({ topics: ['gold'], jobs: [] })
    await settled()
    expect(heard).toBe(1)
  })

  test('after the stream broke off, everything counts as changed once', async () => {
    const { client, streams } = engine()
    changes = new Changes(client, 'p', { pauseMs: 1 })
    await changes.ready
    let heard = 0
    changes.on(['model'], () => heard++)
    streams[0]?.breakOff()
    await settled()
    expect(streams).toHaveLength(2)
    expect(heard).toBe(1)
  })

  test('jobs are told on as they come', async () => {
    const { client, streams } = engine()
    changes = new Changes(client, 'p')
    await changes.ready
    const told: string[] = []
    changes.onJobs(jobs => told.push(...jobs.map(job => `${job.title} ${job.state}`)))
    const job: Job = { jobId: 'j', projectId: 'p', title: 'Applying', detail: '', state: 'running' }
    streams[0]?.send({ topics: ['jobs'], jobs: [job] })
    streams[0]?.send({ topics: ['jobs'], jobs: [{ ...job, state: 'done' }] })
    await settled()
    expect(told).toEqual(['Applying running', 'Applying done'])
  })

  test('when the engine does not know the project any more, it says so and stops asking', async () => {
    const { client, streams, forget } = engine()
    let isGone = false
    changes = new Changes(client, 'p', { pauseMs: 1, onProjectGone: () => (isGone = true) })
    await changes.ready
    forget()
    streams[0]?.breakOff()
    await settled()
    expect(isGone).toBe(true)
    expect(streams).toHaveLength(1)
  })
})
