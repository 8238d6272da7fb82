import { setTimeout as sleep } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { DeskClient } from '../../src-shared/desk.ts'
import { type LoopbackHost, startLoopbackHost } from '../loopback/server.ts'
import type { Bench } from './bench-project.ts'

const ANNOTATORS = 10
/** Each decides as often as this, whatever the answer takes. */
const EACH_MS = 1_000

/** The runtime's own socket may be given headers, which the types of the web do not know. */
const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket

interface Work {
  uids: Set<string>
  times: number[]
  /** Decisions that were answered with a problem. */
  refused: number
}

/**
 * Ten annotators at work by their links, over real sockets to the loopback host, each with a decision a second: how long an
 * answer with the next record takes, and whether the log holds every acknowledged decision exactly once. The host and the
 * annotators share this process, so the time is that of both ends.
 */
export async function annotating(bench: Bench, projectId: string, seconds: number) {
  const host = await startLoopbackHost({ engine: bench.engine, screens: new Map() })
  try {
    const until = performance.now() + seconds * 1000
    const works = await Promise.all(
      Array.from({ length: ANNOTATORS }, (_, at) => annotate(bench, host, projectId, `Annotator ${at + 1}`, at, until)),
    )
    return summaryOf(bench, projectId, works)
  } finally {
    await host.close()
  }
}

async function annotate(
  bench: Bench,
  host: LoopbackHost,
  projectId: string,
  annotator: string,
  at: number,
  until: number,
): Promise<Work> {
  const desk = await deskOf(bench, host, projectId, annotator)
  const work: Work = { uids: new Set(), times: [], refused: 0 }
  let { next } = await desk.next()
  // Ten people do not press their keys in the same instant.
  let due = performance.now() + (at / ANNOTATORS) * EACH_MS
  while (next && due < until) {
    await sleep(Math.max(0, due - performance.now()))
    due += EACH_MS
    const uid = crypto.randomUUID()
    const label = /check|subscribe|http|www|channel/i.test(next.text) ? 'SPAM' : 'HAM'
    const started = performance.now()
    try {
      ;({ next } = await desk.submit({ id: next.id, decision: { label }, uid, textHash: next.textHash }))
      work.times.push(performance.now() - started)
      work.uids.add(uid)
    } catch {
      work.refused++
      ;({ next } = await desk.next())
    }
  }
  return work
}

async function deskOf(
  { client }: Bench,
  { port }: LoopbackHost,
  projectId: string,
  annotator: string,
): Promise<DeskClient> {
  const { id, path } = await client.team.makeLink({ projectId, annotator })
  const token = new URLSearchParams(path.split('?')[1]).get('token')!
  const headers = { Authorization: `Bearer ${token}` }
  const websocket = new Socket(`ws://127.0.0.1:${port}/desk/${id}/rpc`, { headers })
  await new Promise((resolve, reject) => {
    websocket.addEventListener('open', resolve)
    websocket.addEventListener('error', () => reject(new Error('the link opened no socket')))
  })
  return createORPCClient(new RPCLink({ websocket }))
}

/** The log against what was acknowledged. */
async function summaryOf({ engine }: Bench, projectId: string, works: Work[]) {
  const logged = engine.project(projectId).store.reviews.all()
  const counts = new Map<string, number>()
  for (const { recordId, annotator } of logged) {
    const key = JSON.stringify([annotator, recordId])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const uids = new Set(logged.map(({ uid }) => uid))
  const lost = works.flatMap(work => [...work.uids]).filter(uid => !uids.has(uid)).length
  const doubled = [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
  const times = works.flatMap(work => work.times).toSorted((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN
  const n = times.length
  return [
    { metric: `decision to next record, ${ANNOTATORS} annotators, median`, value: at(0.5), unit: 'ms', n },
    { metric: `decision to next record, ${ANNOTATORS} annotators, p95`, value: at(0.95), unit: 'ms', n },
    { metric: `decision to next record, ${ANNOTATORS} annotators, slowest`, value: at(1), unit: 'ms', n },
    { metric: 'decisions lost', value: lost, unit: 'decisions', n },
    { metric: 'decisions doubled', value: doubled, unit: 'decisions', n },
    { metric: 'decisions refused', value: works.reduce((sum, { refused }) => sum + refused, 0), unit: 'decisions', n },
  ]
}
