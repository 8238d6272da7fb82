import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Client } from '../../../src-shared/contract.ts'
import { reviewable } from '../testing/reviewable-project.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject } from '../testing/test-project.ts'

const ada = { annotator: 'ada' }
const SPAM = { label: 'SPAM' }

/** Oldest first. */
const decidedIds = async (client: Client, projectId: string) =>
  (await client.review.history({ projectId, ...ada, limit: 500 })).map(({ recordId }) => recordId).reverse()

test('a decision makes gold and the answer holds the next record', async () => {
  const { client, projectId } = await reviewable()
  const { next } = await client.review.next({ projectId, ...ada })
  const step = await client.review.submit({ projectId, ...ada, id: next!.id, decision: SPAM })
  expect(step.annotation).toMatchObject({ recordId: next!.id, label: 'SPAM', annotator: 'ada' })
  expect(step.next!.id).not.toBe(next!.id)
  expect(step.waiting).toBe(11)
  expect(await client.review.record({ projectId, id: next!.id })).toMatchObject({
    state: 'gold',
    label: 'SPAM',
    gold: { source: 'review' },
  })
})

test('the queue never offers gold, flagged or test records, and skipped ones last', async () => {
  const project = await reviewable()
  const { client, projectId } = project
  await project.add([{ id: 'r0', split: 'test' }], { id: 'id', split: 'split' })
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: SPAM })
  await client.review.submit({ projectId, ...ada, id: 'r2', decision: { flag: true } })
  const first = (await client.review.next({ projectId, ...ada })).next!.id
  let step = await client.review.submit({ projectId, ...ada, id: first, decision: { skip: true } })
  const seen: string[] = []
  while (step.next) {
    seen.push(step.next.id)
    step = await client.review.submit({ projectId, ...ada, id: step.next.id, decision: SPAM })
  }
  expect(seen).toHaveLength(9)
  expect(seen).not.toEqual(expect.arrayContaining(['r0']))
  expect(seen.filter(id => id === 'r1' || id === 'r2')).toEqual([])
  expect(seen.at(-1)).toBe(first)
  expect((await client.queue.list({ projectId, split: 'test' })).map(item => item.id)).toEqual(['r0'])
})

test('records of the valid split, whose gold teaches nothing, wait until all others are asked', async () => {
  const project = await reviewable()
  const { client, projectId } = project
  const valid = ['r0', 'r5', 'r10']
  await project.add(
    valid.map(id => ({ id, split: 'valid' })),
    { id: 'id', split: 'split' },
  )
  const asked = (await client.queue.list({ projectId })).map(({ id }) => id)
  expect(asked).toHaveLength(12)
  expect(asked.slice(-3).sort()).toEqual([...valid].sort())
})

test('relabel asks gold that rests on one word, what the votes speak against first, until somebody has looked again', async () => {
  const { client, projectId } = await reviewable()
  for (const [id, label] of Object.entries({ r1: 'HAM', r3: 'SPAM', r5: 'SPAM' }))
    await client.review.submit({ projectId, ...ada, id, decision: { label } })
  await client.review.settle({ projectId })
  const again = { projectId, annotator: 'bob', strategy: 'relabel' }
  const { next, waiting } = await client.review.next(again)
  expect({ id: next!.id, label: next!.label, reason: next!.reason, waiting }).toEqual({
    id: 'r1',
    label: 'HAM',
    reason: 'gold is HAM, by the votes SPAM 0.67',
    waiting: 3,
  })
  const step = await client.review.submit({ ...again, id: 'r1', decision: SPAM, asked: 'queue' })
  expect(step.waiting).toBe(2)
  expect([step.next!, ...step.upcoming].map(({ id }) => id).sort()).toEqual(['r3', 'r5'])
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({ label: 'SPAM', state: 'gold' })
  await client.review.undo(again)
  expect((await client.review.next(again)).waiting).toBe(3)
})

