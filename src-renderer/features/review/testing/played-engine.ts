import { afterEach, beforeEach, vi } from 'vitest'
import type {
  Annotation,
  Decision,
  LookAlikes,
  RecordDetail,
  ReviewItem,
  ReviewStep,
} from '../../../../src-shared/review.ts'
import { TypedTexts } from '../../../state/typed-texts.svelte.ts'
import type { Session } from '../../../state/session.svelte.ts'
import { ReviewState } from '../review.svelte.ts'

export const detail = (id: string, label?: string): RecordDetail => ({
  id,
  text: `text of ${id}`,
  textHash: `hash of ${id}`,
  fields: {},
  state: label ? 'pseudo' : 'tied',
  label,
  votes: [],
  annotations: [],
  disputed: false,
  flagged: false,
  otherWeights: [],
  spansOff: false,
})

interface Submitted {
  id: string
  uid: string
  decision: Decision
  annotator: string
}

/** As much of an engine as reviewing needs: a queue in a fixed order, and a log that can be undone. */
class PlayedEngine {
  queue: string[]
  proposals: Record<string, string | undefined> = {}
  texts: Record<string, string> = {}
  deleted: string | undefined
  alike: LookAlikes = { waiting: [], reviewed: [] }
  done: Annotation[] = []
  undone: Annotation[] = []
  calls: string[] = []
  listeners: (() => void)[] = []

  constructor(queue: string[]) {
    this.queue = queue
  }

  #item = (id: string): ReviewItem => {
    const text = this.texts[id] ?? `text of ${id}`
    const read = { text, textHash: `hash of ${text}` }
    return { ...detail(id, this.proposals[id] ?? 'SPAM'), ...read, score: 1, reason: 'why' }
  }

  #step(annotation: Annotation): ReviewStep {
    return { annotation, ...this.review.next() }
  }

  review = {
    next: () => {
      const [next, ...upcoming] = this.queue.filter(id => !this.done.some(({ recordId }) => recordId === id))
      return {
        next: next === undefined ? undefined : this.#item(next),
        upcoming: upcoming.map(this.#item),
        waiting: upcoming.length + (next === undefined ? 0 : 1),
      }
    },
    record: async ({ id }: { id: string }) => {
      if (id === this.deleted) throw Object.assign(new Error('no such record'), { code: 'RECORD_UNKNOWN' })
      return this.#item(id)
    },
    history: async () => this.done.toReversed(),
    doneSince: async () => ({ decisions: this.done.length }),
    settle: async () => ({ lfsReweighted: 0, labelsChanged: 0, othersChanged: 0, lfs: [] }),
    submit: async ({ id, uid, decision, annotator }: Submitted): Promise<ReviewStep> => {
      const label = 'label' in decision ? decision.label : undefined
      this.calls.push(`${id} ${label ?? 'put off'}`)
      const at = new Date().toISOString()
      const annotation: Annotation = {
        uid,
        recordId: id,
        text: id,
        textHash: id,
        annotator,
        label,
        kind: 'label',
        at,
      }
      this.done.push(annotation)
      this.undone = []
      return this.#step(annotation)
    },
    undo: async (): Promise<ReviewStep> => {
      const last = this.done.pop()!
      this.undone.push(last)
      this.calls.push('undo')
      return { ...this.#step(last), next: this.#item(last.recordId) }
    },
    redo: async () => {
      const last = this.undone.pop()!
      this.done.push(last)
      this.calls.push('redo')
      return this.#step(last)
    },
  }
}

/** A review of `queue` by `annotator`, on an engine that is played. */
export function reviewing(queue: string[], projectId = 'p', done: Annotation[] = [], annotator = 'ada') {
  const engine = new PlayedEngine(queue)
  engine.done = done
  const session = {
    client: { review: engine.review },
    projectId,
    project: { fileName: 'f', readOnly: false },
    annotator,
    notices: { report: vi.fn(), tell: vi.fn() },
    typed: new TypedTexts(localStorage, projectId),
    changes: { on: (_: unknown, listener: () => void) => (engine.listeners.push(listener), () => {}) },
    question: () => ({ data: engine.alike }),
    awaits: (nothingUnderWay: () => Promise<void>) => (allStored = nothingUnderWay),
    isClosed: false,
  } as unknown as Session
  let allStored: () => Promise<void>
  return { engine, session, review: new ReviewState(session), allStored: () => allStored() }
}

/** What the browser keeps; empty before every test. */
export const stored = new Map<string, string>()

/** To be called by a file of tests: time and the browser's storage are played. */
export function playBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers()
    stored.clear()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
      key: (at: number) => [...stored.keys()][at] ?? null,
      get length() {
        return stored.size
      },
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
}

export const settle = () => vi.advanceTimersByTimeAsync(200)
export const decide = (review: ReviewState, label: string) => review.decide({ label }, label)
