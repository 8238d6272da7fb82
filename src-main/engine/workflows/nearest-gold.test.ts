import { expect, test } from 'vitest'
import { type TestProject, testProject } from '../testing/test-project.ts'

const SOURCE = '(x) => h.nearestGold(x, 0.5)?.label ?? ABSTAIN'

const texts: [id: string, text: string, split?: string][] = [
  ['a', 'subscribe to my channel'],
  ['b', 'what a lovely song'],
  ['c', 'please subscribe to my new channel'],
  ['d', 'such a lovely old song'],
  ['e', 'win a phone today', 'test'],
  ['f', 'win a phone now'],
]

async function comments(): Promise<TestProject> {
  const project = await testProject(['HAM', 'SPAM'])
  await project.add(
    texts.map(([id, text, split]) => ({ id, text, split })),
    { id: 'id', text: 'text', split: 'split' },
  )
  return project
}

const decide = ({ client, projectId }: TestProject, id: string, label: string) =>
  client.review.submit({ projectId, id, annotator: 'Ada', decision: { label } })

async function votes({ client, projectId }: TestProject): Promise<Record<string, string>> {
  await client.labelingFunctions.apply({ projectId })
  const found = await Promise.all(texts.map(([id]) => client.review.record({ projectId, id })))
  const voteOf = ({ votes: all }: (typeof found)[number]) => all.find(vote => vote.lf === 'nearest')!
  return Object.fromEntries(found.map(record => [record.id, voteOf(record).label ?? voteOf(record).vote]))
}

const statusOf = async ({ client, projectId }: TestProject) =>
  (await client.labelingFunctions.list({ projectId })).find(lf => lf.name === 'nearest')!.status

test('an LF votes as the most similar gold, never by the record itself, and is stale when gold changes', async () => {
  const project = await comments()
  await decide(project, 'a', 'SPAM')
  await decide(project, 'b', 'HAM')
  await project.saveLf('nearest', SOURCE)
  expect(await votes(project)).toMatchObject({ a: 'abstain', b: 'abstain', c: 'SPAM', d: 'HAM', f: 'abstain' })
  expect(await statusOf(project)).toBe('ok')

  await decide(project, 'c', 'HAM')
  expect(await statusOf(project)).toBe('stale')
  expect(await votes(project)).toMatchObject({ a: 'HAM', c: 'SPAM' })
  expect(await statusOf(project)).toBe('ok')
})

test('gold of test teaches nothing', async () => {
  const project = await comments()
  await decide(project, 'e', 'SPAM')
  await project.saveLf('nearest', SOURCE)
  expect(await votes(project)).toMatchObject({ f: 'abstain' })
})