test('a call that comes twice with one uid makes one decision', async () => {
  const { client, projectId } = await reviewable()
  const call = { projectId, ...ada, id: 'r4', decision: SPAM, uid: 'key-1' }
  await client.review.submit(call)
  await client.review.submit({ ...call, decision: { label: 'HAM' } })
  expect(await client.review.record({ projectId, id: 'r4' })).toMatchObject({
    label: 'SPAM',
    annotations: [{ uid: 'key-1' }],
  })
})

test('undo takes back in order and asks the record again; redo does it again', async () => {
  const { client, projectId } = await reviewable()
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: SPAM })
  await client.review.submit({ projectId, ...ada, id: 'r2', decision: { label: 'HAM' } })
  const undone = await client.review.undo({ projectId, ...ada })
  expect(undone.annotation.recordId).toBe('r2')
  expect(undone.next).toMatchObject({ id: 'r2', gold: undefined })
  expect((await client.review.undo({ projectId, ...ada })).annotation.recordId).toBe('r1')
  await expect(client.review.undo({ projectId, ...ada })).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
  expect((await client.review.redo({ projectId, ...ada })).annotation.recordId).toBe('r1')
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({ label: 'SPAM', state: 'gold' })
  expect((await client.review.history({ projectId, ...ada, limit: 10 })).map(a => a.recordId)).toEqual(['r1'])
  await client.review.submit({ projectId, ...ada, id: 'r5', decision: SPAM })
  await expect(client.review.redo({ projectId, ...ada })).rejects.toMatchObject({ code: 'NOTHING_TO_REDO' })
})

test('an undo or redo that comes twice with one uid is done once, also when it comes at the same time', async () => {
  const { client, projectId } = await reviewable()
  for (const id of ['r1', 'r2', 'r3']) await client.review.submit({ projectId, ...ada, id, decision: SPAM })
  const last = () => client.review.undo({ projectId, ...ada, uid: 'key-1' })
  const answers = [...(await Promise.all([last(), last()])), await last()]
  expect(answers.map(({ annotation }) => annotation.recordId)).toEqual(['r3', 'r3', 'r3'])
  expect(await decidedIds(client, projectId)).toEqual(['r1', 'r2'])
  const again = () => client.review.redo({ projectId, ...ada, uid: 'key-2' })
  expect((await Promise.all([again(), again()])).map(({ annotation }) => annotation.recordId)).toEqual(['r3', 'r3'])
  expect(await decidedIds(client, projectId)).toEqual(['r1', 'r2', 'r3'])
})

test('two undos that come at the same time take back two decisions', async () => {
  const { client, projectId } = await reviewable()
  for (const id of ['r1', 'r2', 'r3']) await client.review.submit({ projectId, ...ada, id, decision: SPAM })
  const undone = await Promise.all([
    client.review.undo({ projectId, ...ada }),
    client.review.undo({ projectId, ...ada }),
  ])
  expect(undone.map(({ annotation }) => annotation.recordId)).toEqual(['r3', 'r2'])
  expect(await decidedIds(client, projectId)).toEqual(['r1'])
})

test('two annotators who decide the same record at once both stand in the log, and the last one counts', async () => {
  const { client, projectId } = await reviewable()
  const decide = (annotator: string, label: string) =>
    client.review.submit({ projectId, annotator, id: 'r4', decision: { label } })
  const steps = await Promise.all([decide('ada', 'SPAM'), decide('bob', 'HAM')])
  expect(steps.map(({ annotation }) => annotation.annotator)).toEqual(['ada', 'bob'])
  for (const { next, upcoming } of steps) expect([next!, ...upcoming].map(({ id }) => id)).not.toContain('r4')
  const { annotations, label } = await client.review.record({ projectId, id: 'r4' })
  expect(annotations.map(({ annotator, label }) => [annotator, label])).toEqual([
    ['ada', 'SPAM'],
    ['bob', 'HAM'],
  ])
  expect(label).toBe('HAM')
  await client.review.undo({ projectId, annotator: 'bob' })
  expect(await client.review.record({ projectId, id: 'r4' })).toMatchObject({ label: 'SPAM' })
})

