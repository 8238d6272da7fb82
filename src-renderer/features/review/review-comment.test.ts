import { expect, test, vi } from 'vitest'
import { decide, playBrowser, reviewing, settle, stored } from './testing/played-engine.ts'

playBrowser()

test('a comment that was typed before a reload is there after it, for who typed it alone, and goes with the decision', async () => {
  const first = reviewing(['a', 'b'])
  await first.review.start()
  first.review.comment = 'a bot, surely'
  const other = reviewing(['a', 'b'], 'p', [], 'bob')
  await other.review.start()
  expect(other.review.comment).toBe('')
  const { review } = reviewing(['a', 'b'])
  await review.start()
  expect(review.comment).toBe('a bot, surely')
  decide(review, 'HAM')
  await settle()
  expect(stored.size).toBe(0)
})

test('what was said with a decision is in its field again when the decision is taken back or refused', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  review.comment = 'unsure'
  decide(review, 'HAM')
  review.undo()
  expect([review.current?.id, review.comment]).toEqual(['a', 'unsure'])
  review.redo()
  expect(stored.size).toBeGreaterThan(0)
  await settle()
  expect(stored.size).toBe(0)

  engine.review.submit = vi.fn(() => Promise.reject(Object.assign(new Error('changed'), { code: 'RECORD_CHANGED' })))
  review.comment = 'sure'
  decide(review, 'SPAM')
  await settle()
  await review.decideAgain(review.decisions.refused[0]!)
  expect([review.current?.id, review.comment]).toEqual(['b', 'sure'])
})

test('what was typed before the name was asked for is sent under the name', async () => {
  const { engine, review, session } = reviewing(['a', 'b'], 'p', [], '')
  await review.start()
  review.comment = 'first words'
  const { submit } = engine.review
  const comments: unknown[] = []
  engine.review.submit = sent => (comments.push((sent as { comment?: string }).comment), submit(sent))
  session.requireAnnotator = async () => Object.assign(session, { annotator: 'ada' }).annotator
  decide(review, 'HAM')
  await settle()
  expect(comments).toEqual(['first words'])
})
