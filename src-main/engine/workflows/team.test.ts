import { expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

async function withRecords(n = 60): Promise<TestProject> {
  const project = await testProject()
  await project.add(Array.from({ length: n }, (_, i) => ({ id: `r${i}`, text: `text number ${i}` })))
  return project
}

const decide = ({ client, projectId }: TestProject, annotator: string, id: string, label: string, asked?: 'recheck') =>
  client.review.submit({ projectId, annotator, id, decision: { label }, asked })

const goldOf = async ({ client, projectId }: TestProject, id: string) =>
  (await client.review.record({ projectId, id })).gold?.label

/** What one annotator is asked until nothing is left, each answered with one class. */
async function answerAll({ client, projectId }: TestProject, annotator: string, label: string): Promise<string[]> {
  const asked: string[] = []
  let { next } = await client.review.next({ projectId, annotator })
  while (next) {
    asked.push(next.id)
    ;({ next } = await client.review.submit({ projectId, annotator, id: next.id, decision: { label } }))
  }
  return asked
}

test('by default the last decision wins and nothing is asked twice', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  expect(await client.team.rules({ projectId })).toEqual({
    policy: 'single',
    overlap: 0,
    annotators: 2,
    waiting: 0,
    disputed: 0,
  })
  expect(await answerAll(project, 'ada', 'HAM')).toHaveLength(60)
  expect(await answerAll(project, 'bob', 'SPAM')).toEqual([])
})

test('a share of the records is asked of two, who do not see each other, and is gold when both have answered', async () => {
  const project = await withRecords(200)
  const { client, projectId } = project
  await client.team.setRules({ projectId, overlap: 0.2, policy: 'majority' })
  expect(new Set(await answerAll(project, 'ada', 'HAM')).size).toBe(200)
  const { waiting } = await client.team.rules({ projectId })
  expect(waiting).toBeGreaterThan(20)
  expect(waiting).toBeLessThan(65)
  expect((await client.projects.overview({ projectId })).withGold).toBe(200 - waiting)
  const blind = (await client.review.next({ projectId, annotator: 'bob' })).next!
  expect([blind.annotations, blind.gold, blind.state]).toEqual([[], undefined, 'uncovered'])
  expect((await client.review.record({ projectId, id: blind.id, blindFor: 'bob' })).annotations).toEqual([])
  expect((await client.review.record({ projectId, id: blind.id })).annotations).toMatchObject([{ annotator: 'ada' }])
  const shared = await answerAll(project, 'bob', 'HAM')
  expect(new Set(shared).size).toBe(waiting)
  expect((await client.projects.overview({ projectId })).withGold).toBe(200)
  expect(await client.quality.agreement({ projectId })).toMatchObject({ differing: 0, fleissKappa: { n: waiting } })
  expect(await answerAll(project, 'cy', 'SPAM')).toEqual([])
})

test('the same records are asked of several in a copy of the project', async () => {
  const project = await withRecords(80)
  const { client, projectId } = project
  await client.team.setRules({ projectId, overlap: 0.3 })
  const { fileId } = await client.projects.backup({ projectId })
  const copy = await client.projects.open({ fileId })
  const there = { ...project, projectId: copy.projectId }
  const goldIn = async (one: TestProject) => {
    await answerAll(one, 'ada', 'HAM')
    const { rows } = await client.records.list({
      projectId: one.projectId,
      offset: 0,
      limit: 100,
      filter: { states: ['gold'] },
    })
    return rows.map(({ id }) => id).sort()
  }
  expect(await goldIn(there)).toEqual(await goldIn(project))
})

test('who differ make a dispute, which keeps the state of the model, is asked no more, and is settled once', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  await client.team.setRules({ projectId, policy: 'unanimous', overlap: 1 })
  await decide(project, 'ada', 'r1', 'HAM')
  await decide(project, 'bob', 'r1', 'SPAM')
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({ disputed: true, state: 'uncovered' })
  expect(await client.team.rules({ projectId })).toMatchObject({ disputed: 1, waiting: 0 })
  expect((await client.quality.agreement({ projectId })).disputes).toMatchObject([
    {
      id: 'r1',
      opinions: [
        { annotator: 'ada', label: 'HAM' },
        { annotator: 'bob', label: 'SPAM' },
      ],
    },
  ])
  const { next, upcoming } = await client.review.next({ projectId, annotator: 'cy' })
  expect([next!, ...upcoming].map(({ id }) => id)).not.toContain('r1')
  await decide(project, 'cy', 'r1', 'SPAM', 'recheck')
  expect(await client.review.record({ projectId, id: 'r1' })).toMatchObject({
    disputed: false,
    gold: { label: 'SPAM' },
  })
  const { annotators, disputed } = await client.quality.agreement({ projectId })
  expect(disputed).toBe(0)
  expect(annotators).toMatchObject([
    { annotator: 'ada', judged: 1, right: 0 },
    { annotator: 'bob', judged: 1, right: 1, accuracy: 1 },
    { annotator: 'cy', judged: 0 },
  ])
  await client.review.undo({ projectId, annotator: 'cy' })
  expect(await client.team.rules({ projectId })).toMatchObject({ disputed: 1 })
})

