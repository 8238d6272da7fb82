import { expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Four records; `a` has imported gold. */
async function shared() {
  const project = await testProject()
  await project.add(
    ['a', 'b', 'c', 'd'].map(id => ({ id, text: `text of ${id}`, ...(id === 'a' && { gold: 'HAM' }) })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  return project
}

const decide = ({ client, projectId }: TestProject, annotator: string, id: string, label: string, asked?: 'recheck') =>
  client.review.submit({ projectId, annotator, id, decision: { label }, asked })

test('without decisions there are no annotators, and no agreement', async () => {
  const { client, projectId } = await shared()
  expect(await client.quality.agreement({ projectId })).toEqual({
    annotators: [],
    pairs: [],
    fleissKappa: { n: 0 },
    krippendorffAlpha: { n: 0 },
    differing: 0,
    differences: [],
    disputed: 0,
    disputes: [],
  })
})

test('annotators are compared on the records that both decided, and judged by what others settled on', async () => {
  const project = await shared()
  const { client, projectId } = project
  for (const [id, label] of [
    ['a', 'HAM'],
    ['b', 'SPAM'],
    ['c', 'SPAM'],
    ['d', 'HAM'],
  ] as const)
    // prettier-ignore
    await decide(project, 'ada', id, label)
  for (const [id, label] of [
    ['a', 'SPAM'],
    ['b', 'SPAM'],
    ['c', 'HAM'],
    ['d', 'HAM'],
  ] as const)
    // prettier-ignore
    await decide(project, 'bob', id, label)
  await client.review.submit({ projectId, annotator: 'cy', id: 'd', decision: { flag: true } })
  await decide(project, 'cy', 'c', 'SPAM', 'recheck')
  const found = await client.quality.agreement({ projectId })
  // Both say HAM on half; they agree on two of four: as chance would have it.
  expect(found.pairs).toEqual([{ a: 'ada', b: 'bob', kappa: 0, n: 4 }])
  expect(found.fleissKappa).toEqual({ value: 0, n: 4 })
  expect(found.krippendorffAlpha.value).toBeCloseTo(1 - 4 / 8 / (32 / 56), 12)
  expect(found.differing).toBe(2)
  expect(found.differences[1]).toMatchObject({
    id: 'c',
    gold: 'SPAM',
    opinions: [
      { annotator: 'ada', label: 'SPAM' },
      { annotator: 'bob', label: 'HAM' },
    ],
  })
  expect(found.annotators).toMatchObject([
    { annotator: 'ada', decided: 4, judged: 2, right: 2, accuracy: 1 },
    { annotator: 'bob', decided: 4, judged: 2, right: 0, accuracy: 0 },
    { annotator: 'cy', decided: 2, flagged: 1, judged: 0 },
  ])
  expect(found.annotators[2]!.accuracy).toBeUndefined()
  expect(found.annotators[0]!.secondsPerDecision).toBeGreaterThan(0)
})

test('a decision that was taken back, and one on a text that has changed, counts no more', async () => {
  const project = await shared()
  const { client, projectId } = project
  await decide(project, 'ada', 'b', 'HAM')
  await decide(project, 'bob', 'b', 'SPAM')
  await decide(project, 'ada', 'c', 'HAM')
  await decide(project, 'bob', 'c', 'SPAM')
  expect((await client.quality.agreement({ projectId })).differing).toBe(2)
  await client.review.undo({ projectId, annotator: 'bob' })
  await project.add([{ id: 'b', text: 'another text' }])
  expect(await client.quality.agreement({ projectId })).toMatchObject({ differing: 0, pairs: [] })
})
