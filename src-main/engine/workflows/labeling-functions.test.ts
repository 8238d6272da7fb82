import { hash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testEngine, testFolder, testProject, type TestProject } from '../testing/test-project.ts'

const records = Array.from({ length: 20 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` }))

test('only what is new or changed is run', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await project.saveLf('b', `() => 'SPAM'`)
  const first = await client.labelingFunctions.apply({ projectId })
  expect(first.lfs).toMatchObject([
    { name: 'a', votes: 20 },
    { name: 'b', votes: 20 },
  ])
  await project.saveLf('b', `(x) => x.id === 'r1' ? 'SPAM' : ABSTAIN`)
  await project.add([{ id: 'new', text: 'new' }])
  const second = await client.labelingFunctions.apply({ projectId })
  expect(second.lfs).toMatchObject([
    { name: 'a', votes: 1 },
    { name: 'b', votes: 1, abstains: 20 },
  ])
  expect((await client.labelingFunctions.apply({ projectId })).lfs).toMatchObject([
    { votes: 0, abstains: 0 },
    { votes: 0, abstains: 0 },
  ])
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([
    { name: 'a', version: 1, votes: 21, unseen: 0, status: 'ok' },
    { name: 'b', version: 2, versions: 2, votes: 1, abstains: 20, status: 'ok' },
  ])
})

test('a new version of one LF leaves the columns of the others byte for byte', async () => {
  const project = await testProject()
  const { client, engine, projectId } = project
  await project.add(Array.from({ length: 3000 }, (_, i) => ({ id: `r${i}`, text: i % 3 ? 'check it out' : 'song' })))
  const names = ['a', 'b', 'c']
  for (const name of names) await project.saveLf(name, `x => /${name}/.test(x.text) ? 'HAM' : 'SPAM'`)
  await client.labelingFunctions.apply({ projectId })
  const { store } = engine.project(projectId)
  const hashes = () =>
    store.lfs.list().map(lf => hash('sha256', Buffer.from(store.votes.column(lf.used!.versionId, 3000).buffer)))
  const before = hashes()
  await project.saveLf('b', `x => /s.ng/.test(x.text) ? 'HAM' : ABSTAIN`)
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([{ votes: 0 }, { votes: 1000, abstains: 2000 }, { votes: 0 }])
  const after = hashes()
  expect([after[0], after[2]]).toEqual([before[0], before[2]])
  expect(after[1]).not.toBe(before[1])
})

test('what ran before a helper came to answer otherwise is stale, and its votes stay until it runs again', async () => {
  const project = await testProject()
  const { client, engine, projectId } = project
  await project.add([{ id: 'a', text: 'check  out' }])
  await project.saveLf('phrase', `x => h.anyOf(x.text, ['check out']) ? 'SPAM' : ABSTAIN`)
  await project.saveLf('words', `x => h.words(x.text).length > 1 ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  const { store } = engine.project(projectId)
  store.transaction(() => {
    for (const lf of store.lfs.list()) store.lfs.setLists(lf.latest.versionId, null)
    store.settings.bump('lfs')
  })
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([
    { name: 'phrase', status: 'stale', votes: 1, unseen: 0 },
    { name: 'words', status: 'ok' },
  ])
  expect((await client.labelingFunctions.apply({ projectId })).lfs).toMatchObject([{ votes: 1 }, { votes: 0 }])
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ status: 'ok' }, { status: 'ok' }])
})

