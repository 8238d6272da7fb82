import { expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

const ada = { annotator: 'ada' }
const fruit = ['apple', 'pear', 'plum', 'cherry']
const tools = ['hammer', 'saw', 'pliers', 'drill']

/** Eighty texts about fruit or tools, and no labeling function. */
async function unvoted(): Promise<TestProject> {
  const project = await testProject(['fruit', 'tool'])
  const records = Array.from({ length: 80 }, (_, i) => {
    const words = i % 2 === 0 ? fruit : tools
    return { id: `r${i}`, text: `${words[i % 4]} and ${words[(i + 1 + (i % 3)) % 4]}`, truth: classOf(i) }
  })
  await project.add(records, { id: 'id', text: 'text', reference: 'truth' })
  return project
}

const classOf = (i: number): string => (i % 2 === 0 ? 'fruit' : 'tool')

/** Answers so many of the records that the queue asks; their ids. */
async function review({ client, projectId }: TestProject, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let answers = 0; answers < count; answers++) {
    const [next] = await client.queue.list({ projectId, limit: 1 })
    const { id } = next!
    const label = classOf(Number(id.slice(1)))
    await client.review.submit({ projectId, ...ada, id, decision: { label } })
    ids.push(id)
  }
  return ids
}

test('where no labeling function votes the tenth answer makes a model, which proposes the others and learns from then on', async () => {
  const project = await unvoted()
  const { client, projectId } = project
  await review(project, 9)
  expect(await client.review.settle({ projectId })).toMatchObject({ labelsChanged: 9 })
  expect(await client.endModels.trainings({ projectId })).toEqual([])

  await review(project, 1)
  expect((await client.review.settle({ projectId })).labelsChanged).toBe(71)
  const [training] = await client.endModels.trainings({ projectId })
  expect(training).toMatchObject({ model: 'softmax-regression', current: true, usedGold: 10, usedPseudo: 0 })
  expect(training!.trainedOn).toBeUndefined()
  expect(training!.reason).toMatch(/^No labeling function votes/)
  const { model } = await client.labelModels.current({ projectId })
  expect(model).toMatchObject({ model: 'softmax-regression', fromGoldAlone: true })
  const { manifest } = await client.records.export({ projectId, options: { format: 'jsonl' } })
  expect(manifest).toMatchObject({ model: null, endModel: { id: 'softmax-regression', usedGold: 10 } })
  expect(training!.metrics).toMatchObject({ against: 'gold', n: 10 })
  const [scores] = await client.analysis.evaluate({ projectId, against: 'reference' })
  expect(scores!.accuracy).toBeGreaterThan(0.9)

  await review(project, 5)
  await client.review.settle({ projectId })
  expect((await client.endModels.trainings({ projectId }))[0]).toMatchObject({ usedGold: 15, current: true })
})

test('answers of one class alone make no model, and one that has lost its answers again stays as it was', async () => {
  const project = await unvoted()
  const { client, projectId } = project
  const decide = (id: string, label: string) => client.review.submit({ projectId, ...ada, id, decision: { label } })
  for (let i = 0; i < 20; i += 2) await decide(`r${i}`, 'fruit')
  await client.review.settle({ projectId })
  expect(await client.endModels.trainings({ projectId })).toEqual([])
  await decide('r1', 'tool')
  await client.review.settle({ projectId })
  expect(await client.endModels.trainings({ projectId })).toMatchObject([{ usedGold: 11 }])
  await client.review.undo({ projectId, ...ada })
  await client.review.settle({ projectId })
  expect(await client.endModels.trainings({ projectId })).toMatchObject([{ usedGold: 11, stale: true }])
})

test('records that say nothing make no model, however many are answered', async () => {
  const project = await testProject(['fruit', 'tool'])
  const { client, projectId } = project
  await project.add(Array.from({ length: 12 }, (_, i) => ({ id: `r${i}`, text: null })))
  await review(project, 12)
  await client.review.settle({ projectId })
  expect(await client.endModels.trainings({ projectId })).toEqual([])
  expect(await client.labelModels.current({ projectId })).toEqual({})
})

test('strategies are played with an end model where no labeling function votes', async () => {
  const { client, projectId } = await unvoted()
  const curves = await client.simulation.run({ projectId, reviews: 20, strategies: ['default', 'random'], seeds: 1 })
  for (const { curve } of curves) {
    expect(curve[0]).toEqual({ reviews: 0, accuracy: 0 })
    expect(curve.at(-1)!.accuracy).toBeGreaterThan(0.8)
  }
  const { simulation } = await client.simulation.last({ projectId })
  expect(simulation!.model).toMatch(/^Softmax regression/)
})
