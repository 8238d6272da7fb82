import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Annotation, Decision, RecordDetail, ReviewItem, ReviewStep } from '../../../src-shared/review.ts'
import type { Session } from '../../state/session.svelte.ts'
import { ReviewState } from './review.svelte.ts'

const detail = (id: string, label?: string): RecordDetail => ({
  id,
  text: `text of ${id}`,
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

/** As much of an engine as reviewing needs: a queue in a fixed order, and a log that can be undone. */
class PlayedEngine {
  queue: string[]
  proposals: Record<string, string | undefined> = {}
  done: Annotation[] = []
  undone: Annotation[] = []
  calls: string[] = []
  listeners: (() => void)[] = []

  constructor(queue: string[]) {
    this.queue = queue
  }

  #item = (id: string): ReviewItem => ({ ...detail(id, this.proposals[id] ?? 'SPAM'), score: 1, reason: 'why' })

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
    record: async ({ id }: { id: string }) => this.#item(id),
    history: async () => this.done.toReversed(),
    settle: async () => ({ lfsReweighted: 0, labelsChanged: 0 }),
    submit: async ({ id, uid, decision }: { id: string; uid: string; decision: Decision }) => {
      const label = 'label' in decision ? decision.label : undefined
      this.calls.push(`${id} ${label ?? 'put off'}`)
      const at = new Date().toISOString()
      const annotation: Annotation = { uid, recordId: id, text: id, annotator: 'ada', label, kind: 'label', at }
      this.done.push(annotation)
      this.undone = []
      return this.#step(annotation)
    },
    undo: async () => {
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

function reviewing(queue: string[], projectId = 'p') {
  const engine = new PlayedEngine(queue)
  const session = {
    client: { review: engine.review },
    projectId,
    project: { fileName: 'f', readOnly: false },
    annotator: 'ada',
    notices: { report: vi.fn(), tell: vi.fn() },
    changes: { on: (_: unknown, listener: () => void) => (engine.listeners.push(listener), () => {}) },
    question: () => ({}),
  } as unknown as Session
  return { engine, review: new ReviewState(session, new URLSearchParams()) }
}

const stored = new Map<string, string>()
beforeEach(() => {
  vi.useFakeTimers()
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
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