test('a cancelled application is over: nothing of it is told as running again', async () => {
  const project = await testProject()
  const { client, engine, projectId } = project
  await project.add(Array.from({ length: 10_000 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  await project.saveLf('slow', `x => { for (let i = 0; i < 2e5; i++) h; return 'HAM' }`)
  for (let j = 0; j < 3; j++) await project.saveLf(`quick ${j}`, `() => 'HAM'`)
  for (let round = 0; round < 3; round++) {
    const applying = client.labelingFunctions.apply({ projectId, all: true })
    const [jobId] = await runningJobs(client, projectId)
    setTimeout(() => engine.cancel(jobId!), 100)
    await expect(applying).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  }
  await new Promise(resolve => setTimeout(resolve, 500))
  const stopped = new AbortController()
  for await (const { jobs } of await client.jobs.watch({ projectId }, { signal: stopped.signal })) {
    expect(jobs).toEqual([])
    break
  }
})

async function runningJobs(client: TestProject['client'], projectId: string): Promise<string[]> {
  const stopped = new AbortController()
  for await (const { jobs } of await client.jobs.watch({ projectId }, { signal: stopped.signal }))
    if (jobs.length > 0) return jobs.map(job => job.jobId)
  return []
}

test('an application with nothing to run leaves the model fresh and what was found out about an LF', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await project.saveLf(
    'moody',
    `() => { globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n % 2 ? 'HAM' : null }`,
  )
  const statuses = async () => (await client.labelingFunctions.list({ projectId })).map(lf => lf.status)
  const staleBecause = async () => (await client.projects.overview({ projectId })).model!.staleBecause
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([
    { status: 'ok' },
    { status: 'unstable', problem: { message: 'answered differently when asked again' } },
  ])
  expect(await statuses()).toEqual(['ok', 'unstable'])
  expect(await staleBecause()).toEqual([])
  await client.labelingFunctions.apply({ projectId, names: ['a'], all: true })
  expect(await staleBecause()).toEqual([])
  await project.add([{ id: 'new', text: 'one more' }])
  await client.labelingFunctions.apply({ projectId })
  expect(await statuses()).toEqual(['ok', 'unstable'])
})

test('a fault is of its record, with message and line, and the LF goes on', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf(
    'picky',
    `(x) => {\n  if (x.id === 'r3') throw new Error('no threes')\n  return x.id === 'r4' ? 'EGGS' : 'HAM'\n}`,
  )
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([{ votes: 18, faults: 2, status: 'ok' }])
  const { faultList } = await client.labelingFunctions.get({ projectId, name: 'picky' })
  expect(faultList).toMatchObject([{ recordId: 'r3', line: 2 }, { recordId: 'r4' }])
  expect(faultList[0]!.message).toContain('no threes')
  expect(faultList[1]!.message).toContain('EGGS')
})

test('one that hangs is quarantined, its last good votes stay, the others finish', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  await project.saveLf('a', `(x) => { while (x.id === 'r7') {} return 'SPAM' }`)
  await project.saveLf('b', `() => 'SPAM'`)
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([
    { name: 'a', status: 'quarantined', problem: { recordId: 'r7' } },
    { name: 'b', status: 'ok', votes: 20 },
  ])
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([
    { name: 'a', status: 'quarantined', votes: 20 },
    { name: 'b' },
  ])
  const report = await client.analysis.report({ projectId })
  expect(report.lfs[0]).toMatchObject({ version: 1, polarity: ['HAM'] })
})

test('what does not compile is refused with its line and stores nothing', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await expect(
    client.labelingFunctions.save({ projectId, name: 'a', source: '(x) => {\n  return (\n}' }),
  ).rejects.toMatchObject({
    code: 'LF_NOT_COMPILED',
    data: { lf: 'a', line: 3 },
  })
  await expect(client.labelingFunctions.save({ projectId, name: '../a', source: `() => null` })).rejects.toMatchObject({
    code: 'LF_NAME_INVALID',
  })
  expect(await client.labelingFunctions.list({ projectId })).toEqual([])
})

test('a version is restored as a new one, and a removed LF keeps its history', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await project.saveLf('a', `() => 'SPAM'`)
  await client.labelingFunctions.restore({ projectId, name: 'a', version: 1 })
  const { source, version } = await client.labelingFunctions.get({ projectId, name: 'a' })
  expect({ source, version }).toEqual({ source: `() => 'HAM'`, version: 3 })
  await client.labelingFunctions.remove({ projectId, name: 'a' })
  expect(await client.labelingFunctions.list({ projectId })).toEqual([])
  await project.saveLf('a', `() => null`)
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ version: 4, status: 'new' }])
})

