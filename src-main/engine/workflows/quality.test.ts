import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDemoComments } from '../testing/demo-comments.ts'
import { flippedGold, foundAmongFirst } from '../testing/flipped-gold.ts'
import { readSmsMessages } from '../testing/sms-messages.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

const demoLfs = join(import.meta.dirname, '../../../resources/demo/lfs')
const FLIPPED = 0.05

/** The demo's comments with its ten labeling functions. */
async function comments(project: TestProject) {
  for (const file of readdirSync(demoLfs)) {
    await project.saveLf(file.replace('.ts', ''), readFileSync(join(demoLfs, file), 'utf8'))
  }
  const { texts, reference } = await readDemoComments()
  return { texts, reference, votesCsv: undefined }
}

/** Imports the texts with gold of which a twentieth is flipped; ids are rows. */
async function withFlippedGold(name: 'comments' | 'messages') {
  const classes = name === 'comments' ? ['HAM', 'SPAM'] : ['ham', 'spam']
  const project = await testProject(classes)
  const { client, projectId } = project
  const messages = await readSmsMessages()
  const { texts, reference, votesCsv } = name === 'comments' ? await comments(project) : messages
  const { given, flipped } = flippedGold(reference, 2, FLIPPED, 5)
  const idOf = (row: number) => (votesCsv ? messages.ids[row]! : String(row))
  await project.add(
    texts.map((text, row) => ({ id: idOf(row), text, gold: classes[given[row]!] })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  if (votesCsv) await client.labelingFunctions.importVotes({ projectId, fileId: project.file('votes.csv', votesCsv) })
  await client.labelingFunctions.apply({ projectId })
  return { project, classes, reference, flipped, rowOf: new Map(texts.map((_, row) => [idOf(row), row])) }
}

describe.each(['comments', 'messages'] as const)('of gold on %s, a twentieth of which is flipped,', name => {
  test(
    'at least half is among the first that are named, each with the class that it was',
    { timeout: 120_000 },
    async () => {
      const { project, classes, reference, flipped, rowOf } = await withFlippedGold(name)
      const { client, projectId } = project
      await client.labelModels.fit({ projectId, model: 'auto' })
      const { labelErrors } = await client.quality.check({ projectId, limit: flipped.size })
      expect(labelErrors.judges).toEqual(['Automatic', 'Text model of gold'])
      const ranked = labelErrors.suspects.map(({ id }) => rowOf.get(id)!)
      const { precision, recall } = foundAmongFirst(ranked, flipped)
      expect(precision).toBeGreaterThanOrEqual(0.6)
      expect(recall).toBeGreaterThanOrEqual(0.6)
      for (const { id, suggested, given, probability, givenProbability } of labelErrors.suspects) {
        expect(suggested).not.toBe(given)
        expect(probability + givenProbability).toBeCloseTo(1, 9)
        if (flipped.has(rowOf.get(id)!)) expect(suggested).toBe(classes[reference[rowOf.get(id)!]!])
      }
      expect(Math.abs(labelErrors.estimated / labelErrors.labels - FLIPPED)).toBeLessThan(0.03)
    },
  )
})

/** Thirty greetings and thirty offers, with gold that is wrong on two of them. */
async function smallProject(): Promise<TestProject> {
  const project = await testProject()
  const records = Array.from({ length: 60 }, (_, i) => ({
    id: `r${i}`,
    text:
      i % 2 === 0
        ? `hello my friend ${i}, how was your day and the evening`
        : `win free money ${i} now, click here for your prize`,
    gold: i === 7 ? 'HAM' : i === 8 ? 'SPAM' : i % 2 === 0 ? 'HAM' : 'SPAM',
  }))
  await project.add(records, { id: 'id', text: 'text', gold: 'gold' })
  return project
}

test('without votes and a model, the text alone judges the gold', async () => {
  const { client, projectId } = await smallProject()
  const { labelErrors, audit } = await client.quality.check({ projectId })
  expect(labelErrors).toMatchObject({ labels: 60, judges: ['Text model of gold'], count: 2 })
  expect(labelErrors.suspects.map(({ id, given, suggested }) => [id, given, suggested]).sort()).toEqual([
    ['r7', 'HAM', 'SPAM'],
    ['r8', 'SPAM', 'HAM'],
  ])
  expect(audit).toEqual({ asked: 0, answered: 0, n: 0, right: 0, width: 0.1 })
})

test('what a person looked at again is listed no more, whatever they decided; a later check lists it neither', async () => {
  const { client, projectId } = await smallProject()
  await client.quality.check({ projectId })
  const decide = (id: string, label: string) =>
    client.review.submit({ projectId, annotator: 'ada', id, decision: { label }, asked: 'recheck' })
  await decide('r7', 'SPAM')
  await decide('r8', 'SPAM')
  const { check } = await client.quality.last({ projectId })
  expect(check).toMatchObject({ labelErrors: { labels: 60, count: 0, suspects: [] }, stale: true })
  expect(await client.review.record({ projectId, id: 'r8' })).toMatchObject({
    label: 'SPAM',
    gold: { source: 'review' },
  })
  expect((await client.quality.check({ projectId })).labelErrors.suspects).toEqual([])
  await client.review.undo({ projectId, annotator: 'ada' })
  const again = await client.quality.check({ projectId })
  expect(again.labelErrors.suspects.map(({ id }) => id)).toEqual(['r8'])
})

test('a check changes neither gold nor the log', async () => {
  const { client, projectId } = await smallProject()
  await client.review.submit({ projectId, annotator: 'ada', id: 'r2', decision: { label: 'SPAM' } })
  const before = await client.review.exportAnnotations({ projectId })
  await client.quality.check({ projectId })
  expect((await client.review.exportAnnotations({ projectId })).sha256).toBe(before.sha256)
  expect(await client.review.record({ projectId, id: 'r2' })).toMatchObject({ label: 'SPAM', state: 'gold' })
})

test('a project without gold, or without any record, has nothing to check', async () => {
  const { client, projectId, add } = await testProject()
  expect(await client.quality.last({ projectId })).toEqual({})
  const empty = { labelErrors: { labels: 0, count: 0, judges: [] }, contradictions: { compared: 0, count: 0 } }
  expect(await client.quality.check({ projectId })).toMatchObject(empty)
  await add([{ id: 'a', text: 'one' }])
  expect(await client.quality.check({ projectId })).toMatchObject(empty)
  expect(await client.quality.stopping({ projectId })).toEqual({ gold: 0, steps: [], isStable: false })
})

describe('contradictions', () => {
  const song = 'what a lovely song, it makes me cry every time'
  async function contradicting(): Promise<TestProject> {
    const project = await testProject()
    await project.add(
      [
        { id: 'a', text: song, gold: 'HAM' },
        { id: 'b', text: `${song}!!!`, gold: 'SPAM' },
        { id: 'c', text: `${song} :)` },
        { id: 'd', text: 'something else entirely', gold: 'SPAM' },
      ],
      { id: 'id', text: 'text', gold: 'gold' },
    )
    return project
  }

  test('gold of an import and decisions of people on texts that are almost equal are set side by side', async () => {
    const { client, projectId } = await contradicting()
    await client.review.submit({ projectId, annotator: 'ada', id: 'c', decision: { label: 'HAM' } })
    const { contradictions } = await client.quality.check({ projectId })
    expect(contradictions).toMatchObject({ compared: 4, count: 1 })
    expect(contradictions.groups[0]).toMatchObject({
      resemblance: 1,
      records: [
        { id: 'a', label: 'HAM', source: 'import' },
        { id: 'b', label: 'SPAM', source: 'import' },
        { id: 'c', label: 'HAM', source: 'review', annotator: 'ada' },
      ],
    })
  })

  test('one that is settled goes: by one class for all, or because each was looked at again', async () => {
    const { client, projectId } = await contradicting()
    const decide = (id: string, label: string) =>
      client.review.submit({ projectId, annotator: 'ada', id, decision: { label }, asked: 'recheck' })
    const left = async () => (await client.quality.last({ projectId })).check!.contradictions.count
    await client.quality.check({ projectId })
    await decide('a', 'HAM')
    expect(await left()).toBe(1)
    await decide('b', 'SPAM')
    expect(await left()).toBe(0)
    await client.review.undo({ projectId, annotator: 'ada' })
    expect(await left()).toBe(1)
    await decide('b', 'HAM')
    expect(await left()).toBe(0)
  })
})

/** 600 records, of which one LF is right on four in five; nobody has decided anything. */
async function proposed(): Promise<TestProject & { truth(id: string): string }> {
  const project = await testProject()
  await project.add(Array.from({ length: 600 }, (_, i) => ({ id: `${i}`, text: `text ${i}`, n: i })))
  await project.saveLf('most', `(x) => Number(x.fields.n) % 2 === 0 ? 'SPAM' : 'HAM'`)
  await project.client.labelingFunctions.apply({ projectId: project.projectId })
  await project.client.labelModels.fit({ projectId: project.projectId, model: 'majority-vote' })
  const truth = (id: string) => ((Number(id) % 2 === 0) === (Number(id) % 5 !== 0) ? 'SPAM' : 'HAM')
  return { ...project, truth }
}

describe('the accuracy of proposals', () => {
  test('is that on the random checks of the queue, and not on what was asked for other reasons or picked', async () => {
    const { client, projectId, truth } = await proposed()
    const queue = await client.queue.list({ projectId, limit: 600 })
    const checks = queue.filter(({ reason }) => reason === 'random check').slice(0, 40)
    const others = queue.filter(({ reason }) => reason !== 'random check').slice(0, 40)
    const answer = (id: string, asked?: 'queue') =>
      client.review.submit({ projectId, annotator: 'ada', id, decision: { label: truth(id) }, asked })
    for (const { id } of checks.slice(0, 30)) await answer(id, 'queue')
    for (const { id } of checks.slice(30)) await answer(id)
    for (const { id } of others) await answer(id, 'queue')
    const [skipped] = queue.filter(({ reason }) => reason === 'random check').slice(40)
    await client.review.submit({
      projectId,
      annotator: 'ada',
      id: skipped!.id,
      decision: { skip: true },
      asked: 'queue',
    })
    const { audit } = await client.quality.check({ projectId })
    const right = checks.slice(0, 30).filter(({ id, label }) => label === truth(id)).length
    expect(audit).toMatchObject({ model: 'Majority vote', asked: 31, answered: 30, n: 30, right, accuracy: right / 30 })
    expect(audit.interval![0]).toBeLessThan(0.8)
    expect(audit.interval![1]).toBeGreaterThan(0.8)
    expect(audit.moreReviews).toBe(10 * audit.moreChecks!)
  })

  test('says how many more checks a narrower interval needs: none for one that is wide already', async () => {
    const { client, projectId, truth } = await proposed()
    const first = await client.quality.check({ projectId, width: 0.2 })
    expect(first.audit).toMatchObject({ n: 0, width: 0.2, moreChecks: 93 })
    expect(first.audit.accuracy).toBeUndefined()
    for (let i = 0; i < 20; i++) {
      const { next } = await client.review.next({ projectId, annotator: 'ada', strategy: 'random' })
      const decision = { label: truth(next!.id) }
      await client.review.submit({
        projectId,
        annotator: 'ada',
        id: next!.id,
        decision,
        asked: 'queue',
        strategy: 'random',
      })
    }
    const { audit } = await client.quality.check({ projectId, width: 0.6 })
    expect(audit).toMatchObject({ answered: 20, n: 20, moreChecks: 0 })
    const narrower = (await client.quality.last({ projectId, width: 0.1 })).check!
    expect(narrower.audit.moreChecks).toBeGreaterThan(50)
  })
})

test('proposals that stand still over three times twenty reviews are told', async () => {
  const { client, projectId } = await proposed()
  const decide = async (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      await client.review.submit({
        projectId,
        annotator: 'ada',
        id: `${i}`,
        decision: { label: i % 2 ? 'HAM' : 'SPAM' },
      })
    }
    await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  }
  await decide(0, 20)
  expect(await client.quality.stopping({ projectId })).toEqual({ gold: 20, steps: [], isStable: false })
  for (const from of [20, 40]) await decide(from, from + 20)
  expect(await client.quality.stopping({ projectId })).toMatchObject({ gold: 60, isStable: false, steps: [{}, {}] })
  await decide(60, 80)
  expect(await client.quality.stopping({ projectId })).toMatchObject({ gold: 80, mean: 1, isStable: true })
  // Another model is another story.
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  expect(await client.quality.stopping({ projectId })).toEqual({ gold: 80, steps: [], isStable: false })
})
