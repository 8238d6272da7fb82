import { expect, test } from 'vitest'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { testEngine, testProject, type TestProject } from '../testing/test-project.ts'

const texts = ['buy bread', 'buy milk', 'nothing here', 'check out my channel', 'my channel', '']

async function project(): Promise<TestProject> {
  const opened = await testProject()
  const records = texts.map((text, i) => ({
    id: `r${i}`,
    text,
    shop: i % 2 === 0 ? 'north' : 'south',
    gold: ['HAM', 'HAM', null, 'SPAM', 'SPAM', null][i],
  }))
  await opened.add(records, { id: 'id', text: 'text', gold: 'gold' })
  await opened.saveLf('buys', `(x) => x.text.includes('buy') ? 'HAM' : ABSTAIN`)
  await opened.saveLf('channels', `(x) => x.text.includes('channel') ? 'SPAM' : ABSTAIN`)
  await opened.client.labelingFunctions.apply({ projectId: opened.projectId })
  return opened
}

const keepFilter = ({ client, projectId }: TestProject, name: string, filter: RecordFilter) =>
  client.slices.save({ projectId, name, definition: { kind: 'filter', filter } })
const keepFunction = ({ client, projectId }: TestProject, name: string, source: string) =>
  client.slices.save({ projectId, name, definition: { kind: 'function', source } })
const idsOf = async ({ client, projectId }: TestProject, filter: RecordFilter) =>
  (await client.records.list({ projectId, filter, offset: 0, limit: 100 })).rows.map(({ id }) => id).join(' ')

test('a slice of a filter holds what the filter finds, also after decisions and imports', async () => {
  const opened = await project()
  const { client, projectId } = opened
  expect(
    await keepFilter(opened, 'northern gold', { field: { name: 'shop', equals: 'north' }, states: ['gold'] }),
  ).toEqual(
    expect.objectContaining({ name: 'northern gold', version: 1, status: 'ok', records: 2, faults: 0, unseen: 0 }),
  )
  expect(await idsOf(opened, { slices: ['northern gold'] })).toBe('r0 r4')
  await client.review.submit({ projectId, id: 'r2', annotator: 'ada', decision: { label: 'HAM' } })
  expect(await idsOf(opened, { slices: ['northern gold'] })).toBe('r0 r2 r4')
  expect(await idsOf(opened, { slices: ['northern gold'], label: 'SPAM' })).toBe('r4')
  await opened.add([{ id: 'r2', text: 'nothing here', shop: 'south' }])
  expect(await idsOf(opened, { slices: ['northern gold'] })).toBe('r0 r4')
})

test('a slice of a function holds the records it says yes to; what it fails on is in none', async () => {
  const opened = await project()
  const source = `(x) => {
    if (x.id === 'r2') throw new Error('oh')
    return x.text.length < 10
  }`
  expect(await keepFunction(opened, 'short', source)).toMatchObject({
    status: 'ok', records: 3, faults: 1, unseen: 0, problem: 'Record r2, line 2: Error: oh.',
  }) // prettier-ignore
  expect(await idsOf(opened, { slices: ['short'] })).toBe('r0 r1 r5')
})

test('a record that comes or changes is in no slice until its function has run on it, which is told', async () => {
  const opened = await project()
  const { client, projectId } = opened
  await keepFunction(opened, 'channels', `(x) => !!h.match(x.text, /channel/)`)
  await keepFunction(opened, 'southern', `(x) => x.fields.shop === 'south'`)
  await opened.add([
    { id: 'r0', text: 'a channel', shop: 'north' },
    { id: 'r2', text: 'nothing here', shop: 'south' },
    { id: 'new', text: 'new channel', shop: 'south' },
  ])
  const states = async () =>
    (await client.slices.list({ projectId })).map(({ name, status, unseen }) => ({ name, status, unseen }))
  expect(await states()).toEqual([
    { name: 'channels', status: 'stale', unseen: 2 },
    { name: 'southern', status: 'stale', unseen: 3 },
  ])
  expect(await idsOf(opened, { slices: ['channels'] })).toBe('r3 r4')
  await client.slices.update({ projectId })
  expect(await states()).toEqual([
    { name: 'channels', status: 'ok', unseen: 0 },
    { name: 'southern', status: 'ok', unseen: 0 },
  ])
  expect(await idsOf(opened, { slices: ['channels'] })).toBe('r0 r3 r4 new')
  expect(await idsOf(opened, { slices: ['channels', 'southern'] })).toBe('r3 new')
})

