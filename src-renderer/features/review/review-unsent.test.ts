import { expect, test, vi } from 'vitest'
import { decide, playBrowser, reviewing, settle, stored } from './testing/played-engine.ts'

playBrowser()

test('what reads the whole project can wait until the last key is stored', async () => {
  const { engine, review, allStored } = reviewing(['a', 'b'])
  await review.start()
  const { submit } = engine.review
  engine.review.submit = async submitted => {
    await new Promise(resolve => setTimeout(resolve, 150))
    return submit(submitted)
  }
  decide(review, 'HAM')
  decide(review, 'SPAM')
  const read = allStored().then(() => engine.calls.length)
  await vi.advanceTimersByTimeAsync(400)
  expect(await read).toBe(2)
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

test('a decision waits while another program has the file locked', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  const { submit } = engine.review
  engine.review.submit = () => Promise.reject(Object.assign(new Error('locked'), { code: 'PROJECT_BUSY' }))
  decide(review, 'HAM')
  await vi.advanceTimersByTimeAsync(2000)
  expect([review.decisions.refused, review.decisions.trouble]).toEqual([[], 'locked'])
  engine.review.submit = submit
  await vi.advanceTimersByTimeAsync(5000)
  expect(engine.calls).toEqual(['a HAM'])
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
