import { expect, test } from 'vitest'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { createRandom, randomInteger } from '../core/numeric/random.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Comments with gold on two of five; of the others every third is about ships, of which no record with gold speaks. */
async function harbour(): Promise<TestProject & { total: (filter: RecordFilter) => Promise<number> }> {
  const project = await testProject()
  const random = createRandom(3)
  const word = (from: readonly string[]) => from[randomInteger(random, from.length)]!
  const records = Array.from({ length: 300 }, (_, i) => {
    const isLabeled = i % 5 < 2
    const isForeign = !isLabeled && i % 3 === 0
    const from = isForeign ? ['anchor', 'harbour', 'sail'] : ['song', 'video', 'channel', 'beat', 'dance', 'voice']
    const text = `${isForeign ? 'ship' : word(from)} ${word(from)} ${word(from)}`
    const gold = isLabeled ? (i % 2 ? 'SPAM' : 'HAM') : null
    return { id: `r${i}`, text, gold, stars: isForeign ? 9 : randomInteger(random, 4) }
  })
  await project.add(records, { id: 'id', text: 'text', gold: 'gold' })
  const { client, projectId } = project
  const total = async (filter: RecordFilter) =>
    (await client.records.list({ projectId, filter, offset: 0, limit: 1 })).total
  return { ...project, total }
}

test('records of another kind are told apart, by words and numbers that are named, and each number opens its records', async () => {
  const { client, projectId, total } = await harbour()
  expect(await client.distribution.last({ projectId })).toEqual({})
  const check = await client.distribution.check({ projectId })
  expect(check).toMatchObject({ by: 'gold', labeled: 120, others: 180, share: 0.05, stale: false })
  // A third of the others is foreign, the rest is ranked by chance: ⅓ + ⅔ · ½.
  expect(check.auc).toBeGreaterThan(0.6)
  expect(check.auc).toBeLessThan(0.75)
  const ships = 60
  expect(check.out).toBeGreaterThanOrEqual(ships)
  // Of those that are like the labeled ones a twentieth, give or take what so few leave to chance.
  expect(check.out).toBeLessThan(ships + 0.2 * 120)
  const told = new Map(check.features.map(feature => [feature.name, feature]))
  expect(told.get('ship')).toMatchObject({ side: 'others', labeledShare: 0, otherShare: expect.closeTo(60 / 180, 10) })
  expect(told.get('stars')).toMatchObject({ side: 'others', isNumber: true })
  expect(check.reads).toMatch(/words and pairs of words; the field stars$/)
  expect([await total({ domain: 'labeled' }), await total({ domain: 'out' })]).toEqual([120, check.out])
  expect(await total({ domain: 'in' })).toBe(180 - check.out)
  expect(await total({ domain: 'out', search: 'ship' })).toBe(ships)
  expect((await client.distribution.last({ projectId })).check).toEqual(check)
})

test('the records out of the domain are kept as a slice, and follow the next comparison', async () => {
  const { client, projectId } = await harbour()
  const definition = { kind: 'filter' as const, filter: { domain: 'out' as const } }
  await expect(client.slices.save({ projectId, name: 'foreign', definition })).rejects.toMatchObject({
    code: 'NOT_COMPARED',
  })
  const { out } = await client.distribution.check({ projectId })
  expect(await client.slices.save({ projectId, name: 'foreign', definition })).toMatchObject({ records: out })
  const wider = await client.distribution.check({ projectId, share: 0.5 })
  expect(wider.out).toBeGreaterThan(out)
  expect(await client.slices.list({ projectId })).toMatchObject([{ name: 'foreign', records: wider.out, status: 'ok' }])
})

test('where hardly any gold is there the covered records stand for the labeled ones; what changes makes it stale', async () => {
  const { add, client, projectId, saveLf, total } = await harbour()
  await saveLf('ships', `(x) => /ship/.test(x.text) ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  const check = await client.distribution.check({ projectId, by: 'votes' })
  expect(check).toMatchObject({ by: 'votes', labeled: 60, others: 240, auc: 1, out: 240 })
  expect(check.interval[1]).toBe(1)
  await client.review.submit({ projectId, annotator: 'ada', id: 'r2', decision: { label: 'HAM' } })
  const isStale = async () => (await client.distribution.last({ projectId })).check!.stale
  expect(await isStale()).toBe(false)
  await add([{ id: 'late', text: 'a late ship' }])
  expect(await isStale()).toBe(true)
  expect(await total({ domain: 'in' })).toBe(0)
  expect(await total({})).toBe(301)
})

test('without two records on each side, or without anything to read, it says what is missing', async () => {
  const { add, client, projectId } = await testProject()
  await add([{ id: 'a', text: 'one' }, { id: 'b', text: 'two' }]) // prettier-ignore
  await expect(client.distribution.check({ projectId })).rejects.toMatchObject({ code: 'RECORDS_SAY_NOTHING' })
  await add([{ id: 'c', text: 'one' }])
  await expect(client.distribution.check({ projectId })).rejects.toMatchObject({
    code: 'ONE_SIDED',
    data: { labeled: 0, others: 3, by: 'votes' },
  })
  await expect(client.distribution.check({ projectId, by: 'gold' })).rejects.toThrow(/have gold, and 3 have none/)
})