test('a decision on a text that an import has changed is refused, and one on the new text is taken', async () => {
  const project = await reviewable()
  const { client, projectId } = project
  const { textHash } = await client.review.record({ projectId, id: 'r1' })
  const queued = (await client.queue.list({ projectId })).find(item => item.id === 'r1')
  expect(queued!.textHash).toBe(textHash)
  const call = { projectId, ...ada, id: 'r1', decision: SPAM }
  await project.add([{ id: 'r1', text: 'another text', n: 1 }])
  await expect(client.review.submit({ ...call, textHash })).rejects.toMatchObject({ code: 'RECORD_CHANGED' })
  expect(await decidedIds(client, projectId)).toEqual([])
  const now = await client.review.record({ projectId, id: 'r1' })
  await client.review.submit({ ...call, textHash: now.textHash })
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({ gold: { label: 'SPAM', recheck: false } })
})

test('a record that is deleted while it is queued is asked no more, and a decision on it stores nothing', async () => {
  const { client, projectId } = await reviewable()
  const { next } = await client.review.next({ projectId, ...ada })
  await client.records.delete({ projectId, ids: [next!.id] })
  const after = await client.review.next({ projectId, ...ada })
  expect([after.next!, ...after.upcoming].map(({ id }) => id)).not.toContain(next!.id)
  expect(after.waiting).toBe(11)
  const call = { projectId, ...ada, id: next!.id, decision: SPAM }
  await expect(client.review.submit(call)).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
})

test('a decision for a class that was renamed meanwhile is refused; one that was stored before is known again', async () => {
  const { client, projectId } = await reviewable()
  const call = { projectId, ...ada, decision: SPAM }
  await client.review.submit({ ...call, id: 'r1', uid: 'key-1' })
  await client.projects.editClass({ projectId, index: 1, name: 'JUNK' })
  await expect(client.review.submit({ ...call, id: 'r2' })).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
  expect((await client.review.submit({ ...call, id: 'r1', uid: 'key-1' })).annotation.label).toBe('JUNK')
  await client.review.submit({ ...call, id: 'r2', decision: { label: 'JUNK' } })
  expect(await decidedIds(client, projectId)).toEqual(['r1', 'r2'])
})

