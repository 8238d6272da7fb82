import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'

const ada = { annotator: 'ada' }

async function greetings() {
  const project = await testProject()
  await project.add([
    { id: 'a', text: 'Hello my friend, how was your evening?' },
    { id: 'b', text: 'hello my friend how was your evening' },
    { id: 'c', text: 'Hello my friend, how was your evening at home?' },
    { id: 'd', text: 'Hello my friend, how was your evening? Fine!' },
    { id: 'e', text: 'Win free money now' },
    { id: 'f', text: 'Win free money tomorrow' },
    { id: 'g', text: '' },
    { id: 'h', text: 'héllo MY friend; how was your evening' },
  ])
  return project
}

const log = async ({ client, projectId }: Awaited<ReturnType<typeof greetings>>) =>
  (await client.review.history({ projectId, ...ada, limit: 50 })).map(({ recordId, label }) => `${recordId} ${label}`)

test('what reads nearly the same and waits is found, and what was decided on the like', async () => {
  const { client, projectId } = await greetings()
  await client.review.submit({ projectId, ...ada, id: 'c', decision: { label: 'HAM' } })
  const { waiting, reviewed } = await client.review.lookAlikes({ projectId, id: 'a' })
  expect(waiting.map(({ id }) => id)).toEqual(['b', 'h', 'd'])
  expect(waiting[0]!.likeness).toBe(1)
  expect(reviewed.map(({ id, label }) => [id, label])).toEqual([['c', 'HAM']])
  expect(await client.review.lookAlikes({ projectId, id: 'g' })).toEqual({ waiting: [], reviewed: [] })
  await expect(client.review.lookAlikes({ projectId, id: 'nobody' })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
})

test('look-alikes are decided in one step, which one undo takes back and one redo does again', async () => {
  const project = await greetings()
  const { client, projectId, engine } = project
  await client.review.submit({ projectId, ...ada, id: 'e', decision: { label: 'SPAM' } })
  const { waiting } = await client.review.lookAlikes({ projectId, id: 'a' })
  const also = waiting.filter(({ id }) => id !== 'd').map(({ id, textHash }) => ({ id, textHash }))
  const call = { projectId, ...ada, id: 'a', also, decision: { label: 'HAM' }, uid: 'key-1' }
  await client.review.submit(call)
  const step = await client.review.submit(call)
  expect(step.annotation).toMatchObject({ recordId: 'a', step: 'key-1' })
  const all = ['h HAM', 'c HAM', 'b HAM', 'a HAM', 'e SPAM']
  expect((await log(project)).toSorted()).toEqual(all.toSorted())
  const undone = await client.review.undo({ projectId, ...ada, uid: 'key-2' })
  expect(undone.next?.id).toBe('a')
  expect(await log(project)).toEqual(['e SPAM'])
  await client.review.redo({ projectId, ...ada })
  expect((await log(project)).toSorted()).toEqual(all.toSorted())
  await client.review.undo({ projectId, ...ada })
  await client.review.undo({ projectId, ...ada })
  expect(await log(project)).toEqual([])
  expect((await client.projects.verify({ projectId })).ok).toBe(true)
  expect(engine.project(projectId).store.reviews.count()).toBe(1 + 4 * 4 + 1)
})

test('a step is stored whole or not at all', async () => {
  const project = await greetings()
  const { client, projectId } = project
  const also = [{ id: 'b' }, { id: 'nobody' }]
  const call = { projectId, ...ada, id: 'a', also, decision: { label: 'HAM' } }
  await expect(client.review.submit(call)).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
  expect(await log(project)).toEqual([])
})
