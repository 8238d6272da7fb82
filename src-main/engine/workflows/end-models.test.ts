import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { createRandom } from '../core/numeric/random.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

const statesOf = async ({ client, projectId }: TestProject) =>
  (await client.labelModels.current({ projectId })).fit!.states

/** Records whose class stands in their text, in their field, or nowhere. */
const comments = (count: number, more: (i: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    text: i % 2 ? `buy now at shop ${i}` : `lovely song number ${i}`,
    ...more(i),
  }))

test('an end model is trained on what the label model says, and its proposals become those of the project', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const before = (await client.labelModels.current({ projectId })).fit!
  expect(before.states.uncovered).toBeGreaterThan(0)

  const trained = await client.endModels.train({ projectId })
  expect(trained).toMatchObject({
    model: 'softmax-regression',
    current: true,
    trainedOn: { model: 'dawid-skene' },
    usedGold: 0,
    usedPseudo: before.states.pseudo,
  })
  expect(trained.reason).toContain('without gold it cannot be compared')
  expect(trained.topFeatures.map(({ label }) => label)).toEqual(['fruit', 'tool'])
  expect(await statesOf(project)).toEqual({ gold: 0, pseudo: 60, tied: 0, uncovered: 0 })

  const { fit, model } = await client.labelModels.current({ projectId })
  expect(model).toMatchObject({
    model: 'softmax-regression',
    title: 'Softmax regression',
    staleBecause: [],
    fromGoldAlone: false,
  })
  expect(fit!.lfs).toEqual(before.lfs)
  const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
  expect(score).toMatchObject({ model: 'softmax-regression', n: 60 })
  expect(score!.accuracy).toBeGreaterThan(0.9)

  const { fileId } = await client.records.export({ projectId, options: { format: 'jsonl' } })
  const rows = readFileSync(project.engine.files.path(fileId), 'utf8').trim().split('\n')
  expect(rows.map(row => (JSON.parse(row) as { source: string }).source)).toEqual(rows.map(() => 'end-model'))

  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  expect(await statesOf(project)).toEqual(before.states)
  expect(await client.endModels.trainings({ projectId })).toMatchObject([
    { model: 'softmax-regression', current: false },
  ])
})

/** Texts that tell nothing, and an LF that reads the class in a field; in every `wrongEvery`-th record the field is wrong. */
async function projectOfFields(wrongEvery: number): Promise<TestProject> {
  const project = await testProject()
  const { client, projectId } = project
  const classOf = (isSpam: boolean) => (isSpam ? 'SPAM' : 'HAM')
  const records = Array.from({ length: 120 }, (_, i) => ({
    id: `r${i}`,
    text: `word${i * 7} other${i * 13}`,
    tags: [classOf((i % 2 === 1) !== ((i + 1) % wrongEvery === 0))],
    split: i % 3 === 0 ? 'valid' : 'train',
    gold: i % 3 === 0 ? classOf(i % 2 === 1) : null,
  }))
  await project.add(records, { id: 'id', text: 'text', split: 'split', gold: 'gold' })
  await project.saveLf('tags', `(x) => x.fields.tags[0]`)
  await client.labelingFunctions.apply({ projectId })
  return project
}

test('a model that predicts gold worse than the label model does not become current, and says so', async () => {
  const { client, projectId } = await projectOfFields(Infinity)
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const trained = await client.endModels.train({ projectId })
  expect(trained).toMatchObject({ current: false, metrics: { against: 'valid', n: 40, labelModel: { accuracy: 1 } } })
  expect(trained.reason).toMatch(
    /^Dawid-Skene.* stays the current model, because Softmax regression is no better: on 40/,
  )
  expect((await client.labelModels.current({ projectId })).model).toMatchObject({ model: 'dawid-skene' })
  expect(await client.endModels.trainings({ projectId })).toMatchObject([{ current: false }])
})

test('a model that is right less often than the label model does not become current for being less sure', async () => {
  const { client, projectId } = await projectOfFields(8)
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const { current, metrics, reason } = await client.endModels.train({ projectId })
  expect(metrics!.logLoss).toBeLessThan(metrics!.labelModel!.logLoss)
  expect(metrics!.accuracy).toBeLessThan(metrics!.labelModel!.accuracy)
  expect(current).toBe(false)
  expect(reason).toMatch(
    /it is right on 0\.\d{3} with a log-loss of \d\.\d{3}, Majority vote on 0\.\d{3} with a log-loss of/,
  )
})

