import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type {
  Annotation,
  Decision,
  LookAlikes,
  RecordDetail,
  ReviewItem,
  ReviewStep,
} from '../../../src-shared/review.ts'
import type { Session } from '../../state/session.svelte.ts'
import { ReviewState } from './review.svelte.ts'

const detail = (id: string, label?: string): RecordDetail => ({
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
    settle: async () => ({ lfsReweighted: 0, labelsChanged: 0, lfs: [] }),
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

function reviewing(queue: string[], projectId = 'p', done: Annotation[] = [], annotator = 'ada') {
  const engine = new PlayedEngine(queue)
  engine.done = done
  const session = {
    client: { review: engine.review },
    projectId,
    project: { fileName: 'f', readOnly: false },
    annotator,
    notices: { report: vi.fn(), tell: vi.fn() },
    changes: { on: (_: unknown, listener: () => void) => (engine.listeners.push(listener), () => {}) },
    question: () => ({ data: engine.alike }),
    isClosed: false,
  } as unknown as Session
  return { engine, session, review: new ReviewState(session) }
}

const stored = new Map<string, string>()
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

const settle = () => vi.advanceTimersByTimeAsync(200)
const decide = (review: ReviewState, label: string) => review.decide({ label }, label)

test('each of many fast keys belongs to the record that was on the screen when it was pressed', async () => {
  const { engine, review } = reviewing(['a', 'b', 'c', 'd'])
  await review.start()
  for (const label of ['HAM', 'SPAM', 'HAM']) decide(review, label)
  expect(review.current?.id).toBe('d')
  await settle()
  expect(engine.calls).toEqual(['a HAM', 'b SPAM', 'c HAM'])
  expect(review.done.list.map(({ recordId }) => recordId)).toEqual(['c', 'b', 'a'])
})

test('undo shows the record at once and redo goes on, also before the engine has answered', async () => {
  const { engine, review } = reviewing(['a', 'b', 'c'])
  await review.start()
  decide(review, 'HAM')
  review.undo()
  expect(review.current?.id).toBe('a')
  review.redo()
  expect(review.current?.id).toBe('b')
  decide(review, 'SPAM')
  await settle()
  expect(engine.calls).toEqual(['a HAM', 'undo', 'redo', 'b SPAM'])
  expect(review.current?.id).toBe('c')
  expect(review.done.list.map(({ label }) => label)).toEqual(['SPAM', 'HAM'])
})

test('a refit does not take the record away that is being read', async () => {
  const { engine, review } = reviewing(['a', 'b', 'c'])
  await review.start()
  review.attend()
  await settle()
  engine.queue = ['c', 'b', 'a']
  for (const listener of engine.listeners) listener()
  await settle()
  expect(review.walk.line.items.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  expect(review.current?.id).toBe('a')
})

test('a proposal that has just changed under the hand is not accepted by the key that meant the old one', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  review.attend()
  await settle()
  engine.proposals['a'] = 'HAM'
  for (const listener of engine.listeners) listener()
  await vi.advanceTimersByTimeAsync(101)
  expect(review.proposal).toBe('HAM')
  review.accept()
  expect(review.current?.id).toBe('a')
  expect(review.hint?.words).toContain('just changed to HAM')
  await vi.advanceTimersByTimeAsync(1000)
  review.accept()
  await settle()
  expect(engine.calls).toEqual(['a HAM'])
})

test('without a proposal Enter decides nothing and says so', async () => {
  const { engine, review } = reviewing(['a'])
  await review.start()
  review.details.put(detail('a'))
  review.accept()
  await settle()
  expect(engine.calls).toEqual([])
  expect(review.said).toContain('choose a class')
})

test('decisions that were not acknowledged before a reload are sent after it', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  first.engine.review.submit = () => new Promise(() => {})
  decide(first.review, 'HAM')
  await settle()
  const { engine, review } = reviewing(['a', 'b'])
  await settle()
  expect(engine.calls).toEqual(['a HAM'])
  expect(review.done.list.map(({ recordId }) => recordId)).toEqual(['a'])
  expect(stored.size).toBe(0)
})

test('what somebody else left unsent is sent under their name, and is not what this annotator has done', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  first.engine.review.submit = () => new Promise(() => {})
  decide(first.review, 'HAM')
  await settle()
  const { engine, review } = reviewing(['a', 'b'], 'p', [], 'bob')
  await settle()
  expect(engine.done).toMatchObject([{ recordId: 'a', annotator: 'ada' }])
  expect(review.done.list).toEqual([])
})

test('decisions that were not acknowledged are sent to no other project whose file has the same name', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  first.engine.review.submit = () => new Promise(() => {})
  decide(first.review, 'HAM')
  await settle()
  const other = reviewing(['a', 'b'], 'q')
  await settle()
  expect(other.engine.calls).toEqual([])
  const again = reviewing(['a', 'b'])
  await settle()
  expect(again.engine.calls).toEqual(['a HAM'])
})

test('whoever is ahead of the engine is not told that no record waits', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  const { next } = engine.review
  engine.review.next = () => ({ ...next(), waiting: 5 })
  await review.start()
  engine.review.submit = () => new Promise(() => {})
  decide(review, 'HAM')
  expect(review.isAhead).toBe(false)
  decide(review, 'HAM')
  expect(review.current).toBeUndefined()
  expect(review.isAhead).toBe(true)
})

