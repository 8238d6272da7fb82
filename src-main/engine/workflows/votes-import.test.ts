import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ABSTAIN, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

const records = Array.from({ length: 20 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` }))

/** Votes on the first records, by the name of the source. */
function votesOf({ engine, projectId }: TestProject, name: string, count: number): number[] {
  const { store } = engine.project(projectId)
  const { versionId } = store.lfs.list().find(lf => lf.name === name)!.used!
  return Array.from(store.votes.column(versionId, 20).subarray(0, count))
}

test('votes from outside become external LFs; unknown ids are counted, bad rows are told', async () => {
  const project = await testProject()
  const { client, projectId, engine } = project
  await project.add(records)
  const fixture = (name: string) => engine.files.add(join(import.meta.dirname, 'fixtures', name))
  const result = await client.labelingFunctions.importVotes({ projectId, fileId: fixture('votes.csv') })
  expect(result).toMatchObject({
    sources: [
      { name: 'worker 1', votes: 1 },
      { name: 'ada+2@example.org', votes: 2 },
    ],
    unknownIds: 1,
    skipped: [
      { line: 5, column: 'worker 1', reason: expect.stringContaining('"EGGS"') as string },
      { line: 6, column: 'id', reason: expect.stringContaining('already used') as string },
      { line: 7, column: 'id', reason: 'no id' },
      { line: 8, reason: expect.stringContaining('cells') as string },
    ],
    skippedCount: 4,
  })
  await client.labelingFunctions.importVotes({ projectId, fileId: fixture('votes-again.csv') })
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([
    { name: 'worker 1', kind: 'external', version: 2, status: 'ok', votes: 1, unseen: 19 },
    { name: 'ada+2@example.org', version: 1, votes: 2, abstains: 0, unseen: 18 },
  ])
})

const long = `task,worker,label
r0,ada,SPAM
r0,bob,HAM
r1,ada,
r1,bob,EGGS
r1,,SPAM
r0,ada,HAM
,ada,HAM
r99,ada,HAM
r99,ada,HAM
r2,"a
b",HAM
r3,bob,SPAM
`

test('the long form has a row for each vote; each worker becomes a labeling function, bad rows are named', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  const fileId = project.file('crowd.csv', long)
  expect(await client.labelingFunctions.lookAtVotes({ projectId, fileId })).toMatchObject({
    form: 'long',
    hasScores: false,
    long: { id: 'task', worker: 'worker', label: 'label' },
  })
  const { skipped, ...result } = await client.labelingFunctions.importVotes({ projectId, fileId })
  expect(result).toEqual({
    form: 'long',
    sources: [
      { name: 'ada', votes: 1 },
      { name: 'bob', votes: 2 },
    ],
    unknownIds: 1,
    skippedCount: 6,
  })
  expect(skipped.map(({ line, column, reason }) => [line, column, reason])).toEqual([
    [5, 'label', '"EGGS" is no class of the project'],
    [6, 'worker', 'no worker'],
    [7, 'worker', '"ada" has already voted on "r0" in this file'],
    [8, 'task', 'no id'],
    [10, 'worker', '"ada" has already voted on "r99" in this file'],
    [11, 'worker', '"a\nb" cannot be the name of a labeling function'],
  ])
  expect(votesOf(project, 'ada', 4)).toEqual([1, ABSTAIN, UNSEEN, UNSEEN])
  expect(votesOf(project, 'bob', 4)).toEqual([0, UNSEEN, UNSEEN, 1])
})

test('of scores in the long form the highest one is the vote, from the threshold on; two alike are none', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  const rows = [
    ['r0', 'bert', 'HAM', 0.3],
    ['r0', 'bert', 'SPAM', 0.7],
    ['r1', 'bert', 'HAM', 0.45],
    ['r1', 'bert', 'SPAM', 0.4],
    ['r2', 'bert', 'SPAM', 0.5],
    ['r2', 'bert', 'HAM', 0.5],
    ['r3', 'bert', 'HAM', 'high'],
  ].map(([id, source, label, score]) => JSON.stringify({ id, source, class: label, score }))
  const fileId = () => project.file('scores.jsonl', rows.join('\n'))
  const { skipped } = await client.labelingFunctions.importVotes({ projectId, fileId: fileId() })
  expect(skipped).toEqual([{ line: 7, column: 'score', reason: '"high" is no number' }])
  expect(votesOf(project, 'bert', 4)).toEqual([1, ABSTAIN, ABSTAIN, UNSEEN])
  await client.labelingFunctions.importVotes({ projectId, fileId: fileId(), threshold: 0.42 })
  expect(votesOf(project, 'bert', 4)).toEqual([1, 0, ABSTAIN, UNSEEN])
})

test('in the wide form a source may have a column of scores for each class, beside others that vote', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  const content = 'id,bert:HAM,bert:SPAM,ada\nr0,0.2,0.8,HAM\nr1,0.55,0.45,\nr2,,,SPAM\nr3,x,0.5,SPAM\n'
  const fileId = project.file('wide.csv', content)
  expect(await client.labelingFunctions.lookAtVotes({ projectId, fileId })).toMatchObject({
    form: 'wide',
    hasScores: true,
    hasLongForm: false,
    sources: ['ada', 'bert'],
  })
  const result = await client.labelingFunctions.importVotes({ projectId, fileId, threshold: 0.6 })
  expect(result).toMatchObject({ skipped: [{ line: 5, column: 'bert:HAM', reason: '"x" is no number' }] })
  expect(votesOf(project, 'bert', 4)).toEqual([1, ABSTAIN, ABSTAIN, UNSEEN])
  expect(votesOf(project, 'ada', 4)).toEqual([0, ABSTAIN, 1, UNSEEN])
})

test('a form that the columns do not have, a name that is taken, and too many sources are refused, and store nothing', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('ada', `() => 'HAM'`)
  const bring = (content: string, form?: 'long' | 'wide') =>
    client.labelingFunctions.importVotes({ projectId, fileId: project.file('v.csv', content), form })
  await expect(bring('id,bob\nr0,HAM\n', 'long')).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
  await expect(bring(long)).rejects.toMatchObject({ code: 'LF_EXISTS' })
  const many = Array.from({ length: 2001 }, (_, i) => `r0,w${i},HAM`).join('\n')
  await expect(bring(`task,worker,label\n${many}\n`)).rejects.toMatchObject({
    code: 'TOO_MANY_SOURCES',
    message: expect.stringContaining('2,000') as string,
  })
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ name: 'ada', kind: 'code' }])
})