test('records that come later are read on request; those that it learned from keep what was said without them', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await client.endModels.train({ projectId })
  const probability = async (id: string) => (await client.review.record({ projectId, id })).probability
  const known = await probability('r0')
  await project.add([{ id: 'late', text: 'a ripe apple and a sweet pear' }])
  expect((await client.labelModels.current({ projectId })).model!.staleBecause).toContain('records')
  expect((await client.review.record({ projectId, id: 'late' })).state).toBe('uncovered')
  expect(await client.endModels.predict({ projectId })).toMatchObject({ model: 'softmax-regression', predicted: 61 })
  expect((await client.review.record({ projectId, id: 'late' })).state).toBe('pseudo')
  expect(await probability('r0')).toBe(known)
  expect((await client.labelModels.current({ projectId })).model!.staleBecause).not.toContain('records')
})

test('after a decision the end model stays current and has learned from it', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await client.endModels.train({ projectId, model: 'naive-bayes' })
  await client.review.submit({ projectId, annotator: 'ada', id: 'r1', decision: { label: 'tool' } })
  await client.review.settle({ projectId })
  const { fit, model } = await client.labelModels.current({ projectId })
  expect(model).toMatchObject({ model: 'naive-bayes', staleBecause: [] })
  expect(fit).toMatchObject({ model: 'dawid-skene', usedGold: 1, endModel: { usedGold: 1, current: true } })
})

test('what is decided while a model is trained is learned by that model, not by the one before it', async () => {
  const { client, projectId } = await sortedProject()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const training = client.endModels.train({ projectId, model: 'random-forest', options: { trees: 400 } })
  await vi.waitFor(async () => expect((await client.endModels.running({ projectId })).training).toBeDefined())
  await client.review.submit({ projectId, annotator: 'ada', id: 'r1', decision: { label: 'tool' } })
  await Promise.all([training, client.review.settle({ projectId })])
  const { fit, model } = await client.labelModels.current({ projectId })
  expect(model).toMatchObject({ model: 'random-forest' })
  expect(fit!.endModel).toMatchObject({ usedGold: 1 })
  expect(await client.endModels.trainings({ projectId })).toHaveLength(1)
})

test('where there is no labeling function, gold alone teaches, and every record is reached', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const records = comments(80, i => ({ gold: i < 20 ? (i % 2 ? 'SPAM' : 'HAM') : null, stars: i % 2 ? 1 : 5 }))
  await project.add(records, { id: 'id', text: 'text', gold: 'gold' })
  for (const { id } of (await client.endModels.list()).filter(({ kind }) => kind === 'end-model')) {
    const trained = await client.endModels.train({ projectId, model: id })
    expect(trained).toMatchObject({ model: id, usedGold: 20, usedPseudo: 0, current: true })
    expect(trained.metrics).toMatchObject({ against: 'gold', n: 20 })
    expect(await statesOf(project)).toEqual({ gold: 20, pseudo: 60, tied: 0, uncovered: 0 })
    const { label } = await client.review.record({ projectId, id: 'c71' })
    expect({ id, label }).toEqual({ id, label: 'SPAM' })
  }
  await client.review.submit({ projectId, annotator: 'ada', id: 'c70', decision: { label: 'HAM' } })
  await client.review.settle({ projectId })
  expect((await client.labelModels.current({ projectId })).fit!.endModel).toMatchObject({ usedGold: 21 })
}, 60_000)

