import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'
import type { TestProject } from '../testing/test-project.ts'

async function reviewed(): Promise<TestProject> {
  const project = await sortedProject()
  const { client, projectId } = project
  await client.projects.addClass({ projectId, name: 'zoo' })
  for (let i = 0; i < 20; i++) {
    const label = i % 3 === 0 ? 'zoo' : i % 2 === 0 ? 'fruit' : 'tool'
    await client.review.submit({ projectId, annotator: 'ada', id: `r${i}`, decision: { label } })
  }
  await client.labelModels.fit({ projectId, model: 'auto' })
  return project
}

test('what took long to compute is there on the next day, and stale once what it was made from has changed', async () => {
  const { client, projectId, engine } = await reviewed()
  await client.quality.check({ projectId })
  await client.modelQuality.judge({ projectId })
  await client.modelQuality.learn({ projectId })
  await client.modelComparison.run({ projectId, models: [{ model: 'majority-vote' }, { model: 'weighted-vote' }] })
  await client.simulation.run({ projectId, reviews: 5, strategies: ['random'] })
  const last = async () => ({
    check: (await client.quality.last({ projectId })).check,
    ...(await client.modelQuality.last({ projectId })),
    comparison: (await client.modelComparison.last({ projectId })).comparison,
    simulation: (await client.simulation.last({ projectId })).simulation,
  })
  const before = await last()
  for (const one of Object.values(before)) expect(one).toBeDefined()

  const reopen = async () => {
    await client.projects.close({ projectId })
    await client.projects.open({ ref: projectId })
  }
  await reopen()
  const { comparison, ...others } = await last()
  const { comparison: compared, ...unchanged } = before
  expect(others).toEqual(unchanged)
  // How many records would change is counted on posteriors, which are not kept.
  const withoutCounts = compared!.models.map(model => ({ ...model, changed: undefined }))
  expect(comparison).toEqual({ ...compared, models: withoutCounts })

  await client.review.submit({ projectId, annotator: 'ada', id: 'r30', decision: { label: 'tool' } })
  const { check, quality, curve, simulation, comparison: old } = await last()
  expect([check!, old!, simulation!].map(({ stale }) => stale)).toEqual([true, true, true])
  expect([quality!, curve!].map(({ isStale }) => isStale)).toEqual([true, true])

  Object.assign(engine.services, { version: 'another' })
  await reopen()
  expect(Object.values(await last()).filter(one => one !== undefined)).toEqual([])
})

test('after a class was merged a quality check names classes as they are, and nothing as its own opposite', async () => {
  const { client, projectId } = await reviewed()
  const before = (await client.quality.check({ projectId })).labelErrors.suspects
  expect(before.filter(({ suggested }) => suggested === 'zoo').length).toBeGreaterThan(0)
  await client.projects.removeClass({ projectId, index: 0, into: 1 })
  await client.review.settle({ projectId })
  const { check } = await client.quality.last({ projectId })
  const after = check!.labelErrors.suspects
  const nameNow = (name: string) => (name === 'fruit' ? 'tool' : name)
  expect(after.map(({ id, given, suggested }) => [id, given, suggested])).toEqual(
    before
      .map(({ id, given, suggested }) => [id, nameNow(given), nameNow(suggested)])
      .filter(([, given, suggested]) => given !== suggested),
  )
})