test('another policy makes other gold of the same decisions, and back again; verify agrees with each', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  for (const [annotator, label] of [
    ['ada', 'HAM'],
    ['bob', 'HAM'],
    ['cy', 'SPAM'],
  ] as const)
    await decide(project, annotator, 'r1', label)
  const under = async (policy: 'single' | 'majority' | 'unanimous' | 'model-weighted') => {
    await client.team.setRules({ projectId, policy })
    expect((await client.projects.verify({ projectId })).checks.filter(check => !check.ok)).toEqual([])
    return goldOf(project, 'r1')
  }
  expect(await under('single')).toBe('SPAM')
  expect(await under('majority')).toBe('HAM')
  expect(await under('unanimous')).toBeUndefined()
  expect(await under('single')).toBe('SPAM')
})

test('opinions are weighed by how often each annotator agrees with the others', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  await client.team.setRules({ projectId, policy: 'model-weighted' })
  for (let i = 0; i < 20; i++) {
    const [right, wrong] = i % 2 === 0 ? ['HAM', 'SPAM'] : ['SPAM', 'HAM']
    for (const annotator of ['ada', 'bob']) await decide(project, annotator, `r${i}`, right!)
    await decide(project, 'cy', `r${i}`, i % 3 === 0 ? right! : wrong!)
  }
  await decide(project, 'cy', 'r40', 'SPAM')
  await decide(project, 'ada', 'r40', 'HAM')
  expect(await goldOf(project, 'r40')).toBe('HAM')
  expect((await client.projects.verify({ projectId })).ok).toBe(true)
})

test('what was decided before the overlap was turned on stays gold, and is gold again when it is turned off', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  for (let i = 0; i < 10; i++) await decide(project, 'ada', `r${i}`, 'HAM')
  await client.team.setRules({ projectId, overlap: 1 })
  expect((await client.projects.overview({ projectId })).withGold).toBe(10)
  for (let i = 10; i < 20; i++) await decide(project, 'ada', `r${i}`, 'HAM')
  expect(await client.team.rules({ projectId })).toMatchObject({ waiting: 10 })
  expect((await client.projects.overview({ projectId })).withGold).toBe(10)
  await client.team.setRules({ projectId, overlap: 0 })
  expect(await client.team.rules({ projectId })).toMatchObject({ waiting: 0 })
  expect((await client.projects.overview({ projectId })).withGold).toBe(20)
})

test('what one has answered comes first for the second, so that it is gold sooner', async () => {
  const project = await withRecords(200)
  const { client, projectId } = project
  await client.team.setRules({ projectId, overlap: 0.2, policy: 'majority' })
  for (let i = 0; i < 50; i++) await decide(project, 'ada', `r${i}`, 'HAM')
  const { waiting } = await client.team.rules({ projectId })
  expect(waiting).toBeGreaterThan(2)
  for (let i = 0; i < waiting; i++) {
    const { next } = await client.review.next({ projectId, annotator: 'bob' })
    await decide(project, 'bob', next!.id, 'HAM')
  }
  expect(await client.team.rules({ projectId })).toMatchObject({ waiting: 0 })
  expect((await client.projects.overview({ projectId })).withGold).toBe(50)
})

test('two at work may be given the same record where two are wanted', async () => {
  const project = await withRecords()
  const { client, projectId } = project
  await client.team.setRules({ projectId, overlap: 1, annotators: 2 })
  const first = async (annotator: string) => (await client.review.next({ projectId, annotator })).next!.id
  expect(await first('bob')).toBe(await first('ada'))
  expect(await first('cy')).not.toBe(await first('ada'))
})