test('a rename keeps votes and versions, and takes no name that is in use', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await project.saveLf('b', `() => 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  const rename = (name: string) =>
    client.labelingFunctions.save({ projectId, name, rename: 'a', source: `() => 'HAM'` })
  await expect(rename('b')).rejects.toMatchObject({ code: 'LF_EXISTS' })
  expect(await rename('c')).toMatchObject({ name: 'c', version: 1, votes: 20, status: 'ok' })
  expect((await client.projects.get({ projectId })).restricted).toBe(false)
})

test('a project signed elsewhere runs nothing until it is trusted, and can be read and reviewed', async () => {
  const theirs = await testProject()
  await theirs.add(records)
  await theirs.saveLf('a', `(x) => /text/.test(x.text) ? 'HAM' : ABSTAIN`)
  await theirs.client.labelingFunctions.apply({ projectId: theirs.projectId })
  await theirs.client.labelModels.fit({ projectId: theirs.projectId })
  await theirs.engine.close()
  const folder = testFolder()
  copyFileSync(join(theirs.folder, 'test.heddle'), join(folder, 'test.heddle'))

  const { engine, client } = testEngine(folder)
  const { projectId, restricted } = await client.projects.open({ ref: engine.refOf(join(folder, 'test.heddle')) })
  expect(restricted).toBe(true)
  expect(await client.projects.untrusted({ projectId })).toMatchObject([{ name: 'a', kind: 'code', version: 1 }])
  await expect(async () => client.labelingFunctions.apply({ projectId })).rejects.toMatchObject({
    code: 'PROJECT_RESTRICTED',
  })
  await expect(client.labelingFunctions.preview({ projectId, source: `() => null` })).rejects.toMatchObject({
    code: 'PROJECT_RESTRICTED',
  })
  const record = await client.review.record({ projectId, id: 'r1' })
  expect(record).toMatchObject({ spansOff: true, votes: [{ label: 'HAM', spans: [] }] })
  await client.review.submit({ projectId, annotator: 'ada', id: 'r1', decision: { label: 'SPAM' } })
  expect(await client.projects.trust({ projectId })).toMatchObject({ restricted: false })
  expect(await client.review.record({ projectId, id: 'r2' })).toMatchObject({ votes: [{ spans: [[0, 4]] }] })
})

test('a function that is off keeps its votes, but no model, number, export or filter sees them', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await project.saveLf('b', `(x) => x.id === 'r1' ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const off = await client.labelingFunctions.mark({
    projectId,
    name: 'a',
    enabled: false,
    note: 'too broad',
    tags: ['x', 'x'],
  })
  expect(off).toMatchObject({ enabled: false, note: 'too broad', tags: ['x'], status: 'ok', votes: 20 })
  const overview = await client.projects.overview({ projectId })
  expect(overview).toMatchObject({ lfs: 1, covered: 1 })
  expect(overview.model!.staleBecause).toContain('votes')
  expect((await client.analysis.report({ projectId })).lfs).toMatchObject([{ name: 'b', conflictCount: 0 }])
  expect((await client.labelModels.fit({ projectId, model: 'majority-vote' })).lfs).toMatchObject([{ name: 'b' }])
  expect((await client.review.record({ projectId, id: 'r1' })).votes).toMatchObject([{ lf: 'b' }])
  const filtered = client.records.list({
    projectId,
    filter: { votes: [{ lf: 'a', vote: 'class' }] },
    offset: 0,
    limit: 1,
  })
  await expect(filtered).rejects.toMatchObject({ code: 'LF_DISABLED' })
  expect((await client.labelingFunctions.apply({ projectId, all: true })).lfs).toMatchObject([{ name: 'b' }])
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ name: 'a', votes: 20 }, { name: 'b' }])
  await project.saveLf('a', `() => 'SPAM'`)
  expect(await client.labelingFunctions.get({ projectId, name: 'a' })).toMatchObject({ enabled: false, version: 2 })
  const on = await client.labelingFunctions.mark({ projectId, name: 'a', enabled: true })
  expect(on).toMatchObject({ enabled: true, note: 'too broad', status: 'stale', votes: 20 })
  expect(await client.projects.overview({ projectId })).toMatchObject({ lfs: 2, covered: 20 })
})

test('turning off what has never run leaves the model fresh', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records)
  await project.saveLf('a', `() => 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await project.saveLf('b', `() => 'SPAM'`)
  const overview = () => client.projects.overview({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'b', enabled: false })
  expect((await overview()).model!.staleBecause).toEqual([])
  await client.labelingFunctions.mark({ projectId, name: 'a', enabled: false })
  expect((await overview()).model!.staleBecause).toEqual(['votes'])
})

test('two versions are compared over the same records, and neither is put in use by it', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const gold = ['HAM', 'SPAM', 'SPAM', undefined]
  await project.add(
    records.map((record, i) => ({ ...record, gold: gold[i] })),
    { id: 'id', text: 'text', gold: 'gold' },
  )
  await project.saveLf('a', `(x) => /r[0-2]$/.test(x.id) ? 'SPAM' : ABSTAIN`)
  await project.saveLf(
    'a',
    `(x) => { if (x.id === 'r9') throw new Error('no'); return /r[123]$/.test(x.id) ? 'SPAM' : ABSTAIN }`,
  )
  const compared = await client.labelingFunctions.compare({ projectId, name: 'a', versions: [1, 2] })
  expect(compared).toMatchObject({
    n: 20,
    isSample: false,
    versions: [
      // r0, r1, r2; of 20 records the ids r10 to r19 do not end like that.
      {
        version: 1,
        votes: 3,
        abstains: 17,
        faults: 0,
        coverage: 3 / 20,
        correct: 2,
        incorrect: 1,
        empiricalAccuracy: 2 / 3,
      },
      {
        version: 2,
        votes: 3,
        abstains: 16,
        faults: 1,
        coverage: 3 / 19,
        correct: 2,
        incorrect: 0,
        empiricalAccuracy: 1,
      },
    ],
    different: 2,
    examples: [
      { id: 'r0', gold: 'HAM', votes: ['SPAM', undefined] },
      { id: 'r3', votes: [undefined, 'SPAM'] },
    ],
  })
  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([{ status: 'new', votes: 0, unseen: 20 }])
  await expect(client.labelingFunctions.compare({ projectId, name: 'a', versions: [1, 7] })).rejects.toMatchObject({
    code: 'LF_VERSION_UNKNOWN',
  })
})
