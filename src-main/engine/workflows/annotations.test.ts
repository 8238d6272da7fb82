import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Decision } from '../../../src-shared/review.ts'
import { testEngine, testFolder, testProject, type TestProject } from '../testing/test-project.ts'

type Copy = Pick<TestProject, 'client' | 'engine' | 'projectId'>

const ids = ['a', 'b', 'c', 'd']
const HAM = { label: 'HAM' }
const SPAM = { label: 'SPAM' }

async function shared(): Promise<TestProject> {
  const project = await testProject()
  await project.add(ids.map(id => ({ id, text: id })))
  await decide(project, 'ada', 'a', HAM)
  return project
}

/** The project as it is now, in another folder and another engine. */
async function copyOf({ client, engine, projectId }: Copy): Promise<Copy> {
  const { fileId } = await client.projects.backup({ projectId })
  const folder = testFolder()
  const path = join(folder, 'copy.heddle')
  copyFileSync(engine.files.path(fileId), path)
  const other = testEngine(folder)
  const opened = await other.client.projects.open({ ref: other.engine.refOf(path) })
  return { ...other, projectId: opened.projectId }
}

const decide = ({ client, projectId }: Copy, annotator: string, id: string, decision: Decision) =>
  client.review.submit({ projectId, annotator, id, decision })

async function logOf({ client, engine, projectId }: Copy): Promise<string> {
  const { fileId } = await client.review.exportAnnotations({ projectId })
  return readFileSync(engine.files.path(fileId), 'utf8')
}

async function merge(into: Copy, from: Copy) {
  const { fileId } = await from.client.review.exportAnnotations({ projectId: from.projectId })
  const own = into.engine.files.add(from.engine.files.path(fileId), 'copy.jsonl')
  return into.client.review.importAnnotations({ projectId: into.projectId, fileId: own })
}

const take = async (project: TestProject, lines: object[]) =>
  project.client.review.importAnnotations({
    projectId: project.projectId,
    fileId: project.file('a.jsonl', lines.map(line => JSON.stringify(line)).join('\n')),
  })

/** What everyone sees: gold, marks and decisions of each record. */
const outcome = ({ client, projectId }: Copy) =>
  Promise.all(
    ids.map(async id => {
      const { gold, state, flagged, annotations } = await client.review.record({ projectId, id })
      return { id, gold: gold?.label, state, flagged, uids: annotations.map(({ uid }) => uid) }
    }),
  )

/** Ada and Bob each went on with a copy: they differ on a record, take back, do again, skip and flag. */
async function twoCopies(): Promise<{ base: TestProject; ada: Copy; bob: Copy }> {
  const base = await shared()
  const [ada, bob] = [await copyOf(base), await copyOf(base)]
  await decide(ada, 'ada', 'b', HAM)
  await decide(bob, 'bob', 'b', SPAM)
  await decide(ada, 'ada', 'c', { flag: true })
  await decide(bob, 'bob', 'c', { skip: true })
  await decide(ada, 'ada', 'd', SPAM)
  await ada.client.review.undo({ projectId: ada.projectId, annotator: 'ada' })
  await decide(bob, 'bob', 'd', HAM)
  await bob.client.review.undo({ projectId: bob.projectId, annotator: 'bob' })
  await bob.client.review.redo({ projectId: bob.projectId, annotator: 'bob' })
  return { base, ada, bob }
}

test('decisions made on a copy come back, and only those that are new', async () => {
  const { base, ada } = await twoCopies()
  expect(await merge(base, ada)).toEqual({ added: 4, known: 1, unknownIds: 0, skipped: [] })
  expect(await outcome(base)).toEqual(await outcome(ada))
})

test('two copies come to the same whichever is merged first, and in each other', async () => {
  const { base, ada, bob } = await twoCopies()
  const other = await copyOf(base)
  await merge(base, ada)
  await merge(base, bob)
  await merge(other, bob)
  await merge(other, ada)
  await merge(ada, bob)
  await merge(bob, other)
  const [merged, ...others] = [await outcome(base), await outcome(other), await outcome(ada), await outcome(bob)]
  for (const each of others) expect(each).toEqual(merged)
  expect(merged.map(({ gold }) => gold)).toEqual(['HAM', 'SPAM', undefined, 'HAM'])
  expect(await logOf(other)).toBe(await logOf(base))
})

test('a log that comes again changes nothing', async () => {
  const { base, ada } = await twoCopies()
  await merge(base, ada)
  const before = await logOf(base)
  expect(await merge(base, ada)).toEqual({ added: 0, known: 5, unknownIds: 0, skipped: [] })
  expect(await logOf(base)).toBe(before)
})

test('the lines of a log may come in any order', async () => {
  const { base, bob } = await twoCopies()
  const lines = (await logOf(bob)).trim().split('\n')
  const fileId = base.file('a.jsonl', lines.toReversed().join('\n'))
  const result = await base.client.review.importAnnotations({ projectId: base.projectId, fileId })
  expect(result).toMatchObject({ added: 5, skipped: [] })
  expect(await logOf(base)).toBe(lines.map(line => `${line}\n`).join(''))
})

