import { expect, test } from 'vitest'
import { ABSTAIN } from '../../../src-shared/vocabulary.ts'
import { testProject } from '../testing/test-project.ts'

const names = (project: { classes: { name: string }[] }) => project.classes.map(each => each.name)

/** Four classes; AD is to be merged into SPAM, which stands behind it. */
async function filled() {
  const project = await testProject(['HAM', 'AD', 'SPAM', 'OTHER'])
  const { client, projectId, add, saveLf } = project
  await add(
    [
      { id: 'a', text: 'buy this', gold: 'AD', truth: 'AD' },
      { id: 'b', text: 'win money', gold: 'SPAM', truth: 'SPAM' },
      { id: 'c', text: 'good song', gold: '', truth: 'HAM' },
      { id: 'd', text: 'something else', gold: 'OTHER', truth: 'OTHER' },
      { id: 'e', text: 'buy money', gold: '', truth: 'AD' },
    ],
    { id: 'id', text: 'text', gold: 'gold', reference: 'truth' },
  )
  await saveLf('buys', `x => x.text.includes('buy') ? 'AD' : ABSTAIN`)
  await saveLf('money', `x => x.text.includes('money') ? 'SPAM' : ABSTAIN`)
  await saveLf('song', `x => x.text.includes('song') ? 'HAM' : 'OTHER'`)
  const settings = { words: ['buy'], label: 'AD', insideWords: false, matchCase: false }
  await client.labelingFunctions.save({ projectId, name: 'buy_words', form: { kind: 'keyword', settings } })
  await client.labelingFunctions.apply({ projectId })
  return project
}

/** Of a row: what each labeling function says. */
function votesOf({ engine, projectId }: Awaited<ReturnType<typeof testProject>>, row: number) {
  const { store } = engine.project(projectId)
  const classes = store.settings.classes().map(({ name }) => name)
  const votes = store.lfs
    .list()
    .map(({ name, used }) => [name, store.votes.column(used!.versionId, store.records.rowCount())[row]!] as const)
  return Object.fromEntries(votes.map(([name, vote]) => [name, classes[vote] ?? vote]))
}

test('a class is merged into another with its gold, reference, votes, decisions and functions', async () => {
  const project = await filled()
  const { client, engine, projectId } = project
  const decide = (annotator: string, id: string, label: string) =>
    client.review.submit({ projectId, annotator, id, decision: { label } })
  await decide('ada', 'e', 'AD')
  await decide('bob', 'e', 'SPAM')
  await decide('ada', 'c', 'OTHER')
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })

  const merged = await client.projects.removeClass({ projectId, index: 1, into: 2 })
  expect(names(merged)).toEqual(['HAM', 'SPAM', 'OTHER'])
  await client.review.settle({ projectId })
  const { store } = engine.project(projectId)
  expect([...store.columns.get('reference', 5)]).toEqual([1, 1, 0, 2, 1])
  expect([...store.columns.get('gold', 5)]).toEqual([1, 1, 2, 2, 1])
  expect(await client.projects.overview({ projectId })).toMatchObject({ withGold: 5, disputed: 0 })
  expect(votesOf(project, 0)).toEqual({ buys: 'SPAM', money: ABSTAIN, song: 'OTHER', buy_words: 'SPAM' })
  expect(store.reviews.all().map(entry => entry.class)).toEqual([1, 1, 2])
  expect(await client.labelModels.current({ projectId })).toMatchObject({
    fit: { classBalance: { HAM: expect.any(Number), SPAM: expect.any(Number), OTHER: expect.any(Number) } },
    model: { staleBecause: [] },
  })
  expect((await client.projects.verify({ projectId })).ok).toBe(true)
  // Nothing has to run again, and what decided before is taken back and done again as it was.
  expect(await client.projects.overview({ projectId })).toMatchObject({ lfsToApply: 0 })
  await client.review.undo({ projectId, annotator: 'bob' })
  await decide('bob', 'c', 'HAM')
  expect(store.reviews.all().at(-1)).toMatchObject({ class: 0 })
})

test('a function that names a merged class in its code votes the other on new records', async () => {
  const project = await filled()
  const { client, projectId, add } = project
  await client.projects.removeClass({ projectId, index: 1, into: 2 })
  await add([{ id: 'f', text: 'buy, buy, buy' }])
  await client.labelingFunctions.apply({ projectId })
  expect(votesOf(project, 5)).toEqual({ buys: 'SPAM', money: ABSTAIN, song: 'OTHER', buy_words: 'SPAM' })
  const draft = { projectId, name: 'draft', source: `x => x.text.includes('buy') ? 'AD' : ABSTAIN` }
  expect(await client.labelingFunctions.preview(draft)).toMatchObject({ votes: { SPAM: 3 }, faults: [] })
})

