import { expect, test } from 'vitest'
import { sortedProject } from '../testing/sorted-project.ts'

test('a removed LF is put back as it was, off, with note, versions and votes, also one whose votes came from outside', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await project.saveLf('apple', `(x) => h.anyOf(x.text, ['apple', 'pear']) ? 'fruit' : ABSTAIN`)
  await client.labelingFunctions.mark({ projectId, name: 'apple', enabled: false, note: 'why', tags: ['words'] })
  const fileId = project.file('votes.csv', 'id,worker\nr0,fruit\nr1,tool\nr2,fruit\n')
  await client.labelingFunctions.importVotes({ projectId, fileId })
  const before = await client.labelingFunctions.list({ projectId })
  const detail = await client.labelingFunctions.get({ projectId, name: 'apple' })
  for (const name of ['apple', 'worker']) await client.labelingFunctions.remove({ projectId, name })
  expect(await client.labelingFunctions.removed({ projectId })).toMatchObject([
    { name: 'worker', kind: 'external', versions: 1 },
    { name: 'apple', kind: 'code', versions: 2 },
  ])
  for (const name of ['apple', 'worker']) await client.labelingFunctions.putBack({ projectId, name })
  expect(await client.labelingFunctions.list({ projectId })).toEqual(before)
  expect(await client.labelingFunctions.get({ projectId, name: 'apple' })).toEqual(detail)
  expect(await client.labelingFunctions.removed({ projectId })).toEqual([])
  await expect(client.labelingFunctions.putBack({ projectId, name: 'worker' })).rejects.toMatchObject({
    code: 'LF_NOT_REMOVED',
  })
})

test('what has changed while it was away is not forgotten: texts, fields, the name of its class', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await project.add([{ id: 'r0', size: 3 }], { id: 'id' })
  await project.saveLf('large', `(x) => x.fields.size > 2 ? 'fruit' : ABSTAIN`)
  const settings = { label: 'fruit', words: ['pear'], insideWords: false, matchCase: false }
  await client.labelingFunctions.save({ projectId, name: 'pear', form: { kind: 'keyword', settings } })
  await client.labelingFunctions.apply({ projectId })
  const named = async (name: string) =>
    (await client.labelingFunctions.list({ projectId })).find(each => each.name === name)!
  expect(await named('large')).toMatchObject({ votes: 1 })
  const { votes } = await named('pear')
  for (const name of ['large', 'pear']) await client.labelingFunctions.remove({ projectId, name })
  await project.add([{ id: 'r0', size: 1 }], { id: 'id' })
  await client.projects.editClass({ projectId, index: 0, name: 'fruits' })
  expect(await client.labelingFunctions.putBack({ projectId, name: 'large' })).toMatchObject({
    votes: 0,
    unseen: 1,
    status: 'stale',
  })
  expect(await client.labelingFunctions.putBack({ projectId, name: 'pear' })).toMatchObject({ votes, version: 2 })
  expect(await client.labelingFunctions.get({ projectId, name: 'pear' })).toMatchObject({
    form: { settings: { label: 'fruits' } },
  })
})

test('another one that is added under the name starts fresh', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await client.labelingFunctions.remove({ projectId, name: 'saw' })
  await project.saveLf('saw', `() => 'tool'`)
  const lf = (await client.labelingFunctions.list({ projectId })).find(({ name }) => name === 'saw')
  expect(lf).toMatchObject({ version: 2, status: 'new', votes: 0 })
  expect(await client.labelingFunctions.removed({ projectId })).toEqual([])
})