test('the log of a copy on which nobody decided is empty, and adds nothing', async () => {
  const [source, target] = [await testProject(), await shared()]
  expect(await logOf(source)).toBe('')
  expect(await merge(target, source)).toEqual({ added: 0, known: 0, unknownIds: 0, skipped: [] })
})

test('a later decision stands, also after a merge from a clock that is ahead', async () => {
  const project = await shared()
  const line = { uid: 'x', id: 'b', annotator: 'eve', kind: 'label', label: 'SPAM', at: '2999-01-01T00:00:00.000Z' }
  expect(await take(project, [line])).toMatchObject({ added: 1 })
  await decide(project, 'ada', 'b', HAM)
  expect((await outcome(project))[1]).toMatchObject({ gold: 'HAM' })
})

test('classes go by their names; records that are not here are counted and left out', async () => {
  const source = await testProject(['SPAM', 'EGGS', 'HAM'])
  await source.add([...ids, 'elsewhere'].map(id => ({ id, text: id })))
  for (const [id, label] of [
    ['a', 'HAM'],
    ['b', 'SPAM'],
    ['c', 'EGGS'],
    ['elsewhere', 'HAM'],
  ] as const)
    await decide(source, 'ada', id, { label })
  const target = await shared()
  expect(await merge(target, source)).toEqual({
    added: 2,
    known: 0,
    unknownIds: 1,
    skipped: [{ line: 3, column: 'label', reason: '"EGGS" is no class of the project' }],
  })
  expect((await outcome(target)).map(({ gold }) => gold)).toEqual(['HAM', 'SPAM', undefined, undefined])
})

test('a decision that is merged in does not vouch for a text that has changed', async () => {
  const { base, ada } = await twoCopies()
  await decide(base, 'ada', 'b', SPAM)
  await base.add([{ id: 'b', text: 'new' }])
  await merge(base, ada)
  const { gold } = await base.client.review.record({ projectId: base.projectId, id: 'b' })
  expect(gold).toMatchObject({ label: 'SPAM', recheck: true })
})

test('a decision that was merged in stays one on the text of its copy, also when a later one here is taken back', async () => {
  const { base, ada } = await twoCopies()
  await decide(base, 'bob', 'b', SPAM)
  await base.add([{ id: 'b', text: 'new' }])
  await decide(base, 'bob', 'b', SPAM)
  await merge(base, ada)
  const recheck = async () => (await base.client.review.record({ projectId: base.projectId, id: 'b' })).gold?.recheck
  expect(await recheck()).toBe(false)
  await base.client.review.undo({ projectId: base.projectId, annotator: 'bob' })
  expect(await recheck()).toBe(true)
})

const good = { uid: '1', id: 'a', annotator: 'ada', kind: 'label', label: 'HAM', at: '2026-01-01T00:00:00.000Z' }

test.each<[string, object]>([
  ['uid', { ...good, uid: '' }],
  ['id', { ...good, id: null }],
  ['annotator', { ...good, annotator: ' ' }],
  ['kind', { ...good, kind: 'guess' }],
  ['label', { ...good, label: 'EGGS' }],
  ['label', { ...good, label: undefined }],
  ['at', { ...good, at: 'yesterday' }],
  ['at', { ...good, at: '2026-13-01T00:00:00.000Z' }],
  ['target', { ...good, kind: 'undo' }],
  ['target', { ...good, kind: 'undo', target: 'nowhere' }],
  ['target', { ...good, kind: 'undo', target: '0', annotator: 'bob' }],
  ['target', { ...good, kind: 'undo', target: '0', id: 'b' }],
])('a line whose %s does not fit is told and left out, the others are taken: %j', async (column, line) => {
  const project = await shared()
  const result = await take(project, [{ ...good, uid: '0' }, line])
  expect(result).toMatchObject({ added: 1, skipped: [{ line: 2, column }] })
  expect(await project.client.projects.verify({ projectId: project.projectId })).toMatchObject({ ok: true })
})

test('an answer to a random check stays one on a copy, and how it was asked must be known', async () => {
  const project = await shared()
  const { client, projectId } = project
  await client.review.submit({
    projectId,
    annotator: 'ada',
    id: 'b',
    decision: HAM,
    asked: 'queue',
    strategy: 'random',
  })
  const copy = await copyOf(await shared())
  await merge(copy, project)
  expect(await logOf(copy)).toContain('"asked":"audit"')
  expect(await take(project, [{ ...good, uid: '2', asked: 'gently' }])).toMatchObject({
    skipped: [{ column: 'asked', reason: '"gently" is no way to be asked (audit, recheck)' }],
  })
})

test('a file that is no log is refused whole', async () => {
  const project = await shared()
  await expect(take(project, [{ id: 'a', text: 'x' }])).rejects.toMatchObject({
    code: 'COLUMN_UNKNOWN',
    data: { column: 'uid' },
  })
})

test('the model learns from decisions that are merged in', async () => {
  const { base, ada } = await twoCopies()
  const { client, projectId } = base
  await base.saveLf('always', `() => 'SPAM'`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await client.review.settle({ projectId })
  await merge(base, ada)
  expect(await client.review.settle({ projectId })).toMatchObject({ labelsChanged: 1 })
  expect(await client.labelModels.current({ projectId })).toMatchObject({ model: { staleBecause: [] } })
})