test('a record that says nothing keeps what the votes say, and is never given the class balance', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add([...comments(40), { id: 'mute', text: '' }, { id: 'voted', text: '', kind: 'ad' }])
  await project.saveLf('buy', `(x) => /buy/.test(x.text) || x.fields.kind === 'ad' ? 'SPAM' : ABSTAIN`)
  await project.saveLf('lovely', `(x) => /lovely/.test(x.text) ? 'HAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await client.endModels.train({ projectId })
  expect((await client.review.record({ projectId, id: 'mute' })).state).toBe('uncovered')
  expect(await client.review.record({ projectId, id: 'voted' })).toMatchObject({ state: 'pseudo', label: 'SPAM' })
})

test('several are trained and compared on the same gold: the best stays, another is chosen, and the label model comes back', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(
    comments(80, i => ({ gold: i < 24 ? (i % 2 ? 'SPAM' : 'HAM') : null })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  await project.saveLf('often-right', `(x) => /[0-4]$/.test(x.text) ? (/buy/.test(x.text) ? 'SPAM' : 'HAM') : 'SPAM'`)
  await client.labelingFunctions.apply({ projectId })
  const alone = await client.labelModels.fit({ projectId, model: 'dawid-skene', useGold: false })
  const models = [{ model: 'naive-bayes' }, { model: 'self-training', base: 'naive-bayes' }]
  const trained = await client.endModels.compare({ projectId, models })
  expect(trained.map(({ model }) => model)).toEqual(['naive-bayes', 'self-training'])
  const [best, other] = trained.toSorted((a, b) => a.metrics!.logLoss - b.metrics!.logLoss)
  expect(best).toMatchObject({ current: true, metrics: { n: 24, labelModel: { n: 24 } } })
  expect(other).toMatchObject({ current: false, reason: expect.stringContaining(`${best!.title} is better`) })
  const { confusion, reliability, interval, brier, accuracy } = best!.metrics!
  expect(confusion!.flat().reduce((sum, count) => sum + count, 0)).toBe(24)
  expect(reliability!.reduce((sum, { count }) => sum + count, 0)).toBe(24)
  expect(interval![0]).toBeLessThan(accuracy)
  expect(brier).toBeLessThan(best!.metrics!.labelModel!.brier!)

  const chosen = await client.endModels.train({ projectId, ...other, makeCurrent: 'always' })
  expect(chosen).toMatchObject({ model: other!.model, current: true, metrics: { logLoss: other!.metrics!.logLoss } })
  const listed = await client.endModels.trainings({ projectId })
  expect(listed.map(({ model, current, stale }) => ({ model, current, stale }))).toEqual([
    { model: other!.model, current: true, stale: false },
    { model: best!.model, current: false, stale: false },
  ])

  expect(await client.endModels.useLabelModel({ projectId })).toEqual({ title: alone.title })
  expect((await client.labelModels.current({ projectId })).fit).toMatchObject({ states: alone.states })
  await client.review.submit({ projectId, annotator: 'ada', id: 'c70', decision: { label: 'HAM' } })
  await client.review.settle({ projectId })
  expect((await client.endModels.trainings({ projectId })).map(({ stale }) => stale)).toEqual([true, true])

  const { against, points } = await client.endModels.learningCurve({ projectId, model: 'naive-bayes' })
  expect(against).toBe('gold')
  expect(points.map(({ records, n }) => [records, n])).toEqual([10, 20, 40, 80].map(records => [records, 25]))
  expect(points.at(-1)!.logLoss).toBeLessThan(points[0]!.logLoss)
}, 30_000)

test('the rounds of a semi-supervised method are told as they happen, kept, and lead to their records', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(
    comments(60, i => ({ gold: i < 12 ? (i % 2 ? 'SPAM' : 'HAM') : null })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  const told: (number | undefined)[] = []
  const stop = new AbortController()
  const watching = (async () => {
    for await (const { topics } of await client.jobs.watch({ projectId }, { signal: stop.signal })) {
      if (topics.includes('training'))
        told.push((await client.endModels.running({ projectId })).training?.rounds.length)
    }
  })()
  const options = { guard: 0, threshold: 0.6 }
  const { rounds, stopped } = await client.endModels.train({ projectId, model: 'self-training', options })
  await expect.poll(() => told.at(-1)).toBe(undefined)
  stop.abort()
  await watching
  expect(Math.max(...told.map(count => count ?? 0))).toBeGreaterThan(1)
  expect(stopped).toBe('all_labeled')
  expect(rounds![0]).toEqual({ round: 0, added: 12, addedPerClass: [6, 6], isRolledBack: false })
  expect(rounds!.reduce((sum, { added }) => sum + added, 0)).toBe(60)
  const { total, rows } = await client.records.list({ projectId, filter: { round: 1 }, offset: 0, limit: 1 })
  expect(total).toBe(rounds![1]!.added)
  expect((await client.review.record({ projectId, id: rows[0]!.id })).round).toBe(1)
  expect((await client.review.record({ projectId, id: 'c0' })).round).toBe(undefined)
  const [kept] = await client.endModels.trainings({ projectId })
  expect(JSON.stringify([kept!.rounds, kept!.stopped])).toBe(JSON.stringify([rounds, stopped]))
})

test('nothing to learn from, no end model to refresh, and a model that there is not are problems of their own', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(comments(4))
  await expect(client.endModels.train({ projectId })).rejects.toMatchObject({ code: 'NO_LABELS' })
  const model = 'label-spreading'
  await expect(client.endModels.train({ projectId, model })).rejects.toMatchObject({ code: 'NO_TEACHING_GOLD' })
  await expect(client.endModels.useLabelModel({ projectId })).rejects.toMatchObject({ code: 'NO_MODEL' })
  await expect(client.endModels.predict({ projectId })).rejects.toMatchObject({ code: 'NO_END_MODEL' })
  await expect(client.endModels.train({ projectId, model: 'oracle' })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
})

test('gold by the toss of a coin is guessed no better than by a coin, though pseudo-labels of like records come from it', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const tossed = createRandom(4)
  const words = (pair: number) => [...`${pair + 100}`].map(digit => 'bcdfghjklm'[Number(digit)]).join('a')
  await project.add(
    Array.from({ length: 200 }, (_, i) => {
      const text = `${words(i >> 1)} ${words(i >> 1).repeat(2)}`
      return { id: `r${i}`, text, n: i, gold: i % 2 ? null : tossed() < 0.5 ? 'HAM' : 'SPAM' }
    }),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  for (const salt of [7, 11, 13])
    await project.saveLf(`guess${salt}`, `(x) => (Number(x.fields.n) * ${salt}) % 5 < 2 ? 'SPAM' : 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'auto' })
  const { metrics, usedPseudo } = await client.endModels.train({ projectId, makeCurrent: 'always' })
  expect(usedPseudo).toBe(100)
  expect(metrics).toMatchObject({ against: 'gold', n: 100 })
  expect(metrics!.accuracy).toBeLessThan(0.65)
})

