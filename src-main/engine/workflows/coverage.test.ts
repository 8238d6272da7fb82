import { expect, test } from 'vitest'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { createRandom } from '../core/numeric/random.ts'
import { testProject } from '../testing/test-project.ts'

test('each bar opens exactly the records that it counts, and the covered ones among them', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const random = createRandom(3)
  const records = Array.from({ length: 90 }, (_, i) => ({
    id: `r${i}`,
    text: i % 4 === 0 ? 'short' : 'a longer text',
    author: i % 11 === 0 ? null : `author ${i % 20}`,
    date: i % 13 === 0 ? '' : `2015-0${1 + (i % 5)}-1${i % 9}T10:00:00`,
    likes: i % 3,
    isReply: i % 7 === 0 ? null : i % 4 === 1,
    score: (i % 5) / 7,
    tags: i % 2 ? ['a', 'b'] : [],
    gold: i < 12 ? ['HAM', 'SPAM'][i % 2] : null,
    split: i % 2 ? 'train' : 'test',
  }))
  await project.add(records, { id: 'id', text: 'text', gold: 'gold', split: 'split' })
  const vote = () => (random() < 0.6 ? '' : random() < 0.5 ? 'HAM' : 'SPAM')
  const lines = records.map(({ id }) => [id, vote(), vote(), vote()].join(','))
  await client.labelingFunctions.importVotes({ projectId, fileId: project.file('v.csv', ['id,a,b,c', ...lines].join('\n')) }) // prettier-ignore
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await client.slices.save({ projectId, name: 'brief', definition: { kind: 'filter', filter: { search: 'short' } } })

  const count = async (filter: RecordFilter) =>
    (await client.records.list({ projectId, filter, offset: 0, limit: 1 })).total
  for (const split of [undefined, 'train' as const]) {
    const part: RecordFilter = split ? { splits: [split] } : {}
    const expectCounts = async (filter: RecordFilter, { records, covered }: { records: number; covered: number }) => {
      expect(await count({ ...part, ...filter })).toBe(records)
      expect(await count({ ...part, ...filter, marks: ['covered'] })).toBe(covered)
    }
    const byAuthor = await client.analysis.coverage({ projectId, split, field: 'author' })
    await expectCounts({}, byAuthor)
    for (const { from, to, records } of byAuthor.votes)
      expect(await count({ ...part, voteCount: { from, to } })).toBe(records)
    for (const { label, ...counts } of byAuthor.classes)
      await expectCounts(label === undefined ? { states: ['tied', 'uncovered'] } : { label }, counts)
    expect(byAuthor.slices).toHaveLength(1)
    await expectCounts({ slices: ['brief'] }, byAuthor.slices[0]!)
    for (const { value, ...counts } of byAuthor.field!.values)
      await expectCounts({ field: { name: 'author', equals: value } }, counts)
    const sum = byAuthor.field!.values.reduce((total, { records }) => total + records, byAuthor.field!.others)
    expect(sum).toBe(records.filter((each, i) => each.author !== null && (!split || i % 2 === 1)).length)

    const byTime = (await client.analysis.coverage({ projectId, split, field: 'date' })).field!
    expect([byTime.by, byTime.values.map(({ value }) => value)]).toEqual(['month', ['2015-01', '2015-02', '2015-03', '2015-04', '2015-05']]) // prettier-ignore
    for (const { value, ...counts } of byTime.values)
      await expectCounts({ field: { name: 'date', equals: value, isStart: true } }, counts)
  }
  for (const [field, values] of [
    ['likes', 3],
    ['isReply', 2],
    ['score', 5],
    ['tags', 2],
  ] as const) {
    // prettier-ignore
    const told = (await client.analysis.coverage({ projectId, field })).field!
    expect([field, told.values.length, told.others]).toEqual([field, values, 0])
    for (const { value, records } of told.values)
      expect([value, await count({ field: { name: field, equals: value } })]).toEqual([value, records])
  }
  expect((await client.analysis.coverage({ projectId, field: 'nothing' })).field).toMatchObject({
    values: [],
    others: 0,
  })
})