test('what cannot be a slice is refused with a sentence, and stores nothing', async () => {
  const opened = await project()
  const { client, projectId } = opened
  await keepFilter(opened, 'buys', { search: 'buy' })
  const refused = async (work: Promise<unknown>, code: string, words: string) =>
    expect(work).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string })
  await refused(keepFilter(opened, 'all', {}), 'SLICE_FILTER_INVALID', 'every record')
  await refused(keepFilter(opened, 'all', { search: ' ', states: [] }), 'SLICE_FILTER_INVALID', 'every record')
  await refused(keepFilter(opened, 'in', { slices: ['buys'] }), 'SLICE_FILTER_INVALID', 'another slice')
  await refused(keepFilter(opened, 'gone', { votes: [{ lf: 'no', vote: 'class' }] }), 'LF_UNKNOWN', '"no"')
  await refused(keepFilter(opened, '~', { search: 'buy' }), 'SLICE_NAME_INVALID', 'other signs')
  await refused(keepFunction(opened, 'code', `(x) => {`), 'SLICE_NOT_COMPILED', 'line 1')
  await refused(keepFunction(opened, 'endless', `(x) => { while (true); }`), 'SLICE_STOPPED', 'longer than')
  await refused(client.slices.remove({ projectId, name: 'no' }), 'SLICE_UNKNOWN', '"no"')
  await refused(idsOf(opened, { slices: ['no'] }), 'SLICE_UNKNOWN', '"no"')
  expect((await client.slices.list({ projectId })).map(({ name }) => name)).toEqual(['buys'])
})

test('the same again makes no version, another definition makes one, and a removed slice can come back', async () => {
  const opened = await project()
  const { client, projectId } = opened
  const versions = [
    await keepFilter(opened, 'a', { search: 'buy' }),
    await keepFilter(opened, 'a', { search: 'buy' }),
    await keepFunction(opened, 'a', `() => true`),
    await keepFunction(opened, 'a', `() => true`),
  ].map(({ version }) => version)
  expect(versions).toEqual([1, 1, 2, 2])
  expect(await idsOf(opened, { slices: ['a'] })).toBe('r0 r1 r2 r3 r4 r5')
  await client.slices.remove({ projectId, name: 'a' })
  expect(await client.slices.list({ projectId })).toEqual([])
  expect((await keepFilter(opened, 'a', { search: 'channel' })).version).toBe(3)
  expect(await idsOf(opened, { slices: ['a'] })).toBe('r3 r4')
})

test('a slice is called otherwise with all its versions, which can be looked at and restored', async () => {
  const opened = await project()
  const { client, projectId } = opened
  await keepFilter(opened, 'a', { search: 'buy' })
  await keepFunction(opened, 'a', `(x) => x.text.length < 10`)
  await keepFilter(opened, 'b', { search: 'channel' })
  const definition = { kind: 'function' as const, source: `(x) => x.text.length < 5` }
  const rename = (from: string, name: string) => client.slices.save({ projectId, name, rename: from, definition })
  await expect(rename('a', 'b')).rejects.toMatchObject({ code: 'SLICE_EXISTS' })
  await expect(rename('no', 'c')).rejects.toMatchObject({ code: 'SLICE_UNKNOWN' })
  await expect(
    client.slices.save({ projectId, name: 'c', rename: 'a', definition: { kind: 'function', source: '(x) => {' } }),
  ).rejects.toMatchObject({ code: 'SLICE_NOT_COMPILED' })
  expect((await client.slices.list({ projectId })).map(({ name }) => name)).toEqual(['a', 'b'])

  expect(await rename('a', 'c')).toMatchObject({ name: 'c', version: 3, records: 1 })
  expect((await client.slices.list({ projectId })).map(({ name }) => name)).toEqual(['b', 'c'])
  expect((await client.projects.open({ ref: (await client.projects.list()).projects[0]!.ref })).restricted).toBe(false)
  const history = await client.slices.history({ projectId, name: 'c' })
  expect(history.map(({ version, definition: { kind } }) => [version, kind])).toEqual([
    [3, 'function'],
    [2, 'function'],
    [1, 'filter'],
  ])
  const restored = await client.slices.save({ projectId, name: 'c', definition: history[2]!.definition })
  expect(restored).toMatchObject({ version: 4, records: 2 })
  await expect(client.slices.history({ projectId, name: 'a' })).rejects.toMatchObject({ code: 'SLICE_UNKNOWN' })

  // One that was removed keeps what it was: its versions come before those of the one that takes its name.
  await client.slices.remove({ projectId, name: 'b' })
  expect(await rename('c', 'b')).toMatchObject({ name: 'b', version: 6 })
  expect(await client.slices.history({ projectId, name: 'b' })).toHaveLength(6)
})

