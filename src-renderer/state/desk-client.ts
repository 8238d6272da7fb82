import type { Client } from '../../src-shared/contract.ts'
import type { DeskClient } from '../../src-shared/desk.ts'
import type { Change } from '../../src-shared/jobs.ts'
import type { Annotation, Effect, RecordDetail, ReviewStep } from '../../src-shared/review.ts'
import { TOPICS } from '../../src-shared/vocabulary.ts'
import { codeOf } from './problems.ts'
import { startOfDay } from './start-of-day.ts'

/** What the review screen asks of a client. A link reaches less; what it does not reach is answered from what it told. */
interface ReviewClient {
  projects: Pick<Client['projects'], 'get'> & { overview(): Promise<{ model: object | undefined }> }
  queue: Pick<Client['queue'], 'strategies' | 'waiting'>
  review: Pick<
    Client['review'],
    'next' | 'submit' | 'undo' | 'record' | 'history' | 'doneSince' | 'settle' | 'lookAlikes'
  >
  slices: Pick<Client['slices'], 'list'>
  jobs: { watch(input: unknown, options?: { signal?: AbortSignal }): Promise<AsyncIterable<Change>> }
}

interface Told {
  next?: RecordDetail | undefined
  ahead: RecordDetail[]
  waiting: number
}

const PAUSE_MS = 1_000
const NOTHING: Effect = { lfsReweighted: 0, labelsChanged: 0, othersChanged: 0, lfs: [] }

/** Asks a desk in the words in which the review screen asks the whole engine. `onEnd`: the link was withdrawn. */
export function clientOfDesk(desk: DeskClient, onEnd: (sentence: string) => void): Client {
  const details = new Map<string, RecordDetail>()
  const wanted = new Map<string, PromiseWithResolvers<RecordDetail>>()
  let waiting = 0
  let done: Promise<{ done: Annotation[]; doneSince: number }> | undefined

  /** A link that asked too fast waits its turn; one that was withdrawn is at its end. */
  async function asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      const code = codeOf(error)
      if (code === 'LINK_WITHDRAWN') onEnd((error as Error).message)
      if (code !== 'LINK_TOO_FAST') throw error
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
      return asking(ask)
    }
  }

  /** Where the queue begins, with what was done today. */
  const begin = () => asking(() => desk.next({ since: startOfDay().toISOString() }))

  function take<Q extends Told>(told: Q): Q {
    for (const detail of [told.next, ...told.ahead]) {
      if (!detail) continue
      details.set(detail.id, detail)
      wanted.get(detail.id)?.resolve(detail)
      wanted.delete(detail.id)
    }
    waiting = told.waiting
    return told
  }

  const client: ReviewClient = {
    projects: {
      get: async () => (await asking(() => desk.task())).project,
      overview: async () => ({ model: (await asking(() => desk.task())).isFitted ? {} : undefined }),
    },
    queue: {
      strategies: async () => [],
      waiting: async () => ({ waiting }),
    },
    review: {
      async next() {
        const asked = begin()
        done = asked
        return take(await asked)
      },
      async submit({ id, decision, uid = crypto.randomUUID(), textHash, comment }): Promise<ReviewStep> {
        return take(await asking(() => desk.submit({ id, decision, uid, textHash, comment })))
      },
      undo: async ({ uid }) => take(await asking(() => desk.undo({ uid }))),
      /** Records that come are told with the answers: one that was not told yet is waited for. */
      async record({ id }) {
        const told = details.get(id)
        if (told) return told
        const waited = wanted.get(id) ?? Promise.withResolvers<RecordDetail>()
        wanted.set(id, waited)
        return waited.promise
      },
      // Always told with the queue, and of this link's annotator only.
      history: async () => (await (done ??= begin().then(take))).done,
      doneSince: async () => ({ decisions: (await (done ??= begin().then(take))).doneSince }),
      settle: async () => NOTHING,
      lookAlikes: async () => ({ waiting: [], reviewed: [] }),
    },
    slices: { list: async () => [] },
    jobs: { watch: async (_input, options) => heartbeat(options?.signal) },
  }
  return client as unknown as Client
}

/** A desk is told of no changes: each answer brings the present state along. */
async function* heartbeat(signal: AbortSignal | undefined): AsyncGenerator<Change> {
  yield { topics: [...TOPICS], jobs: [] }
  await new Promise(resolve => signal?.addEventListener('abort', resolve))
}
