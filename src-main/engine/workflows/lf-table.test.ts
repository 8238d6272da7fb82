import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'

test('the table of before is counted on the records and the gold of now, with the versions that were in use then', async () => {
  const { client, projectId, saveLf } = await sortedProject()
  const moments = async () => (await client.analysis.history({ projectId })).moments
  const [then] = await client.analysis.lfTable({ projectId })
  const before = (await moments()).at(-1)!.moment
  await saveLf('apple', `(x) => h.anyOf(x.text, ['apple', 'pear']) ? 'fruit' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'saw', enabled: false })
  expect(await client.analysis.lfTable({ projectId, moment: before })).toEqual([then])
  const [now] = await client.analysis.lfTable({ projectId })
  expect(now!.lfs.map(({ name, version }) => `${name} ${version}`)).toEqual(['apple 2', 'hammer 1'])
  const { lfs, covered } = await client.analysis.report({ projectId })
  expect(lfs).toMatchObject(now!.lfs)
  expect(covered).toBe((await client.projects.overview({ projectId })).covered)
  expect(covered).toBe((await moments()).at(-1)!.covered)
  expect(now!.lfs[0]!.votes).toBeGreaterThan(then!.lfs[0]!.votes)
  // Gold that came since counts for both.
  await client.review.submit({ projectId, id: 'r0', annotator: 'ada', decision: { label: 'fruit' } })
  const [old] = await client.analysis.lfTable({ projectId, moment: before })
  expect(old!.lfs[0]).toMatchObject({ name: 'apple', version: 1, correct: 1, incorrect: 0 })
  await expect(client.analysis.lfTable({ projectId, moment: 99 })).rejects.toMatchObject({ code: 'MOMENT_UNKNOWN' })
})

test('groups hold every record once, by class and by split, and slices what is theirs', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await client.records.makeSplit({ projectId, shares: { train: 0.5, valid: 0, test: 0.5 }, seed: 1 })
  await client.slices.save({ projectId, name: 'trees', definition: { kind: 'filter', filter: { search: 'tree' } } })
  const table = (by: 'class' | 'split' | 'slice') => client.analysis.lfTable({ projectId, by })
  const [whole] = await client.analysis.lfTable({ projectId })
  const votes = (lfs: { votes: number }[]) => lfs.map(each => each.votes)
  for (const by of ['class', 'split'] as const) {
    const groups = await table(by)
    expect(groups.reduce((sum, { records }) => sum + records, 0)).toBe(60)
    const sums = whole!.lfs.map((_, j) => groups.reduce((sum, { lfs }) => sum + lfs[j]!.votes, 0))
    expect(sums).toEqual(votes(whole!.lfs))
  }
  expect((await table('split')).map(({ group }) => group)).toEqual(['train', 'test'])
  expect((await table('class')).map(({ group }) => group)).toEqual(['fruit', 'tool', null])
  expect(await table('slice')).toMatchObject([{ group: 'trees', records: 30 }])
})
