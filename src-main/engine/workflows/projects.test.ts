import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testEngine, testFolder, testProject } from '../testing/test-project.ts'

test('titles, classes and trust wait for an import that is being written, and do not fail', async () => {
  const { client, projectId, file } = await testProject()
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    JSON.stringify({ id: `r${i}`, text: `some words of record ${i}` }),
  )
  const importing = client.records.import({ projectId, fileId: file('records.jsonl', lines.join('\n')) })
  await new Promise(resolve => setTimeout(resolve, 50))
  const [title, added, edited, trusted] = await Promise.all([
    client.projects.editTitle({ projectId, title: 'Ours' }),
    client.projects.addClass({ projectId, name: 'EGGS' }),
    client.projects.editClass({ projectId, index: 0, guideline: 'meant for me' }),
    client.projects.trust({ projectId }),
  ])
  expect((await importing).imported).toBe(20_000)
  expect([title, added, edited, trusted].every(project => project.projectId === projectId)).toBe(true)
  expect(await client.projects.get({ projectId })).toMatchObject({
    title: 'Ours',
    classes: [{ guideline: 'meant for me' }, {}, { name: 'EGGS' }],
  })
})

test('what an LF failed on is asked again once its class is there', async () => {
  const { client, projectId, add, saveLf } = await testProject()
  await add(Array.from({ length: 4 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  await saveLf('eggs', `(x) => x.id < 'r2' ? 'EGGS' : 'HAM'`)
  const list = () => client.labelingFunctions.list({ projectId })
  await client.labelingFunctions.apply({ projectId })
  expect(await list()).toMatchObject([{ status: 'ok', votes: 2, faults: 2, unseen: 0 }])
  await client.projects.addClass({ projectId, name: 'EGGS' })
  expect(await list()).toMatchObject([{ status: 'stale', votes: 2, faults: 0, unseen: 2 }])
  await client.labelingFunctions.apply({ projectId })
  expect(await list()).toMatchObject([{ status: 'ok', votes: 4, faults: 0, unseen: 0 }])
})

test('a colour or a guideline changes no vote', async () => {
  const { client, projectId, add, saveLf } = await testProject()
  await add([{ id: 'r0', text: 'text' }])
  await saveLf('fails', `() => 'EGGS'`)
  await client.labelingFunctions.apply({ projectId })
  await client.projects.editClass({ projectId, index: 0, name: 'HAM', colour: 3, guideline: 'meant for me' })
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ status: 'ok', faults: 1, unseen: 0 }])
})

test('who only reads a project sees what another process changes in it, and hears of it', async () => {
  const writer = await testProject()
  await writer.add(Array.from({ length: 3 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  const { engine, client } = testEngine(writer.folder)
  const ref = engine.refOf(writer.engine.project(writer.projectId).path)
  const { projectId } = await client.projects.open({ ref, readOnly: true })
  const changes = await client.jobs.watch({ projectId })
  await changes.next()
  const golds = async () => (await client.projects.overview({ projectId })).withGold
  expect(await golds()).toBe(0)
  const { submit } = writer.client.review
  const decision = { label: 'HAM' }
  await submit({ projectId: writer.projectId, annotator: 'ada', id: 'r0', decision })
  expect(await golds()).toBe(1)
  expect((await changes.next()).value).toMatchObject({ topics: expect.arrayContaining(['gold', 'queue']) as string[] })
  await submit({ projectId: writer.projectId, annotator: 'ada', id: 'r1', decision: { flag: true } })
  await writer.add([{ id: 'r3', text: 'one more' }])
  expect(await client.projects.overview({ projectId })).toMatchObject({ records: 4, withGold: 1, flagged: 1 })
  const exported = await client.records.export({ projectId, options: { format: 'jsonl' } })
  expect(exported.states).toMatchObject({ gold: 1, uncovered: 3 })
  await changes.return?.()
})

test('verify finds gold that is not what people decided, and a repair makes it so', async () => {
  const { client, engine, projectId, add } = await testProject()
  await add(
    [0, 1, 2].map(i => ({ id: `r${i}`, text: `text ${i}`, gold: i === 2 ? 'SPAM' : '' })),
    {
      id: 'id',
      gold: 'gold',
    },
  )
  await client.review.submit({ projectId, annotator: 'ada', id: 'r0', decision: { label: 'SPAM' } })
  const failed = async (repair = false) =>
    (await client.projects.verify({ projectId, repair })).checks.filter(check => !check.ok)
  expect(await failed()).toEqual([])
  const { store } = engine.project(projectId)
  store.transaction(() => store.columns.putAll('gold', Int8Array.of(0, 1, 0)))
  expect(await failed()).toEqual([{ name: 'gold is what people decided', ok: false, detail: '3 records have another' }])
  expect(await failed(true)).toEqual([])
  expect(await failed()).toEqual([])
  expect([...store.columns.get('gold', 3)]).toEqual([1, -1, 1])
})

test('a project gets its name when it is whole: what an interruption leaves is neither listed nor in the way', async () => {
  const folder = testFolder()
  const { client } = testEngine(folder)
  writeFileSync(join(folder, `half.heddle.${process.pid}.new`), 'the beginning of a project')
  expect((await client.projects.list()).projects).toEqual([])
  await client.projects.create({ title: 'Half', classes: ['A', 'B'], fileName: 'half' })
  expect((await client.projects.list()).projects).toMatchObject([{ fileName: 'half.heddle', title: 'Half' }])
  expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([])
})

test('who listens to a project that another window closes learns of it, and can open it again at once', async () => {
  const { client, projectId } = await testProject()
  const changes = await client.jobs.watch({ projectId })
  await changes.next()
  const rest = changes.next()
  await client.projects.close({ projectId })
  expect((await rest).done).toBe(true)
  expect(await client.projects.open({ ref: projectId })).toMatchObject({ projectId })
})
