import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject } from '../testing/test-project.ts'

test('fitting without votes, an unknown model and options out of bounds are problems of their own', async () => {
  const empty = await testProject()
  await expect(empty.client.labelModels.fit({ projectId: empty.projectId })).rejects.toMatchObject({ code: 'NO_VOTES' })
  const { client, projectId } = await sortedProject()
  await expect(client.labelModels.fit({ projectId, model: 'oracle' })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
  const options = { smoothing: -1 }
  await expect(client.labelModels.fit({ projectId, model: 'dawid-skene', options })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
  expect(await client.labelModels.current({ projectId })).toEqual({})
})

test('a class balance that is given is kept by later fits, and one that cannot be is refused', async () => {
  const { client, projectId } = await sortedProject()
  const fit = (givenBalance: Record<string, number>) =>
    client.labelModels.fit({ projectId, model: 'dawid-skene', givenBalance })
  for (const [balance, reason] of [
    [{ fruit: 0.5, tool: 0.6 }, 'the shares sum up to 1.1'],
    [{ fruit: 1 }, '"tool" has no share of at least 0'],
    [{ fruit: 0.5, tool: 0.5, other: 0 }, '"other" is no class'],
  ] as const) {
    await expect(fit(balance)).rejects.toMatchObject({ code: 'CLASS_BALANCE_INVALID', data: { reason } })
  }
  const given = await fit({ tool: 0.2, fruit: 0.8 })
  expect(given.classBalance).toEqual({ fruit: 0.8, tool: 0.2 })
  expect(given.givenBalance).toEqual([0.8, 0.2])
  const again = await client.labelModels.fit({ projectId, model: 'mace', givenBalance: given.givenBalance })
  expect(again.classBalance).toEqual(given.classBalance)
  expect((await client.labelModels.fit({ projectId, model: 'dawid-skene' })).givenBalance).toBeUndefined()
})

test('the class balance can be that of the gold, and follows it in refits', async () => {
  const { client, projectId } = await sortedProject()
  const fit = () => client.labelModels.fit({ projectId, model: 'one-coin', givenBalance: 'gold' })
  const decide = (id: string, label: string) =>
    client.review.submit({ projectId, annotator: 'ada', id, decision: { label } })
  const without = await fit()
  expect(without).toMatchObject({ balanceOfGold: true })
  expect(without.givenBalance).toBeUndefined()
  for (const id of ['r1', 'r3', 'r5']) await decide(id, 'tool')
  await client.review.settle({ projectId })
  expect((await client.labelModels.current({ projectId })).fit).toMatchObject({
    balanceOfGold: true,
    classBalance: { fruit: 0.125, tool: 0.875 },
  })
  for (const id of ['r0', 'r2', 'r4']) await decide(id, 'fruit')
  await client.review.settle({ projectId })
  expect((await client.labelModels.current({ projectId })).fit!.classBalance).toEqual({ fruit: 0.5, tool: 0.5 })
})

test('every model fits, answers for every record, and is scored', async () => {
  const { client, projectId } = await sortedProject()
  for (const { id } of await client.labelModels.list()) {
    const fit = await client.labelModels.fit({ projectId, model: id })
    expect({ id, sum: Object.values(fit.states).reduce((a, b) => a + b) }).toEqual({ id, sum: 60 })
    const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
    expect(score).toMatchObject({ model: id, n: 60 })
    expect(score!.accuracyCovered).toBeGreaterThan(0.9)
  }
}, 60_000)

test('a model that reads text reaches records without a vote, one that does not leaves them uncovered', async () => {
  const { client, projectId } = await sortedProject()
  const uncovered = 60 - (await client.projects.overview({ projectId })).covered
  expect(uncovered).toBeGreaterThan(0)
  expect((await client.labelModels.fit({ projectId, model: 'dawid-skene' })).states.uncovered).toBe(uncovered)
  expect((await client.labelModels.fit({ projectId, model: 'consensus' })).states.uncovered).toBe(0)
  await client.labelModels.fit({ projectId, model: 'consensus' })
  const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
  expect(score!.accuracy).toBeGreaterThan(0.9)
})

test('a fit is stale as soon as votes, gold or records change, and says which', async () => {
  const project = await sortedProject()
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

test('records on which all LFs agree and the model says otherwise are counted and can be listed', async () => {
  const project = await testProject()
  const { client, projectId } = project
  // Gold says that what both LFs call HAM is SPAM.
  const records = Array.from({ length: 200 }, (_, i) => ({
    id: `r${i}`,
    text: i % 2 === 0 ? 'win' : 'song',
    gold: i < 80 ? 'SPAM' : null,
  }))
  await project.add(records, { id: 'id', text: 'text', gold: 'gold' })
  for (const name of ['one', 'two']) await project.saveLf(name, `(x) => x.text === 'win' ? 'HAM' : 'SPAM'`)
  await client.labelingFunctions.apply({ projectId })
  expect(await client.labelModels.current({ projectId })).toEqual({})
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const listed = () => client.records.list({ projectId, filter: { marks: ['against-votes'] }, offset: 0, limit: 500 })
  const { total, rows } = await listed()
  expect((await client.labelModels.current({ projectId })).againstVotes).toBe(total)
  for (const { id, label } of rows) {
    const { votes } = await client.review.record({ projectId, id })
    const said = new Set(votes.filter(vote => vote.vote === 'class').map(vote => vote.label))
    expect([...said]).toHaveLength(1)
    expect(said.has(label)).toBe(false)
  }
  expect(total).toBe(60)
})

test('of each LF it says how surely the accuracy is known, and how often it speaks by class', async () => {
  const { client, projectId } = await sortedProject()
  const { lfs, usedText } = await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  expect(usedText).toBe(false)
  for (const { name, votes, accuracy, interval, classes, coverage } of lfs) {
    expect(interval![0]).toBeLessThanOrEqual(accuracy!)
    expect(interval![1]).toBeGreaterThanOrEqual(accuracy!)
    expect(classes!.map(({ label }) => label)).toEqual(['fruit', 'tool'])
    expect(classes!.reduce((sum, one) => sum + one.votes, 0)).toBe(votes)
    const [spoken, other] = name === 'apple' ? classes! : classes!.toReversed()
    expect(spoken!.propensity).toBeGreaterThan(coverage)
    expect(other!.propensity).toBeLessThan(coverage)
  }
  expect((await client.labelModels.fit({ projectId, model: 'consensus' })).usedText).toBe(true)
})
