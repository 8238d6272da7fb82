import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'

test('each change of the numbers is a moment, with what stood then and the versions that made the difference', async () => {
  const { client, projectId, saveLf, engine } = await sortedProject()
  const moments = async () => (await client.analysis.history({ projectId })).moments
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await saveLf('apple', `(x) => h.anyOf(x.text, ['apple', 'pear']) ? 'fruit' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'saw', enabled: false })
  await client.labelingFunctions.mark({ projectId, name: 'saw', note: 'of no consequence' })
  const found = await moments()
  expect(found.map(({ cause }) => cause)).toEqual(['import', 'apply', 'fit', 'apply', 'lf'])
  expect(found.map(({ added, gone }) => [added, gone].map(lfs => lfs.map(({ name, version }) => `${name} ${version}`)))).toEqual([
    [[], []],
    [['apple 1', 'hammer 1', 'saw 1'], []],
    [[], []],
    [['apple 2'], ['apple 1']],
    [[], ['saw 1']],
  ]) // prettier-ignore
  const { states } = await client.projects.overview({ projectId })
  expect(found.at(-1)).toMatchObject({ states, records: 60, classes: ['fruit', 'tool'], model: 'Majority vote' })
  expect(found[0]).toMatchObject({ covered: 0, states: { gold: 0, pseudo: 0, tied: 0, uncovered: 60 } })
  expect(found[0]).not.toHaveProperty('model')
  expect(found[1]!.covered).toBeLessThan(found[3]!.covered)
  expect(engine.project(projectId).store.moments.newest(1)[0]!.lfVersions).toHaveLength(2)
})

test('reviews in a row are one moment a day, and a check of quality says how right the proposals were', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  for (let i = 0; i < 12; i++) {
    const { next } = await client.review.next({ projectId, annotator: 'ada', strategy: 'random' })
    const label = next!.text.endsWith('tree') ? 'fruit' : 'tool'
    await client.review.submit({ projectId, id: next!.id, annotator: 'ada', decision: { label }, asked: 'queue' })
    if (i % 4 === 0) await client.review.settle({ projectId })
  }
  await client.review.settle({ projectId })
  const { audit } = await client.quality.check({ projectId })
  const { moments } = await client.analysis.history({ projectId })
  expect(moments.map(({ cause }) => cause)).toEqual(['import', 'apply', 'fit', 'review', 'check'])
  expect(moments.at(-2)).toMatchObject({ gold: [expect.any(Number), expect.any(Number)], states: { gold: 12 } })
  const { n, right, accuracy, interval } = audit
  expect(moments.at(-1)!.audit).toEqual(n > 0 ? { n, right, accuracy, interval } : undefined)
  expect(moments.at(-2)!.audit).toBeUndefined()
})