test('the model proposes what it proposed until it is fitted again', async () => {
  const project = await filled()
  const { client, engine, projectId } = project
  await client.labelModels.fit({ projectId, model: 'dawid-skene', useGold: false })
  const { models } = engine.project(projectId).store
  const before = Float64Array.from(models.posterior(models.current()!))
  const merging = client.projects.removeClass({ projectId, index: 2, into: 1 })
  await merging
  const { fit, posterior } = { fit: models.current()!, posterior: models.posterior(models.current()!) }
  if (fit.classBalance.length === 3 && fit.logWeights === undefined)
    for (let row = 0; row < 5; row++)
      expect(posterior[row * 3 + 1]).toBeCloseTo(before[row * 4 + 1]! + before[row * 4 + 2]!, 12)
  await client.review.settle({ projectId })
  expect(models.current()!.summary.lfs[0]!.classes!.map(({ label }) => label)).toEqual(['HAM', 'AD', 'OTHER'])
})

test('a fit from before a class was added is not taken for one of the classes that are left', async () => {
  const project = await filled()
  const { client, engine, projectId } = project
  await client.labelModels.fit({ projectId, model: 'dawid-skene', useGold: false })
  const { models } = engine.project(projectId).store
  const before = Float64Array.from(models.posterior(models.current()!))
  await client.projects.addClass({ projectId, name: 'NEW' })
  await client.projects.removeClass({ projectId, index: 0, into: 4 })
  const { logWeights } = models.current()!
  const posterior = models.posterior(models.current()!)
  if (logWeights === undefined) expect(posterior[3]).toBeCloseTo(before[0]!, 12)
  await client.review.settle({ projectId })
  expect(models.current()!.classBalance).toHaveLength(4)
})

test('a class of which there is something is not removed without another that takes it over', async () => {
  const { client, projectId } = await filled()
  const removal = client.projects.removeClass({ projectId, index: 1 })
  await expect(removal).rejects.toMatchObject({
    code: 'CLASS_IN_USE',
    message: expect.stringContaining('2 records, 1 labeling function, and votes') as string,
  })
  await client.projects.addClass({ projectId, name: 'EMPTY' })
  expect(names(await client.projects.removeClass({ projectId, index: 4 }))).toEqual(['HAM', 'AD', 'SPAM', 'OTHER'])
  await expect(client.projects.removeClass({ projectId, index: 7 })).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
  await expect(client.projects.removeClass({ projectId, index: 1, into: 1 })).rejects.toMatchObject({
    code: 'CLASSES_INVALID',
  })
})

test('two classes stay', async () => {
  const { client, projectId } = await testProject(['HAM', 'SPAM'])
  const removal = client.projects.removeClass({ projectId, index: 0, into: 1 })
  await expect(removal).rejects.toMatchObject({ code: 'CLASSES_INVALID' })
})

test('the name of a merged class is not given to another, only back to the one it went into', async () => {
  const { client, projectId } = await filled()
  await client.projects.removeClass({ projectId, index: 1, into: 2 })
  await expect(client.projects.addClass({ projectId, name: 'AD' })).rejects.toMatchObject({ code: 'CLASS_WAS_MERGED' })
  await expect(client.projects.editClass({ projectId, index: 0, name: 'AD' })).rejects.toMatchObject({
    code: 'CLASS_WAS_MERGED',
  })
  expect(names(await client.projects.editClass({ projectId, index: 1, name: 'AD' }))).toEqual(['HAM', 'AD', 'OTHER'])
  const project = await client.projects.addClass({ projectId, name: 'NEW' })
  expect(names(project)).toEqual(['HAM', 'AD', 'OTHER', 'NEW'])
})

test('decisions from a copy that had the class still count, for the other', async () => {
  const { client, engine, projectId, file } = await filled()
  await client.projects.removeClass({ projectId, index: 1, into: 2 })
  const line = { uid: 'u1', id: 'c', annotator: 'cy', kind: 'label', label: 'AD', at: '2026-01-01T00:00:00.000Z' }
  const imported = await client.review.importAnnotations({ projectId, fileId: file('a.jsonl', JSON.stringify(line)) })
  expect(imported).toMatchObject({ added: 1, skipped: [] })
  expect(engine.project(projectId).store.reviews.all()[0]).toMatchObject({ class: 1 })
})

test('suggestions that were rejected stay rejected under the new numbers', async () => {
  const { client, engine, projectId } = await filled()
  await client.labelingFunctions.rejectSuggestion({ projectId, key: '[1,"phrase","buy"]' })
  await client.labelingFunctions.rejectSuggestion({ projectId, key: '[3,"phrase","else"]' })
  await client.projects.removeClass({ projectId, index: 1, into: 2 })
  expect(JSON.parse(engine.project(projectId).store.settings.get('suggestions:rejected')!)).toEqual([
    '[1,"phrase","buy"]',
    '[2,"phrase","else"]',
  ])
})
