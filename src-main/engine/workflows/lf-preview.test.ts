import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'

const mapping = { id: 'id', text: 'text', gold: 'gold' }
const digits = Array.from({ length: 20 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` }))

test('a preview runs a draft and stores nothing', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(
    digits.map((record, i) => ({ ...record, gold: i < 10 ? 'HAM' : 'SPAM' })),
    mapping,
  )
  const preview = await client.labelingFunctions.preview({
    projectId,
    source: `(x) => x.text.includes('1') ? 'HAM' : ABSTAIN`,
  })
  expect(preview).toMatchObject({
    sampled: 20,
    gold: 20,
    votes: { HAM: 11, SPAM: 0 },
    abstains: 9,
    coverage: 11 / 20,
    newlyCovered: 11,
    correct: 1,
    incorrect: 10,
    empiricalAccuracy: 1 / 11,
  })
  expect(preview.examples.votes[0]).toMatchObject({ id: 'r1', spans: [[5, 6]] })
  expect(preview.examples.incorrect[9]).toMatchObject({ id: 'r19', vote: 'HAM', gold: 'SPAM', spans: [[5, 6]] })
  expect(await client.labelingFunctions.list({ projectId })).toEqual([])
  expect(await client.labelingFunctions.preview({ projectId, source: `(x) => {` })).toMatchObject({
    problem: { line: 1 },
  })
})

test('coverage is counted over a sample of a thousand, precision over all gold', async () => {
  const project = await testProject()
  const { client, projectId } = project
  // Gold only of the first 3,000, and all of it with a sign that few others have.
  await project.add(
    Array.from({ length: 6000 }, (_, i) => ({
      id: `r${i}`,
      text: i < 3000 || i % 10 === 0 ? 'sign' : 'none',
      gold: i >= 3000 ? null : i % 3 ? 'SPAM' : 'HAM',
    })),
    mapping,
  )
  const source = `(x) => x.text === 'sign' ? 'SPAM' : ABSTAIN`
  const { coverage, ...preview } = await client.labelingFunctions.preview({ projectId, source })
  expect(preview).toMatchObject({ sampled: 1000, gold: 3000, correct: 2000, incorrect: 1000 })
  expect(preview.goldByClass).toEqual({ HAM: 1000, SPAM: 2000 })
  expect(preview.empiricalAccuracy).toBeCloseTo(2 / 3, 12)
  expect(preview.interval![0]).toBeCloseTo(0.6496, 3)
  expect(preview.votes.SPAM! + preview.abstains).toBe(1000)
  // 3,300 of 6,000 hold the sign.
  expect(Math.abs(coverage! - 0.55)).toBeLessThan(0.05)
  expect(await client.labelingFunctions.preview({ projectId, source })).toEqual({ coverage, ...preview })

  // One with gold that the sample passes over: too rare to be counted, and seen all the same.
  const rareOf = async (id: string) =>
    client.labelingFunctions.preview({ projectId, source: `(x) => x.id === '${id}' ? 'SPAM' : ABSTAIN` })
  const ids = ['r1', 'r2', 'r4', 'r5', 'r7', 'r8']
  const rare = (await Promise.all(ids.map(rareOf))).filter(({ coverage: share }) => share === 0)
  expect(rare.length).toBeGreaterThan(0)
  for (const { examples, correct, newlyCovered } of rare) {
    expect([correct, newlyCovered, examples.newlyCovered]).toEqual([1, 0, []])
    expect(examples.votes).toMatchObject([{ vote: 'SPAM', gold: 'SPAM' }])
  }
})

test('conflicts are told by labeling function, most first, and never with the saved version of itself', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(digits)
  await project.saveLf('all spam', `() => 'SPAM'`)
  await project.saveLf('some spam', `(x) => x.text.length > 6 ? 'SPAM' : ABSTAIN`)
  await project.saveLf('some ham', `(x) => x.text.length > 6 ? 'HAM' : ABSTAIN`)
  await project.saveLf('this', `() => 'SPAM'`)
  await client.labelingFunctions.apply({ projectId })
  const preview = await client.labelingFunctions.preview({ projectId, name: 'this', source: `() => 'HAM'` })
  expect(preview).toMatchObject({
    coverage: 1,
    newlyCovered: 0,
    conflicts: 20,
    conflictsByLf: [
      { lf: 'all spam', conflicts: 20, overlaps: 20 },
      { lf: 'some spam', conflicts: 10, overlaps: 10 },
    ],
  })
  expect(preview.examples.conflicts).toHaveLength(10)
})

test('what fails counts as no abstention, and one that hangs is told with its line', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(digits)
  const faulty = `(x) => { if (x.id < 'r2') throw new Error('no'); return x.id === 'r2' ? 'HAM' : null }`
  expect(await client.labelingFunctions.preview({ projectId, source: faulty })).toMatchObject({
    abstains: 7,
    faultCount: 12,
    coverage: 1 / 8,
    faults: expect.arrayContaining([{ recordId: 'r0', message: 'Error: no', line: 1 }]) as object,
  })
  const hanging = await client.labelingFunctions.preview({ projectId, source: `() => {\n  for (;;);\n}` })
  expect(hanging).toMatchObject({ sampled: 20, problem: { message: /100 ms/, line: 2 } })
  expect(hanging).not.toHaveProperty('coverage', expect.anything())
})

test('a preview does not wait for an application that is running', async () => {
  const project = await testProject()
  const { client, engine, projectId } = project
  await project.add(Array.from({ length: 20_000 }, (_, i) => ({ id: `r${i}`, text: 'text' })))
  await project.saveLf('slow', `() => { for (let i = 0; i < 1e6; i++) h; return 'HAM' }`)
  let isOver = false
  const applied = client.labelingFunctions.apply({ projectId }).finally(() => (isOver = true))
  applied.catch(() => {})
  const preview = await client.labelingFunctions.preview({ projectId, source: `() => 'SPAM'` })
  expect(preview).toMatchObject({ coverage: 1, sampled: 1000 })
  expect(isOver).toBe(false)
  engine.project(projectId).cancelAll()
  await expect(applied).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

test('a preview that nobody waits for any more is given up', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(digits)
  const leaving = new AbortController()
  const hanging = client.labelingFunctions.preview(
    { projectId, source: `(x) => { for (let i = 0; i < 1e7; i++) h; return null }` },
    { signal: leaving.signal },
  )
  const next = client.labelingFunctions.preview({ projectId, source: `() => 'SPAM'` })
  leaving.abort()
  await expect(hanging).rejects.toBeDefined()
  expect(await next).toMatchObject({ coverage: 1 })
})
