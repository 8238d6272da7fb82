import { expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Three LFs of which two outvote a third that Dawid–Skene comes to trust more; some records only one LF speaks of. */
async function disputed(): Promise<TestProject> {
  const project = await testProject(['fruit', 'tool'])
  const { client, projectId } = project
  const records = Array.from({ length: 90 }, (_, i) => ({ id: `r${i}`, text: i % 3 === 0 ? 'apple hammer' : i % 3 === 1 ? 'apple' : 'saw' }))
  await project.add(records)
  await project.saveLf('apple', `(x) => h.anyOf(x.text, ['apple']) ? 'fruit' : ABSTAIN`)
  await project.saveLf('hammer', `(x) => h.anyOf(x.text, ['hammer']) ? 'tool' : ABSTAIN`)
  await project.saveLf('saw', `(x) => h.anyOf(x.text, ['saw']) ? 'tool' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  return project
} // prettier-ignore

const first = { model: 'majority-vote' }
const second = { model: 'dawid-skene' }

test('a model agrees with itself on every record', async () => {
  const { client, projectId } = await disputed()
  const found = await client.modelComparison.disagreements({
    projectId,
    first: second,
    second,
    offset: 0,
    limit: 10,
  })
  expect(found).toMatchObject({ records: 90, same: 90, other: 0, onlyFirst: 0, onlySecond: 0, rows: [] })
})

test('records on which two models differ come with what each proposes, page by page', async () => {
  const { client, projectId } = await disputed()
  const ask = (offset: number, limit: number) =>
    client.modelComparison.disagreements({ projectId, first, second, offset, limit })
  const all = await ask(0, 500)
  expect(all.same + all.other + all.onlyFirst + all.onlySecond).toBe(90)
  expect(all.rows).toHaveLength(90 - all.same)
  expect(all.rows.length).toBeGreaterThan(0)
  for (const row of all.rows) {
    expect(row.first.label).not.toBe(row.second.label)
    expect(row.first.probability).toBeGreaterThanOrEqual(0.5)
    expect(row.text).toBe('apple hammer')
  }
  expect((await ask(2, 3)).rows).toEqual(all.rows.slice(2, 5))
})

test('where gold settles it, it says which of the two was right', async () => {
  const { client, projectId } = await disputed()
  const before = await client.modelComparison.disagreements({ projectId, first, second, offset: 0, limit: 1 })
  const { id } = before.rows[0]!
  await client.review.submit({ projectId, annotator: 'ada', id, decision: { label: 'tool' } })
  const after = await client.modelComparison.disagreements({ projectId, first, second, offset: 0, limit: 500 })
  const known = await client.modelComparison.disagreements({
    projectId,
    first,
    second,
    goldOnly: true,
    offset: 0,
    limit: 9,
  })
  expect(known.rows.map(each => each.id)).toEqual([id])
  const row = after.rows.find(each => each.id === id)
  expect(row).toMatchObject({ gold: 'tool' })
  expect(after.gold).toEqual({
    n: 1,
    first: row!.first.label === 'tool' ? 1 : 0,
    second: row!.second.label === 'tool' ? 1 : 0,
  })
})

test('options that were changed in the form are compared as well', async () => {
  const { client, projectId } = await disputed()
  await client.labelModels.fit({ projectId, ...second })
  const changed = { model: 'dawid-skene', options: { iterations: 1 } }
  const found = await client.modelComparison.disagreements({
    projectId,
    first: second,
    second: changed,
    offset: 0,
    limit: 10,
  })
  expect(found.records).toBe(90)
  const odd = { model: 'dawid-skene', options: { rounds: 1 } }
  const asked = client.modelComparison.disagreements({ projectId, first, second: odd, offset: 0, limit: 10 })
  await expect(asked).rejects.toMatchObject({ code: 'OPTION_INVALID' })
})