test('records that only votes tell apart train no end model, and what the label model says stays', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(Array.from({ length: 12 }, (_, i) => ({ id: `dog ${i}`, text: null })))
  const votes = ['id,ada,bob', ...Array.from({ length: 12 }, (_, i) => `dog ${i},${i % 2 ? 'SPAM,SPAM' : 'HAM,HAM'}`)]
  await client.labelingFunctions.importVotes({ projectId, fileId: project.file('v.csv', votes.join('\n')) })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await expect(client.endModels.train({ projectId })).rejects.toMatchObject({ code: 'NOTHING_TO_READ' })
  await expect(client.endModels.compare({ projectId })).rejects.toMatchObject({ code: 'NOTHING_TO_READ' })
  expect((await client.labelModels.current({ projectId })).model).toMatchObject({ model: 'majority-vote' })
})

test('semi-supervised methods label what nobody labeled from gold alone, and train the end model that is named', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(
    comments(60, i => ({ gold: i < 12 ? (i % 2 ? 'SPAM' : 'HAM') : null })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  const methods = (await client.endModels.list()).filter(({ kind }) => kind === 'semi-supervised')
  expect(methods.map(({ id }) => id)).toEqual([
    'self-training',
    'co-training',
    'label-spreading',
    'label-propagation',
    'consistency',
  ])
  for (const { id } of methods) {
    const trained = await client.endModels.train({ projectId, model: id, base: 'naive-bayes' })
    expect(trained).toMatchObject({ model: id, base: 'naive-bayes', usedGold: 12, usedPseudo: 0, current: true })
    const { label } = await client.review.record({ projectId, id: 'c51' })
    expect({ id, label }).toEqual({ id, label: 'SPAM' })
  }
  await expect(client.endModels.train({ projectId, model: 'self-training', base: 'oracle' })).rejects.toMatchObject({
    code: 'MODEL_UNKNOWN',
    data: { model: 'oracle' },
  })
  expect(await client.endModels.predict({ projectId })).toMatchObject({ model: 'consistency', predicted: 60 })
}, 60_000)
