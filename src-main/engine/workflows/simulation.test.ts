import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject } from '../testing/test-project.ts'

test('strategies are played against the reference, each seed once, and nothing of it stays', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const before = await client.projects.overview({ projectId })
  const strategies = ['default', 'entropy', 'random']
  const curves = await client.simulation.run({ projectId, reviews: 12, strategies, seeds: 2, seed: 7 })
  expect(curves.map(({ strategy, seed }) => `${strategy} ${seed}`)).toEqual([
    'default 7',
    'default 8',
    'entropy 7',
    'entropy 8',
    'random 7',
    'random 8',
  ])
  for (const { curve } of curves) expect(curve.map(({ reviews }) => reviews)).toEqual([0, 5, 10, 12])
  expect(await client.simulation.run({ projectId, reviews: 12, strategies, seeds: 2, seed: 7 })).toEqual(curves)
  expect(await client.projects.overview({ projectId })).toEqual(before)

  const { simulation } = await client.simulation.last({ projectId })
  expect(simulation).toMatchObject({ model: 'Dawid-Skene', reviews: 12, seeds: 2, stale: false })
  expect(simulation!.strategies.map(({ title, runs, points }) => [title, runs, points.length])).toEqual([
    ['Default', 2, 4],
    ['Entropy', 2, 4],
    ['Random', 2, 4],
  ])
  expect(simulation!.gain).toMatchObject({ reviews: 12, interval: expect.any(Array) })
})

test('an end model that is current learns from each answer, and from the label model that it was trained on', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const play = () => client.simulation.run({ projectId, reviews: 10, strategies: ['default'] })
  const [votesAlone] = await play()
  await client.endModels.train({ projectId, model: 'naive-bayes', makeCurrent: 'always' })
  const [withEndModel] = await play()
  expect((await client.simulation.last({ projectId })).simulation!.model).toMatch(/^Naive Bayes/)
  // The texts without a word that a function knows are read by the end model.
  expect(votesAlone!.curve[0]!.accuracy).toBeLessThan(0.9)
  expect(withEndModel!.curve[0]!.accuracy).toBe(1)
})

test('without a reference, or with a strategy that does not exist or asks gold, nothing is played', async () => {
  const { client, projectId } = await sortedProject()
  const unknown = client.simulation.run({ projectId, reviews: 5, strategies: ['oracle'] })
  await expect(unknown).rejects.toMatchObject({ code: 'STRATEGY_UNKNOWN' })
  const again = client.simulation.run({ projectId, reviews: 5, strategies: ['relabel'] })
  await expect(again).rejects.toMatchObject({ code: 'STRATEGY_ASKS_GOLD' })
  const empty = await testProject()
  const without = empty.client.simulation.run({ projectId: empty.projectId, reviews: 5 })
  await expect(without).rejects.toMatchObject({ code: 'NO_TRUTH' })
})
