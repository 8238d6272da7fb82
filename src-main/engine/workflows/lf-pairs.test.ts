import { expect, test } from 'vitest'
import { pairAt } from '../../../src-shared/lf-pairs.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { createRandom } from '../core/numeric/random.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Sixty records with the votes of four sources, two of which say the same. */
async function voted(): Promise<TestProject> {
  const project = await testProject()
  const { client, projectId } = project
  const random = createRandom(1)
  const classes = ['HAM', 'SPAM']
  const truth = Array.from({ length: 60 }, (_, i) => classes[i % 2]!)
  await project.add(
    truth.map((gold, i) => ({
      id: `r${i}`,
      text: `text ${i}`,
      gold: i < 20 ? gold : null,
      split: i % 3 ? 'train' : 'test',
    })),
    { id: 'id', text: 'text', gold: 'gold', split: 'split' },
  )
  const lines = truth.map((label, i) => {
    const vote = () => (random() < 0.3 ? '' : random() < 0.8 ? label : classes[(i + 1) % 2]!)
    const [a, b, c] = [vote(), vote(), vote()]
    return [`r${i}`, a, b, c, a].join(',')
  })
  const fileId = project.file('votes.csv', ['id,a,b,c,copy of a', ...lines].join('\n'))
  await client.labelingFunctions.importVotes({ projectId, fileId })
  return project
}

const countOf = async ({ client, projectId }: TestProject, filter: RecordFilter) =>
  (await client.records.list({ projectId, filter, offset: 0, limit: 1 })).total

test('each count of a pair opens exactly the records that it counts, of all records and of a part', async () => {
  const project = await voted()
  const { client, projectId } = project
  await client.slices.save({ projectId, name: 'early', definition: { kind: 'filter', filter: { search: 'r1' } } })
  for (const part of [{}, { split: 'test' as const }, { slice: 'early' }]) {
    const { lfs, both, same, records } = await client.analysis.lfPairs({ projectId, ...part })
    const common: RecordFilter = {
      splits: part.split && [part.split],
      slices: part.slice === undefined ? undefined : [part.slice],
    }
    expect(records).toBe(await countOf(project, common))
    for (let i = 0; i < lfs.length; i++) {
      const own = { lf: lfs[i]!.name, vote: 'class' as const }
      expect(lfs[i]!.votes).toBe(await countOf(project, { ...common, votes: [own] }))
      for (let j = i + 1; j < lfs.length; j++) {
        const at = pairAt(i, j, lfs.length)
        const names: [string, string] = [lfs[i]!.name, lfs[j]!.name]
        const votes = names.map(lf => ({ lf, vote: 'class' as const }))
        const pair = (vote: 'same' | 'different') => countOf(project, { ...common, pairs: [{ lfs: names, vote }] })
        expect(both[at]).toBe(await countOf(project, { ...common, votes }))
        expect(same[at]).toBe(await pair('same'))
        expect(both[at]! - same[at]!).toBe(await pair('different'))
      }
    }
  }
})

test('the class is that of gold where there is enough, or else also what the model proposes, and the answer says which', async () => {
  const { client, projectId } = await voted()
  const { correlation: unknown, ...before } = await client.analysis.lfPairs({ projectId })
  expect(before).toMatchObject({ givenBy: 'gold', known: { gold: 20, model: 20 } })
  const { states } = await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const known = { gold: 20, model: 20 + states.pseudo }
  expect(await client.analysis.lfPairs({ projectId })).toMatchObject({ givenBy: 'model', known })
  const byGold = await client.analysis.lfPairs({ projectId, givenBy: 'gold' })
  expect(byGold).toMatchObject({ givenBy: 'gold', known })
  expect(byGold.correlation).toEqual(unknown)
  const { lfs, correlation, kappa } = byGold
  const copies = pairAt(
    ...(['a', 'copy of a'].map(name => lfs.findIndex(lf => lf.name === name)) as [number, number]),
    4,
  )
  expect([correlation[copies], kappa[copies]]).toEqual([1, 1])
})

test('a duplicate is told, with what the current model does about it', async () => {
  const { client, projectId } = await voted()
  const pair = { a: 'a', b: 'copy of a', kind: 'duplicate', follows: 1 }
  expect(await client.analysis.dependentLfs({ projectId })).toEqual({ pairs: [{ ...pair, isInFit: false }] })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  expect(await client.analysis.dependentLfs({ projectId })).toEqual({
    pairs: [{ ...pair, isInFit: false }],
    model: { title: 'Majority vote', treatment: 'counts-in-full' },
  })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  expect(await client.analysis.dependentLfs({ projectId })).toEqual({
    pairs: [{ ...pair, isInFit: true }],
    model: { title: 'Dawid-Skene', treatment: 'shares-weight' },
  })
})

test('without labeling functions there are no pairs, and a filter of one that is gone is refused', async () => {
  const { client, projectId } = await testProject()
  expect(await client.analysis.lfPairs({ projectId })).toMatchObject({ lfs: [], both: [], records: 0 })
  expect(await client.analysis.dependentLfs({ projectId })).toEqual({ pairs: [] })
  const filter: RecordFilter = { pairs: [{ lfs: ['a', 'b'], vote: 'same' }] }
  await expect(client.records.list({ projectId, filter, offset: 0, limit: 1 })).rejects.toMatchObject({
    code: 'LF_UNKNOWN',
  })
})
