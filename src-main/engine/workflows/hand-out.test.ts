import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'

const idsOf = ({ next, upcoming }: { next?: { id: string } | undefined; upcoming: { id: string }[] }) =>
  [next!, ...upcoming].map(({ id }) => id)

test('two at work are given different records as long as there are enough, and the same ones rather than none', async () => {
  const { client, projectId, add } = await testProject()
  await add(Array.from({ length: 20 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  const ada = idsOf(await client.review.next({ projectId, annotator: 'ada' }))
  const bob = idsOf(await client.review.next({ projectId, annotator: 'bob' }))
  expect(bob.slice(0, 7).filter(id => ada.includes(id))).toEqual([])
  expect(new Set(bob).size).toBe(13)
  expect(bob.slice(7).every(id => ada.includes(id))).toBe(true)
})

test('what someone has decided or left behind is in their hands no more', async () => {
  const { client, projectId, add } = await testProject()
  await add(Array.from({ length: 40 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  const reviewing = { projectId, annotator: 'ada' }
  const before = idsOf(await client.review.next(reviewing))
  const step = await client.review.submit({ ...reviewing, id: before[0]!, decision: { label: 'HAM' } })
  const after = idsOf(step)
  expect(after).not.toContain(before[0])
  const bob = idsOf(await client.review.next({ projectId, annotator: 'bob' }))
  expect(bob.filter(id => after.includes(id))).toEqual([])
  expect(bob).not.toContain(before[0])
})
