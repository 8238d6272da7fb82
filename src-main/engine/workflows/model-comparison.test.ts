import { expect, test } from 'vitest'
import type { ModelComparison } from '../../../src-shared/model-comparison.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject } from '../testing/test-project.ts'

const two = [{ model: 'majority-vote' }, { model: 'consensus' }]

test('without votes, with an unknown model or an option out of bounds nothing is compared', async () => {
  const empty = await testProject()
  const { client, projectId } = empty
  await expect(client.modelComparison.run({ projectId })).rejects.toMatchObject({ code: 'NO_VOTES' })
  const oracle = [{ model: 'oracle' }]
  await expect(client.modelComparison.run({ projectId, models: oracle })).rejects.toMatchObject({
    code: 'MODEL_UNKNOWN',
  })
  const odd = [{ model: 'dawid-skene', options: { smoothing: NaN } }]
  await expect(client.modelComparison.run({ projectId, models: odd })).rejects.toBeDefined()
  expect((await client.modelComparison.last({ projectId })).comparison?.models ?? []).toEqual([])
})

test('every label model is compared: what it proposes, how long it takes, how well it does', async () => {
  const { client, projectId } = await sortedProject()
  const comparison = await client.modelComparison.run({ projectId, against: 'reference' })
  const all = (await client.labelModels.list()).map(({ id }) => id)
  expect(new Set(comparison.models.map(({ model }) => model))).toEqual(new Set(all))
  expect(comparison).toMatchObject({ against: 'reference', n: 60, heldBack: 0, waiting: [], stale: false })
  for (const { records, proposed, changed, seconds, evaluation } of comparison.models) {
    expect(records).toBe(60)
    expect(proposed).toBeGreaterThan(0)
    expect(changed).toBeUndefined()
    expect(seconds).toBeGreaterThan(0)
    expect(evaluation!.logLossCovered).toBeGreaterThanOrEqual(0)
    // What reads the texts as well proposes a class where no function votes.
    const judged = Math.max(evaluation!.covered, proposed)
    expect(evaluation!.reliability.reduce((sum, { count }) => sum + count, 0)).toBe(judged)
    expect(evaluation!.accuracyInterval![0]).toBeLessThan(evaluation!.accuracy!)
  }
  // Nothing becomes current.
  expect(await client.labelModels.current({ projectId })).toEqual({})
}, 60_000)

test('models are there as soon as each is done, and are remembered until they are stale', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  const seen: ModelComparison[] = []
  const watching = new AbortController()
  const updates = await client.jobs.watch({ projectId }, { signal: watching.signal })
  const listening = (async () => {
    for await (const { topics } of updates) {
      if (!topics.includes('comparison')) continue
      const { comparison } = await client.modelComparison.last({ projectId })
      seen.push(comparison!)
      if (comparison!.waiting.length === 0) break
    }
  })()
  await client.modelComparison.run({ projectId, models: two })
  await listening
  watching.abort()
  expect(seen.some(({ models, waiting }) => models.length === 1 && waiting[0] === 'consensus')).toBe(true)
  const remembered = async () => (await client.modelComparison.last({ projectId })).comparison!
  expect(await remembered()).toMatchObject({ stale: false, models: two })
  await project.add([{ id: 'new', text: 'apple' }])
  expect(await remembered()).toMatchObject({ stale: true, models: two })
})

test('gold of test measures and chooses no model; the rest is never scored by a fit that saw it', async () => {
  const project = await testProject(['fruit', 'tool'])
  const { client, projectId } = project
  const truth = (i: number) => (i % 2 === 0 ? 'fruit' : 'tool')
  const records = Array.from({ length: 40 }, (_, i) => ({
    id: `r${i}`,
    text: truth(i),
    split: i < 10 ? 'test' : 'train',
    // The gold of ten records contradicts their votes.
    gold: i < 30 ? truth(i < 20 ? i : i + 1) : null,
  }))
  await project.add(records, { id: 'id', text: 'text', split: 'split', gold: 'gold' })
  for (const [name, word] of [['one', 'fruit'], ['two', 'fruit'], ['three', 'tool']] as const) {
    await project.saveLf(name, `(x) => x.text === '${word}' ? '${word}' : ABSTAIN`)
  } // prettier-ignore
  await client.labelingFunctions.apply({ projectId })
  const { against, n, heldBack, models } = await client.modelComparison.run({ projectId, models: two.slice(0, 1) })
  expect({ against, n, heldBack }).toEqual({ against: 'gold', n: 20, heldBack: 10 })
  expect(models[0]!.evaluation).toMatchObject({ n: 20, accuracy: 0.5 })
})

test('the current fit is compared with its own options, and the others by what they would change', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'dawid-skene', options: { smoothing: 3 } })
  const wishes = [{ model: 'dawid-skene' }, { model: 'consensus' }]
  const { models } = await client.modelComparison.run({ projectId, models: wishes })
  expect(models[0]).toMatchObject({ options: { smoothing: 3 }, changed: 0 })
  expect(models[1]!.proposed).toBe(60)
  expect(models[1]!.changed).toBeGreaterThanOrEqual(60 - models[0]!.proposed)
  await client.labelModels.fit({ projectId, model: 'consensus' })
  const { comparison } = await client.modelComparison.last({ projectId })
  expect(comparison!.models.map(({ changed }) => changed === 0)).toEqual([false, true])
})

test('a comparison that is cancelled keeps the models that were done', async () => {
  const { client, engine, projectId } = await sortedProject()
  const updates = await client.jobs.watch({ projectId })
  const ended = client.modelComparison.run({ projectId }).catch((error: unknown) => error)
  for await (const { jobs } of updates) {
    const job = jobs.find(({ title }) => title === 'Compare label models')
    if (job && job.share !== undefined && job.share > 0.1) {
      engine.cancel(job.jobId)
      break
    }
  }
  expect(await ended).toMatchObject({ code: 'JOB_CANCELLED' })
  const { comparison } = await client.modelComparison.last({ projectId })
  expect(comparison!.waiting).toEqual([])
  expect(comparison!.models.length).toBeLessThan(10)
})