test('a slice follows the new name of a class or an LF, and is broken when what it names is gone', async () => {
  const opened = await project()
  const { client, projectId } = opened
  const filter = { label: 'SPAM', votes: [{ lf: 'channels', vote: { class: 'SPAM' } }] }
  await keepFilter(opened, 'spam channels', filter)
  await keepFilter(opened, 'spam channels', { ...filter, splits: ['none'] })
  await client.projects.editClass({ projectId, index: 1, name: 'JUNK' })
  await client.labelingFunctions.save({
    projectId, name: 'links', rename: 'channels', source: `(x) => x.text.includes('channel') ? 'JUNK' : ABSTAIN`,
  }) // prettier-ignore
  await client.labelingFunctions.apply({ projectId })
  const [renamed] = await client.slices.list({ projectId })
  expect((await client.slices.history({ projectId, name: 'spam channels' }))[1]).toMatchObject({
    definition: { filter: { label: 'JUNK', votes: [{ lf: 'links' }] } },
  })
  expect(renamed).toMatchObject({
    status: 'ok', records: 2, version: 2,
    definition: { filter: { label: 'JUNK', votes: [{ lf: 'links', vote: { class: 'JUNK' } }] } },
  }) // prettier-ignore
  await client.labelingFunctions.remove({ projectId, name: 'links' })
  const [broken] = await client.slices.list({ projectId })
  expect(broken).toMatchObject({ status: 'broken', problem: expect.stringContaining('"links"') as string })
  expect(broken!.records).toBeUndefined()
})

test('a function of a slice from elsewhere does not run before it is trusted, and what it answered is kept', async () => {
  const opened = await project()
  await keepFunction(opened, 'short', `(x) => x.text.length < 10`)
  await opened.client.projects.close({ projectId: opened.projectId })
  const other = testEngine(opened.folder, `${opened.folder}/other-home`)
  const { projectId, restricted } = await other.client.projects.open({
    ref: other.engine.refOf(`${opened.folder}/test.heddle`),
  })
  expect(restricted).toBe(true)
  const untrusted = await other.client.projects.untrusted({ projectId })
  expect(untrusted).toContainEqual({ name: 'short', kind: 'slice', version: 1, source: `(x) => x.text.length < 10` })
  expect(await idsOf({ ...opened, client: other.client, projectId }, { slices: ['short'] })).toBe('r0 r1 r5')
  await expect(other.client.slices.update({ projectId })).rejects.toMatchObject({ code: 'PROJECT_RESTRICTED' })
  expect((await other.client.projects.trust({ projectId })).restricted).toBe(false)
  await other.client.slices.update({ projectId })
})

test('table, evaluation, queue and export take a slice, and agree with its records', async () => {
  const opened = await project()
  const { client, projectId, engine } = opened
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await keepFilter(opened, 'buys', { search: 'buy' })
  await keepFilter(opened, 'open', { states: ['uncovered'] })
  const report = await client.analysis.report({ projectId, slice: 'buys' })
  expect(report).toMatchObject({ records: 2, states: { gold: 2, pseudo: 0, tied: 0, uncovered: 0 } })
  expect(report.lfs.map(({ name, votes, ran }) => ({ name, votes, ran }))).toEqual([
    { name: 'buys', votes: 2, ran: 2 },
    { name: 'channels', votes: 0, ran: 2 },
  ])
  const [scores] = await client.analysis.evaluate({ projectId, slice: 'buys' })
  expect(scores).toMatchObject({ slice: 'buys', n: 2, accuracy: 1 })
  await expect(client.analysis.evaluate({ projectId, slice: 'open' })).rejects.toMatchObject({
    code: 'NO_TRUTH', message: expect.stringContaining('in the slice "open"') as string,
  }) // prettier-ignore
  expect((await client.queue.list({ projectId, slice: 'open' })).map(({ id }) => id).sort()).toEqual(['r2', 'r5'])
  expect(await client.queue.list({ projectId, slice: 'buys' })).toEqual([])
  const next = await client.review.next({ projectId, annotator: 'ada', slice: 'open' })
  expect(next.waiting).toBe(2)
  const { fileId, rows, manifest } = await client.records.export({
    projectId,
    options: { format: 'jsonl', slice: 'buys' },
  })
  const lines = (await engine.files.readText(engine.files.path(fileId))).trim().split('\n')
  expect(lines.map(line => (JSON.parse(line) as { id: string }).id)).toEqual(['r0', 'r1'])
  expect(rows).toBe(2)
  expect(manifest['slice']).toMatchObject({ name: 'buys', version: 1, kind: 'filter' })
})

test('slices outlive the project being closed, and verify finds them whole', async () => {
  const opened = await project()
  const { client, projectId } = opened
  await keepFunction(opened, 'short', `(x) => x.text.length < 10`)
  const { ref } = (await client.projects.list()).projects[0]!
  await client.projects.close({ projectId })
  const again = await client.projects.open({ ref })
  expect(await client.slices.list({ projectId: again.projectId })).toMatchObject([{ name: 'short', records: 3 }])
  expect((await client.projects.verify({ projectId: again.projectId })).ok).toBe(true)
})
