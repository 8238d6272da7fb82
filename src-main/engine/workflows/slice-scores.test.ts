import { expect, test } from 'vitest'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { createRandom, randomInteger } from '../core/numeric/random.ts'
import { testProject } from '../testing/test-project.ts'

/** 600 messages with gold; the only LF is wrong where the word "refund" stands. */
async function project() {
  const opened = await testProject()
  const random = createRandom(7)
  const word = () => `word${String.fromCharCode(97 + randomInteger(random, 26))}`
  const records = Array.from({ length: 600 }, (_, i) => {
    const isRefund = i % 10 === 0
    const isWrong = isRefund ? i % 30 !== 0 : i % 17 === 1
    const said = i % 2 === 0 ? 'HAM' : 'SPAM'
    const gold = isWrong ? (said === 'HAM' ? 'SPAM' : 'HAM') : said
    const text = `${said} ${word()} ${isRefund ? 'refund' : word()} ${word()}`
    return { id: `r${i}`, text, gold, split: i % 3 === 0 ? 'test' : 'train' }
  })
  await opened.add(records, { id: 'id', text: 'text', gold: 'gold', split: 'split' })
  await opened.saveLf('said', `(x) => x.text.startsWith('HAM') ? 'HAM' : 'SPAM'`)
  const { client, projectId } = opened
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const total = async (filter: RecordFilter) =>
    (await client.records.list({ projectId, filter, offset: 0, limit: 1 })).total
  return { ...opened, total }
}

test('a planted bad slice is found first, and kept by its function it holds the same records', async () => {
  const { client, projectId, total } = await project()
  const { found, all } = await client.slices.score({ projectId })
  const [first] = found
  expect(first!.pattern).toEqual({ kind: 'phrase', phrase: 'refund' })
  expect(first).toMatchObject({ n: 60, right: 20, accuracy: 20 / 60 })
  expect(first!.accuracy!).toBeLessThan(all.accuracy!)
  for (const { key, name, source, n } of found) {
    const kept = await client.slices.save({ projectId, name, definition: { kind: 'function', source } })
    expect(kept).toMatchObject({ records: n, status: 'ok', faults: 0 })
    expect(await total({ slices: [name], scored: { outcome: 'any', found: key } })).toBe(n)
  }
})

test('every number opens exactly the records that it counts', async () => {
  const { client, projectId, total } = await project()
  const save = (name: string, filter: RecordFilter) =>
    client.slices.save({ projectId, name, definition: { kind: 'filter', filter } })
  await save('refunds', { search: 'refund' })
  await save('w words', { search: 'word' })
  await save('says ham', { votes: [{ lf: 'said', vote: { class: 'HAM' } }] })
  const { all, slices, found } = await client.slices.score({ projectId, split: 'test' })
  expect(await total({ scored: { outcome: 'any' } })).toBe(all.n)
  expect(await total({ scored: { outcome: 'right' } })).toBe(all.right)
  for (const { name, n, right } of slices) {
    expect(await total({ scored: { outcome: 'any', slice: name } })).toBe(n)
    expect(await total({ scored: { outcome: 'right', slice: name } })).toBe(right)
    expect(await total({ scored: { outcome: 'wrong', slice: name } })).toBe(n - right)
  }
  for (const { key, n, right } of found) {
    expect(await total({ scored: { outcome: 'any', found: key } })).toBe(n)
    expect(await total({ scored: { outcome: 'wrong', found: key } })).toBe(n - right)
  }
  // They go on opening what was counted, when the slice is another one now.
  const before = slices.find(({ name }) => name === 'refunds')!.n
  await save('refunds', { search: 'HAM' })
  expect(await total({ scored: { outcome: 'any', slice: 'refunds' } })).toBe(before)
  const { scores } = await client.slices.lastScores({ projectId })
  expect(scores!.isStale).toBe(false)
  expect(scores!.slices.filter(({ isStale }) => isStale).map(({ name }) => name)).toEqual(['refunds'])
})

test('the score of a slice is what evaluate says of it, the worst stands first, and few records stand last', async () => {
  const { client, projectId } = await project()
  const save = (name: string, filter: RecordFilter) =>
    client.slices.save({ projectId, name, definition: { kind: 'filter', filter } })
  await save('ham', { search: 'HAM' })
  await save('refunds', { search: 'refund' })
  await save('one', { search: 'r10' })
  await save('none', { states: ['uncovered'] })
  expect((await client.slices.lastScores({ projectId })).scores).toBeUndefined()
  const { slices, isStale } = await client.slices.score({ projectId })
  expect(isStale).toBe(false)
  expect(slices.map(({ name }) => name)).toEqual(['refunds', 'ham', 'one', 'none'])
  for (const { name, n, accuracy, interval } of slices.slice(0, 2)) {
    const [scores] = await client.analysis.evaluate({ projectId, slice: name })
    expect({ n, accuracy, interval }).toEqual({
      n: scores!.n,
      accuracy: scores!.accuracy,
      interval: scores!.accuracyInterval,
    })
  }
  const none = slices.at(-1)!
  expect(none).toMatchObject({ n: 0, right: 0 })
  expect(none.accuracy).toBeUndefined()
  expect(none.interval).toBeUndefined()
  await client.review.submit({ projectId, id: 'r1', annotator: 'ada', decision: { label: 'HAM' } })
  expect((await client.slices.lastScores({ projectId })).scores!.isStale).toBe(true)
})

test('without a model, or gold to score against, it says what to do', async () => {
  const { client, projectId, add } = await testProject()
  await add([{ id: 'a', text: 'one' }])
  await expect(client.slices.score({ projectId })).rejects.toMatchObject({ code: 'NO_MODEL' })
  await expect(
    client.records.list({ projectId, filter: { scored: { outcome: 'any' } }, offset: 0, limit: 1 }),
  ).rejects.toMatchObject({ code: 'SCORES_GONE' })
})