test('records that are queued while a class is renamed or merged are proposed by what it is called now', async () => {
  const project = await testProject(['HAM', 'AD', 'SPAM'])
  const { client, projectId } = project
  await project.add(Array.from({ length: 6 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  await project.saveLf('ads', `() => 'AD'`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const proposed = async () => {
    const { next, upcoming } = await client.review.next({ projectId, ...ada })
    return [...new Set([next!, ...upcoming].map(({ label }) => label))]
  }
  expect(await proposed()).toEqual(['AD'])
  await client.review.submit({ projectId, ...ada, id: 'r0', decision: { label: 'AD' } })

  await client.projects.editClass({ projectId, index: 1, name: 'ADVERT' })
  expect(await proposed()).toEqual(['ADVERT'])
  await client.projects.removeClass({ projectId, index: 1, into: 2 })
  expect(await proposed()).toEqual(['SPAM'])
  const late = { projectId, ...ada, id: 'r1', decision: { label: 'ADVERT' } }
  await expect(client.review.submit(late)).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
  await client.review.submit({ ...late, decision: SPAM })
  const done = await client.review.history({ projectId, ...ada, limit: 10 })
  expect(done.map(({ recordId, label }) => [recordId, label])).toEqual([
    ['r1', 'SPAM'],
    ['r0', 'SPAM'],
  ])
})

test('decisions are taken back across restarts, as far as the log goes', async () => {
  const { client, projectId, engine } = await reviewable()
  const ids = ['r0', 'r1', 'r2', 'r3', 'r4']
  for (const id of ids) await client.review.submit({ projectId, ...ada, id, decision: SPAM })
  await client.review.undo({ projectId, ...ada })
  await client.projects.close({ projectId })
  const { projects } = await client.projects.list()
  await client.projects.open({ ref: projects[0]!.ref })
  expect((await client.review.redo({ projectId, ...ada })).annotation.recordId).toBe('r4')
  for (const id of ids.toReversed())
    expect((await client.review.undo({ projectId, ...ada })).annotation.recordId).toBe(id)
  await expect(client.review.undo({ projectId, ...ada })).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
  expect(engine.project(projectId).store.reviews.count()).toBe(5 + 1 + 1 + 5)
})

test('decisions of an annotator are counted from a moment on, without those that were taken back', async () => {
  const { client, projectId } = await reviewable()
  const since = '2001-01-01T00:00:00.000Z'
  const count = async (from = since) => (await client.review.doneSince({ projectId, ...ada, since: from })).decisions
  for (const id of ['r1', 'r3']) await client.review.submit({ projectId, ...ada, id, decision: SPAM })
  await client.review.submit({ projectId, annotator: 'bob', id: 'r5', decision: SPAM })
  expect([await count(), await count('2999-01-01T00:00:00.000Z')]).toEqual([2, 0])
  await client.review.undo({ projectId, ...ada })
  expect(await count()).toBe(1)
})

test('one annotator cannot take back what another decided', async () => {
  const { client, projectId } = await reviewable()
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: SPAM })
  await expect(client.review.undo({ projectId, annotator: 'bob' })).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
})

test('a decision without a name, on no record, or for no class stores nothing', async () => {
  const { client, projectId } = await reviewable()
  const call = { projectId, ...ada, id: 'r1', decision: SPAM }
  await expect(client.review.submit({ ...call, annotator: ' ' })).rejects.toMatchObject({ code: 'ANNOTATOR_MISSING' })
  await expect(client.review.submit({ ...call, id: 'nobody' })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
  await expect(client.review.submit({ ...call, decision: { label: 'EGGS' } })).rejects.toMatchObject({
    code: 'CLASS_UNKNOWN',
  })
  expect(await client.review.history({ projectId, ...ada, limit: 10 })).toEqual([])
})

test('gold of valid and test does not teach', async () => {
  const project = await reviewable()
  const { client, projectId } = project
  await project.add([{ id: 'r0', split: 'valid', gold: 'HAM' }, { id: 'r2', split: 'test', gold: 'HAM' }, { id: 'r4', split: 'train', gold: 'HAM' }], {
    id: 'id', split: 'split', gold: 'gold',
  }) // prettier-ignore
  expect(await client.labelModels.fit({ projectId, model: 'dawid-skene' })).toMatchObject({ usedGold: 1 })
  expect(await client.projects.overview({ projectId })).toMatchObject({
    withGold: 3,
    teachingGold: 1,
    comparingGold: 2,
  })
  expect(await client.labelModels.fit({ projectId, useGold: false })).toMatchObject({ usedGold: 0 })
})

test('a vote shows the places in the text that it rests on', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add([{ id: 'a', text: 'please check  out my channel' }])
  await project.saveLf('check', `(x) => /check\\s+out/i.test(x.text) ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  const { votes } = await client.review.record({ projectId, id: 'a' })
  expect(votes).toMatchObject([{ lf: 'check', vote: 'class', label: 'SPAM', spans: [[7, 17]] }])
})

test('gold that was taught and is taken back is no proposal of the model', async () => {
  const { client, projectId } = await reviewable()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: { label: 'HAM' } })
  await client.review.settle({ projectId })
  const { next } = await client.review.undo({ projectId, ...ada })
  expect(next).toMatchObject({ id: 'r1', state: 'tied', label: undefined, probabilities: undefined })
  expect(next).toMatchObject({ reason: 'its gold no longer stands' })
  await client.review.settle({ projectId })
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({ state: 'pseudo', label: 'SPAM' })
})

test('of a record that no vote reaches no probability is shown, not even the class balance', async () => {
  const { client, projectId } = await reviewable()
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: SPAM })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const uncovered = await client.review.record({ projectId, id: 'r11' })
  expect(uncovered).toMatchObject({ state: 'uncovered', probability: undefined, probabilities: undefined })
  expect((await client.review.record({ projectId, id: 'r2' })).probabilities).toHaveLength(2)
})

test('the weights of the votes, the class balance and the text add up to the log-odds that are shown', async () => {
  const { client, projectId } = await sortedProject()
  const sources = async (model: string, id: string) => {
    await client.labelModels.fit({ projectId, model })
    const { votes, otherWeights, probabilities, odds } = await client.review.record({ projectId, id })
    const [best, next] = probabilities!.toSorted((a, b) => b.probability - a.probability)
    expect(odds).toEqual({ label: best!.label, against: next!.label })
    const sum = [...votes, ...otherWeights].reduce((total, each) => total + (each.weight ?? 0), 0)
    expect(sum).toBeCloseTo(Math.log(best!.probability / next!.probability), 9)
    return otherWeights.map(each => each.source)
  }
  expect(await sources('dawid-skene', 'r0')).toEqual(['class-balance'])
  expect(await sources('triplet', 'r1')).toEqual(['class-balance'])
  expect(await sources('consensus', 'r0')).toEqual(['class-balance', 'text'])
  // No LF votes on "pear and cherry tree".
  expect(await sources('auto', 'r2')).toEqual(['text'])
})

test('a vote that shares its weight says how much it counts', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(Array.from({ length: 600 }, (_, i) => ({ id: `r${i}`, text: `${i}`, n: i })))
  const source = `(x) => Number(x.fields.n) % 3 === 0 ? 'SPAM' : Number(x.fields.n) % 7 === 0 ? 'HAM' : ABSTAIN`
  await project.saveLf('one', source)
  await project.saveLf('copy', source)
  await project.saveLf('other', `(x) => Number(x.fields.n) % 2 === 0 ? 'SPAM' : 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  const fit = await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  expect(fit.lfs.map(({ group }) => group)).toEqual([0, 0, undefined])
  const { votes } = await client.review.record({ projectId, id: 'r6' })
  expect(votes.map(({ share }) => share)).toEqual([0.5, 0.5, undefined])
  expect(votes[0]!.weight).toBe(votes[1]!.weight)
})

test('a majority vote does not add up, and gold and what no vote reaches need no explanation', async () => {
  const { client, projectId } = await reviewable()
  expect((await client.review.record({ projectId, id: 'r0' })).otherWeights).toEqual([])
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  expect(await client.review.record({ projectId, id: 'r10' })).toMatchObject({ state: 'uncovered', otherWeights: [] })
  await client.review.submit({ projectId, ...ada, id: 'r0', decision: SPAM })
  expect((await client.review.record({ projectId, id: 'r0' })).otherWeights).toEqual([])
})

test('an answer belongs to the fair sample if the queue asked by chance, and not if the record was picked', async () => {
  const { client, projectId, engine } = await reviewable()
  const answer = (id: string, asked?: 'queue' | 'recheck', strategy?: string) =>
    client.review.submit({ projectId, ...ada, id, decision: SPAM, asked, strategy })
  const queue = await client.queue.list({ projectId })
  const checks = queue
    .filter(item => item.reason === 'random check' && Number(item.id.slice(1)) > 3)
    .map(item => item.id)
  await answer('r0', 'queue', 'random')
  await answer('r1', 'queue', 'entropy')
  await answer('r2', undefined, 'random')
  await answer('r3', 'recheck', 'random')
  for (let i = 4; i < 12; i++) await answer(`r${i}`, 'queue')
  const { fileId } = await client.review.exportAnnotations({ projectId })
  const lines = readFileSync(engine.files.path(fileId), 'utf8').trim().split('\n')
  const asked = new Map(lines.map(line => JSON.parse(line)).map(({ id, asked }) => [id, asked]))
  expect(['r0', 'r1', 'r2', 'r3'].map(id => asked.get(id))).toEqual(['audit', undefined, undefined, 'recheck'])
  const byDefault = [...asked].slice(4).filter(([, why]) => why === 'audit')
  expect(byDefault.map(([id]) => id).sort()).toEqual(checks.sort())
})
