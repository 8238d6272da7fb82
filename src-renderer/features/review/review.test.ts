import { expect, test, vi } from 'vitest'
import { decide, detail, playBrowser, reviewing, settle } from './testing/played-engine.ts'

playBrowser()

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

test('a key that means another class than a moment ago decides nothing, and none decides for a class that is gone', async () => {
  const { engine, review } = reviewing(['a', 'b', 'c'])
  review.classes.take(['HAM', 'AD', 'SPAM'])
  await review.start()
  decide(review, 'AD')
  await settle()
  review.classes.take(['HAM', 'SPAM'])
  decide(review, 'SPAM')
  expect(review.hint?.words).toContain('classes have just changed')
  await vi.advanceTimersByTimeAsync(1000)
  decide(review, 'AD')
  expect(review.hint?.words).toBe('There is no class AD any more: choose again.')
  decide(review, 'SPAM')
  await settle()
  expect(engine.calls).toEqual(['a AD', 'b SPAM'])
})

test('what was done today is called by the new name of its class', async () => {
  const { engine, review } = reviewing(['a', 'b'])
  await review.start()
  review.attend()
  decide(review, 'SPAM')
  await settle()
  engine.done = engine.done.map(annotation => ({ ...annotation, label: 'JUNK' }))
  for (const listener of engine.listeners) listener()
  await settle()
  expect(review.done.list.map(({ label }) => label)).toEqual(['JUNK'])
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
