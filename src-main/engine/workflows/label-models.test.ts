import { expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Sixty short texts about fruit or tools; three functions know some of the words. */
async function sorted(): Promise<TestProject> {
  const project = await testProject(['fruit', 'tool'])
  const fruit = ['apple', 'pear', 'plum', 'cherry']
  const tools = ['hammer', 'saw', 'pliers', 'drill']
  const records = Array.from({ length: 60 }, (_, i) => {
    const words = i % 2 === 0 ? fruit : tools
    return { id: `r${i}`, text: `${words[i % 4]} and ${words[(i + 1 + (i % 3)) % 4]} ${i % 2 === 0 ? 'tree' : 'box'}`, truth: i % 2 === 0 ? 'fruit' : 'tool' }
  }) // prettier-ignore
  await project.add(records, { id: 'id', text: 'text', reference: 'truth' })
  await project.saveLf('apple', `(x) => h.anyOf(x.text, ['apple']) ? 'fruit' : ABSTAIN`)
  await project.saveLf('hammer', `(x) => h.anyOf(x.text, ['hammer']) ? 'tool' : ABSTAIN`)
  await project.saveLf('saw', `(x) => h.anyOf(x.text, ['saw']) ? 'tool' : ABSTAIN`)
  await project.client.labelingFunctions.apply({ projectId: project.projectId })
  return project
}

test('fitting without votes, an unknown model and options out of bounds are problems of their own', async () => {
  const empty = await testProject()
  await expect(empty.client.labelModels.fit({ projectId: empty.projectId })).rejects.toMatchObject({ code: 'NO_VOTES' })
  const { client, projectId } = await sorted()
  await expect(client.labelModels.fit({ projectId, model: 'oracle' })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
  const options = { smoothing: -1 }
  await expect(client.labelModels.fit({ projectId, model: 'dawid-skene', options })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
  expect(await client.labelModels.current({ projectId })).toEqual({})
})

test('every model fits, answers for every record, and is scored', async () => {
  const { client, projectId } = await sorted()
  for (const { id } of await client.labelModels.list()) {
    const fit = await client.labelModels.fit({ projectId, model: id })
    expect({ id, sum: Object.values(fit.states).reduce((a, b) => a + b) }).toEqual({ id, sum: 60 })
    const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
    expect(score).toMatchObject({ model: id, n: 60 })
    expect(score!.accuracyCovered).toBeGreaterThan(0.9)
  }
}, 60_000)

test('a model that reads text reaches records without a vote, one that does not leaves them uncovered', async () => {
  const { client, projectId } = await sorted()
  const uncovered = 60 - (await client.projects.overview({ projectId })).covered
  expect(uncovered).toBeGreaterThan(0)
  expect((await client.labelModels.fit({ projectId, model: 'dawid-skene' })).states.uncovered).toBe(uncovered)
  expect((await client.labelModels.fit({ projectId, model: 'consensus' })).states.uncovered).toBe(0)
  await client.labelModels.fit({ projectId, model: 'consensus' })
  const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
  expect(score!.accuracy).toBeGreaterThan(0.9)
})

test('a fit is stale as soon as votes, gold or records change, and says which', async () => {
  const project = await sorted()
  const { client, projectId } = project
  const stale = async () => (await client.labelModels.current({ projectId })).model!.staleBecause
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  expect(await stale()).toEqual([])
  await project.saveLf('saw', `(x) => h.anyOf(x.text, ['saw', 'drill']) ? 'tool' : ABSTAIN`)
  expect(await stale()).toEqual([])
  await client.labelingFunctions.apply({ projectId })
  expect(await stale()).toEqual(['votes'])
  await project.add([{ id: 'new', text: 'apple' }])
  expect(await stale()).toEqual(['records', 'votes', 'gold'])
})
