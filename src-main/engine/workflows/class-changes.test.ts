import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'
import { testEngine, type TestProject } from '../testing/test-project.ts'

/** Fitted, and an end model trained on it is current; of three classes if need be: two records are told to be odd. */
async function trained(more: { odd?: boolean } = {}): Promise<TestProject> {
  const project = await sortedProject()
  const { client, projectId } = project
  if (more.odd) {
    await client.projects.addClass({ projectId, name: 'odd' })
    for (const id of ['r1', 'r3', 'r5', 'r7'])
      await client.review.submit({ projectId, id, annotator: 'ada', decision: { label: 'odd' } })
    await client.review.settle({ projectId })
  }
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await client.endModels.train({ projectId, makeCurrent: 'always' })
  return project
}

interface Row {
  id: string
  label: string
  source: string
  probabilities: Record<string, number>
}

async function rowsOf({ client, engine, projectId }: Pick<TestProject, 'client' | 'engine' | 'projectId'>) {
  const options = { format: 'jsonl' as const, probabilities: true }
  const { fileId } = await client.records.export({ projectId, options })
  const lines = readFileSync(engine.files.path(fileId), 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line) as Row)
}

const sumsOf = (rows: Row[]) =>
  rows.map(({ probabilities }) => Math.round(Object.values(probabilities).reduce((sum, p) => sum + p, 0) * 1e9) / 1e9)

test('a class that is renamed while an end model is current takes nothing away but its name', async () => {
  const project = await trained()
  const { client, projectId } = project
  const before = await rowsOf(project)
  await client.projects.editClass({ projectId, index: 1, name: 'device' })
  const renamed = (name: string) => (name === 'tool' ? 'device' : name)
  expect(await rowsOf(project)).toEqual(
    before.map(row => ({
      ...row,
      label: renamed(row.label),
      probabilities: Object.fromEntries(Object.entries(row.probabilities).map(([name, p]) => [renamed(name), p])),
    })),
  )
  const { fit, model } = await client.labelModels.current({ projectId })
  expect(model).toMatchObject({ model: 'softmax-regression', staleBecause: [] })
  expect(fit!.lfs[0]!.classes!.map(({ label }) => label)).toEqual(['fruit', 'device'])
  const [training] = await client.endModels.trainings({ projectId })
  expect(training!.topFeatures.map(({ label }) => label)).toEqual(['fruit', 'device'])
  await project.add([{ id: 'new', text: 'hammer and drill box' }])
  await client.endModels.predict({ projectId })
  expect((await rowsOf(project)).at(-1)).toMatchObject({ id: 'new', label: 'device', source: 'end-model' })
})

test('an end model goes on reading records after a class was added, of which it knows nothing', async () => {
  const project = await trained()
  const { client, projectId } = project
  const before = await rowsOf(project)
  await client.projects.addClass({ projectId, name: 'other' })
  await project.add([{ id: 'new', text: 'hammer and drill box' }])
  await client.endModels.predict({ projectId })
  const after = await rowsOf(project)
  expect(after.slice(0, -1).map(({ label }) => label)).toEqual(before.map(({ label }) => label))
  expect(after.at(-1)).toMatchObject({ id: 'new', label: 'tool', probabilities: { other: 0 } })
  expect(sumsOf(after)).toEqual(after.map(() => 1))
  expect((await client.projects.verify({ projectId })).ok).toBe(true)
})

test('a class is merged while an end model is current: it is trained again and stays current', async () => {
  const project = await trained({ odd: true })
  const { client, projectId } = project
  const before = await rowsOf(project)
  expect(before[1]).toMatchObject({ label: 'odd', source: 'review' })
  await client.projects.removeClass({ projectId, index: 2, into: 1 })
  const [meanwhile] = await client.endModels.trainings({ projectId })
  expect(meanwhile!.metrics?.confusion?.length ?? 2).toBe(2)
  await client.review.settle({ projectId })
  const after = await rowsOf(project)
  expect(after[1]).toMatchObject({ label: 'tool', source: 'review' })
  expect(sumsOf(after)).toEqual(after.map(() => 1))
  expect((await client.labelModels.current({ projectId })).model).toMatchObject({
    model: 'softmax-regression',
    staleBecause: [],
  })
  expect(await client.endModels.trainings({ projectId })).toMatchObject([{ current: true }])
  await project.add([{ id: 'new', text: 'hammer and drill box' }])
  await client.endModels.predict({ projectId })
  expect((await rowsOf(project)).at(-1)).toMatchObject({ id: 'new', label: 'tool' })
  expect((await client.projects.verify({ projectId })).ok).toBe(true)
})

test('a project that ended before its end model had learned of a merge says what to do, and goes on', async () => {
  const { client, engine, folder, projectId } = await trained({ odd: true })
  const { store } = engine.project(projectId)
  await client.projects.removeClass({ projectId, index: 2, into: 1 })
  await client.review.settle({ projectId })
  // As it was until the refit: what was learned of three classes belongs to no fit.
  const current = store.models.current()!
  store.models.put({ ...current }, store.models.posterior(current))
  await client.projects.close({ projectId })
  const again = testEngine(folder)
  const opened = await again.client.projects.open({ ref: again.engine.refOf(`${folder}/test.heddle`) })
  const id = opened.projectId
  await expect(again.client.endModels.predict({ projectId: id })).rejects.toMatchObject({ code: 'END_MODEL_OUTDATED' })
  const rows = await rowsOf({ ...again, projectId: id })
  expect(sumsOf(rows)).toEqual(rows.map(() => 1))
  await again.client.endModels.train({ projectId: id, makeCurrent: 'always' })
  await again.client.endModels.predict({ projectId: id })
  expect((await again.client.projects.verify({ projectId: id })).ok).toBe(true)
})