test('an undo that was not acknowledged before a reload is sent after it, once', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  decide(first.review, 'HAM')
  await settle()
  first.engine.review.undo = () => new Promise(() => {})
  first.review.undo()
  await settle()
  const { engine, review } = reviewing(['a', 'b'], 'p', first.engine.done)
  await settle()
  expect(engine.calls).toEqual(['undo'])
  expect(review.current?.id).toBe('a')
  expect(stored.size).toBe(0)
})

test('a window takes nothing from another one that still sends', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const { submit } = first.engine.review
  first.engine.review.submit = () => cut
  decide(first.review, 'HAM')
  const second = reviewing(['a', 'b'])
  await settle()
  expect(second.engine.calls).toEqual(['a HAM'])
  decide(first.review, 'SPAM')
  first.engine.review.submit = submit
  reject(Object.assign(new Error('cut'), { code: 'CONNECTION_LOST' }))
  await vi.advanceTimersByTimeAsync(1000)
  expect(first.engine.calls).toEqual(['a HAM', 'b SPAM'])
  expect(stored.size).toBe(0)
})

test('a decision goes with the text that was read, and none is taken for one on a text that has just come', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  review.attend()
  await settle()
  const sent: unknown[] = []
  const { submit } = engine.review
  engine.review.submit = input => (sent.push(input), submit(input))
  engine.texts['a'] = 'another text'
  for (const listener of engine.listeners) listener()
  await vi.advanceTimersByTimeAsync(101)
  decide(review, 'HAM')
  expect(review.hint?.words).toContain('text has just changed')
  await vi.advanceTimersByTimeAsync(1000)
  decide(review, 'HAM')
  await settle()
  expect(sent).toMatchObject([{ id: 'a', textHash: 'hash of another text' }])
})

test('a record that is deleted while it is read makes room for the next one', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  review.attend()
  await settle()
  engine.queue = ['b']
  engine.deleted = 'a'
  for (const listener of engine.listeners) listener()
  await settle()
  expect(review.current?.id).toBe('b')
  expect(review.walk.line.items.map(({ id }) => id)).toEqual(['b'])
})

test('a refused decision is made anew on its record, or leaves the list of what is done', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  const { submit } = engine.review
  engine.review.submit = () => Promise.reject(Object.assign(new Error('no such class'), { code: 'CLASS_UNKNOWN' }))
  decide(review, 'HAM')
  decide(review, 'HAM')
  await settle()
  engine.review.submit = submit
  const [first, second] = review.decisions.refused
  await review.decideAgain(first!)
  expect(review.current?.id).toBe('a')
  review.discard(second!)
  expect(review.done.list).toEqual([])
  decide(review, 'SPAM')
  await settle()
  expect(engine.calls).toEqual(['a SPAM'])
  expect(review.decisions.refused).toEqual([])
})

test('an engine that was started anew is waited for, until another session goes on', async () => {
  const { engine, review, session } = reviewing(['a', 'b', 'c'])
  await review.start()
  const { submit } = engine.review
  const attempts = vi.fn(() => Promise.reject(Object.assign(new Error('not open'), { code: 'PROJECT_NOT_OPEN' })))
  engine.review.submit = attempts
  decide(review, 'HAM')
  await vi.advanceTimersByTimeAsync(1000)
  expect(review.decisions.refused).toEqual([])
  engine.review.submit = submit
  await vi.advanceTimersByTimeAsync(5000)
  expect(engine.calls).toEqual(['a HAM'])

  engine.review.submit = attempts
  decide(review, 'HAM')
  session.isClosed = true
  attempts.mockClear()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(attempts).not.toHaveBeenCalled()
  expect(reviewing(['b', 'c']).review.decisions.decisions.map(({ id }) => id)).toEqual(['b'])
})

test('look-alikes are decided with one key, less those left out, and come back with one undo', async () => {
  const { engine, review } = reviewing(['a', 'b', 'c', 'd', 'e'])
  const alike = (id: string) => ({ id, text: id, textHash: `hash of ${id}`, label: 'HAM', likeness: 0.9 })
  engine.alike = { waiting: ['b', 'c', 'd'].map(alike), reviewed: [] }
  await review.start()
  const sent: unknown[] = []
  const { submit } = engine.review
  engine.review.submit = input => (sent.push(input), submit(input))
  expect(review.alike.chosen).toEqual([])
  review.toggleTogether()
  review.alike.choose('c', false)
  decide(review, 'HAM')
  expect(review.current?.id).toBe('c')
  expect(review.said).toBe('HAM, 3 records.')
  expect(review.done.list.map(({ recordId }) => recordId)).toEqual(['d', 'b', 'a'])
  await settle()
  const also = ['b', 'd'].map(id => ({ id, textHash: `hash of ${id}` }))
  expect(sent).toMatchObject([{ id: 'a', textHash: 'hash of text of a', also }])
  // It held for that record alone.
  expect(review.alike.chosen).toEqual([])

  review.undo()
  expect(review.done.list).toEqual([])
  expect(review.current?.id).toBe('a')
  expect(review.walk.line.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e']))
  review.redo()
  expect(review.done.list.map(({ recordId }) => recordId)).toEqual(['d', 'b', 'a'])
  expect(review.current?.id).toBe('c')
})
