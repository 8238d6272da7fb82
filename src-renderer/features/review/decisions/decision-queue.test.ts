import { expect, test } from 'vitest'
import type { ReviewStep } from '../../../../src-shared/review.ts'
import { DecisionQueue, type ReviewCommand, type Submission } from './decision-queue.svelte.ts'

const submit = (uid: string): Submission => ({
  kind: 'submit',
  uid,
  id: `record-${uid}`,
  annotator: 'ada',
  decision: { label: 'SPAM' },
})

const step = (id: string): ReviewStep => ({
  annotation: {
    uid: id,
    recordId: id,
    text: '',
    textHash: '',
    annotator: 'ada',
    kind: 'label',
    label: 'SPAM',
    at: '2026-01-01',
  },
  upcoming: [],
  waiting: 0,
})

const undo = (of?: string): ReviewCommand => ({ kind: 'undo', uid: 'undo', annotator: 'ada', of })
const redo: ReviewCommand = { kind: 'redo', uid: 'redo', annotator: 'ada' }

class Refused extends Error {}

/** A queue whose line is played by the test: each sent command waits until it is answered, refused or cut. */
function playedQueue() {
  const sent: ReviewCommand[] = []
  const ends: { resolve(step: ReviewStep): void; reject(error: Error): void }[] = []
  const answered: ReviewCommand[] = []
  const failed: string[] = []
  const kept: string[][] = []
  let isOver = false
  const queue = new DecisionQueue({
    send: command => {
      sent.push(command)
      return new Promise((resolve, reject) => ends.push({ resolve, reject }))
    },
    answered: command => answered.push(command),
    failed: (command, reason) => failed.push(`${command.kind}: ${reason}`),
    isRefusal: error => error instanceof Refused,
    isOver: () => isOver,
    keep: commands => kept.push(commands.map(({ uid }) => uid)) > 0,
    pause: () => Promise.resolve(),
  })
  const settle = () => new Promise(resolve => setTimeout(resolve))
  return {
    queue,
    sent,
    answered,
    failed,
    kept,
    end: () => void (isOver = true),
    async answer() {
      ends.shift()!.resolve(step('x'))
      await settle()
    },
    async fail(error: Error) {
      ends.shift()!.reject(error)
      await settle()
    },
  }
}

const names = (commands: readonly ReviewCommand[]) =>
  commands.map(command => (command.kind === 'submit' ? command.uid : command.kind))

test('fast keys are sent one after the other in their order', async () => {
  const line = playedQueue()
  for (const uid of ['a', 'b', 'c']) line.queue.add(submit(uid))
  expect(names(line.sent)).toEqual(['a'])
  await line.answer()
  expect(names(line.sent)).toEqual(['a', 'b'])
  await line.answer()
  await line.answer()
  expect(names(line.answered)).toEqual(['a', 'b', 'c'])
  expect(line.queue.waiting).toEqual([])
})

test('a decision is sent again with the same uid until the line is back', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  await line.fail(new Error('connection lost'))
  expect(line.queue.trouble).toBe('connection lost')
  expect(line.queue.decisions).toHaveLength(1)
  await line.answer()
  expect(names(line.sent)).toEqual(['a', 'a'])
  expect(line.queue.trouble).toBeUndefined()
  expect(names(line.answered)).toEqual(['a'])
})

test('a refused decision is kept and shown, and the ones behind it go on', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  line.queue.add(submit('b'))
  await line.fail(new Refused('There is no such record.'))
  expect(line.queue.refused.map(({ submission, reason }) => [submission.uid, reason])).toEqual([
    ['a', 'There is no such record.'],
  ])
  expect(names(line.sent)).toEqual(['a', 'b'])
  await line.answer()
  line.queue.retry(line.queue.refused[0]!)
  expect(line.queue.refused).toEqual([])
  expect(names(line.sent)).toEqual(['a', 'b', 'a'])
})

test('a decision that is still on its way is taken back once it is there, so that it can be done again', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  line.queue.add(undo('a'))
  line.queue.add(redo)
  expect(names(line.sent)).toEqual(['a'])
  await line.answer()
  await line.answer()
  expect(names(line.sent)).toEqual(['a', 'undo', 'redo'])
})

test('an undo is dropped with the decision it would have taken back', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  line.queue.add(undo('a'))
  await line.fail(new Refused('no'))
  expect(line.queue.waiting).toEqual([])
  expect(names(line.sent)).toEqual(['a'])
})

test('an undo is sent again with the same uid until the line is back, and what comes after it waits', async () => {
  const line = playedQueue()
  line.queue.add(undo())
  line.queue.add(submit('b'))
  await line.fail(new Error('connection lost'))
  await line.answer()
  expect(line.sent.map(({ uid }) => uid)).toEqual(['undo', 'undo', 'b'])
  expect(line.failed).toEqual([])
})

test('an undo that the engine refuses is told and dropped', async () => {
  const line = playedQueue()
  line.queue.add(undo())
  await line.fail(new Refused('nothing left'))
  expect(line.failed).toEqual(['undo: nothing left'])
  expect(line.kept.at(-1)).toEqual([])
})

test('a queue whose page has gone on without it sends and keeps nothing more', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  line.queue.add(submit('b'))
  line.end()
  const kept = line.kept.length
  await line.fail(new Error('connection lost'))
  expect(names(line.sent)).toEqual(['a'])
  expect(line.kept).toHaveLength(kept)
})

test('what the browser has no room for is sent all the same, and is known to be only here', () => {
  const sent: string[] = []
  const queue = new DecisionQueue({
    send: ({ uid }) => (sent.push(uid), new Promise(() => {})),
    answered: () => {},
    failed: () => {},
    isRefusal: () => false,
    isOver: () => false,
    keep: () => false,
    pause: () => Promise.resolve(),
  })
  queue.add(submit('a'))
  expect([sent, queue.isKept]).toEqual([['a'], false])
})

test('what is not on disk yet is kept until it is', async () => {
  const line = playedQueue()
  line.queue.add(submit('a'))
  line.queue.add(submit('b'))
  line.queue.add(undo('b'))
  expect(line.kept.at(-1)).toEqual(['a', 'b', 'undo'])
  expect(names(line.queue.decisions)).toEqual(['a'])
  await line.fail(new Refused('no'))
  expect(line.kept.at(-1)).toEqual(['a', 'b', 'undo'])
  await line.answer()
  await line.answer()
  line.queue.discard(line.queue.refused[0]!)
  expect(line.kept.at(-1)).toEqual([])
})
