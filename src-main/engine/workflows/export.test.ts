import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ExportOptions } from '../../../src-shared/records.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

const records = [
  { id: 'a', text: '=1+1', author: 'ada', likes: 3, tags: ['x'], split: 'train' },
  { id: 'b', text: 'check out\nmy "channel"', author: '', likes: null, split: 'test', gold: 'SPAM' },
  { id: 'c', text: 'a song', author: 'cleo', note: 'hm' },
  { id: 'd', text: '' },
]

async function labelled(): Promise<TestProject> {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records, { id: 'id', text: 'text', gold: 'gold', split: 'split' })
  await project.saveLf('song', `(x) => /song|1/.test(x.text) ? 'HAM' : ABSTAIN`)
  await project.saveLf('other', `(x) => x.id === 'c' ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await client.review.submit({ projectId, id: 'd', annotator: 'ada', decision: { label: 'HAM' } })
  return project
}

async function exported(project: TestProject, options: ExportOptions) {
  const result = await project.client.records.export({ projectId: project.projectId, options })
  const path = project.engine.files.path(result.fileId)
  const manifestPath = project.engine.files.path(result.manifestFileId)
  return { ...result, path, text: readFileSync(path, 'utf8'), manifestText: readFileSync(manifestPath, 'utf8') }
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

test('a line of JSON holds record, label, state and where the label comes from, in import order', async () => {
  const { text, rows, states } = await exported(await labelled(), { format: 'jsonl', probabilities: true, votes: true })
  expect({ rows, states }).toEqual({ rows: 4, states: { gold: 2, pseudo: 1, tied: 1, uncovered: 0 } })
  const [a, b, c, d] = linesOf(text)
  expect(a).toEqual({
    id: 'a', text: '=1+1', fields: { author: 'ada', likes: 3, tags: ['x'] }, split: 'train',
    label: 'HAM', state: 'pseudo', probability: 1, source: 'label-model', annotators: [], annotatedAt: null,
    probabilities: { HAM: 1, SPAM: 0 }, votes: { song: 'HAM', other: null },
  }) // prettier-ignore
  expect(b).toMatchObject({ label: 'SPAM', state: 'gold', source: 'import', annotators: [] })
  expect(c).toMatchObject({
    label: null,
    state: 'tied',
    probability: null,
    source: null,
    votes: { song: 'HAM', other: 'SPAM' },
  })
  expect(d).toMatchObject({
    label: 'HAM',
    state: 'gold',
    source: 'review',
    annotators: ['ada'],
    annotatedAt: expect.any(String) as string,
  })
})

test('states, splits and a threshold choose the rows; gold is not held to the threshold', async () => {
  const project = await labelled()
  const ids = async (options: Partial<ExportOptions>) =>
    linesOf((await exported(project, { format: 'jsonl', ...options })).text).map(line => line['id'])
  expect(await ids({ states: ['gold'] })).toEqual(['b', 'd'])
  expect(await ids({ splits: ['train', 'none'] })).toEqual(['a', 'c', 'd'])
  expect(await ids({ states: ['gold', 'pseudo'], minProbability: 1 })).toEqual(['a', 'b', 'd'])
})

test('the same state makes the same bytes, and the manifest names them', async () => {
  const project = await labelled()
  const first = await exported(project, { format: 'csv', votes: true })
  const second = await exported(project, { format: 'csv', votes: true })
  expect(second.text).toBe(first.text)
  expect(second.manifestText).toBe(first.manifestText)
  expect(first.manifest).toMatchObject({
    format: 'heddle-export',
    file: { sha256: first.sha256, rows: 4 },
    model: { id: 'majority-vote' },
    lfs: [{ name: 'song', version: 1 }, { name: 'other' }],
  })
})

test('the manifest tells votes from outside apart by what they say', async () => {
  const project = await labelled()
  const { client, projectId } = project
  const hashWith = async (votes: string) => {
    await client.labelingFunctions.importVotes({ projectId, fileId: project.file('votes.csv', votes) })
    const { manifest } = await exported(project, { format: 'jsonl' })
    return (manifest['lfs'] as { name: string; sha256: string }[]).find(({ name }) => name === 'bob')!.sha256
  }
  const first = await hashWith('id,bob\na,HAM\nb,\n')
  expect(await hashWith('id,bob\na,SPAM\nb,\n')).not.toBe(first)
  expect(await hashWith('id,bob\na,HAM\nb,\n')).toBe(first)
})

/** The export, with a manifest beside it, as a file of another project. */
async function sentTo(
  target: TestProject,
  source: TestProject,
  options: ExportOptions,
  change = (text: string) => text,
) {
  const { text, manifestText } = await exported(source, options)
  const fileId = target.file(`copy.${options.format}`, change(text))
  writeFileSync(`${target.engine.files.path(fileId)}.manifest.json`, manifestText)
  return fileId
}

const known = ({ client, projectId }: TestProject, id: string) => client.review.record({ projectId, id })

test.each<ExportOptions>([
  { format: 'jsonl', votes: true },
  { format: 'csv', votes: true, probabilities: true },
  { format: 'csv', safeForSpreadsheets: true },
])('one’s own export brings back the same records, fields and gold: %j', async options => {
  const source = await labelled()
  await source.add([
    { id: '-5', text: "'=1", author: '-', likes: -1, tags: '-1', note: "'@" },
    { id: '=6', text: '\ttab', author: '\rcr', likes: '-1', tags: { '=': '=' }, note: '+' },
  ])
  const target = await testProject()
  await target.client.records.import({
    projectId: target.projectId,
    fileId: await sentTo(target, source, options),
  })
  for (const id of [...records.map(record => record.id), '-5', '=6']) {
    const [was, is] = [await known(source, id), await known(target, id)]
    expect([is.text, is.fields, is.split]).toEqual([was.text, was.fields, was.split])
    expect(is.gold?.label).toBe(was.gold?.label)
    expect(is.state).toBe(was.gold ? 'gold' : 'uncovered')
  }
  const again = await sentTo(source, source, options)
  const back = await source.client.records.import({ projectId: source.projectId, fileId: again })
  expect(back).toMatchObject({ imported: 0, skipped: [] })
})

test.each<[string, ExportOptions['format'], (text: string) => string, object]>([
  ['JSON', 'csv', text => text.replace('[""x""]', '[""x'), { line: 2, column: 'field_tags' }],
  ['fields', 'jsonl', text => text.replace(/"fields":{.*?}/, '"fields":7'), { line: 1, column: 'fields' }],
  ['a text', 'jsonl', text => text.replace('"text":"=1+1"', '"text":7'), { line: 1, column: 'text' }],
  ['an id', 'jsonl', text => text.replace('"id":"a"', '"id":["a"]'), { line: 1, column: 'id' }],
  ['a split', 'csv', text => text.replace(',train,', ',dev,'), { line: 2, column: 'split' }],
  ['a class', 'csv', text => text.replace('SPAM,gold', 'EGGS,gold'), { line: 3, column: 'label' }],
  ['a class of gold', 'csv', text => text.replace('SPAM,gold', ',gold'), { line: 3, column: 'label' }],
])('%s that was spoiled in an export is a bad row', async (_, format, change, bad) => {
  const target = await testProject()
  const fileId = await sentTo(target, await labelled(), { format }, change)
  const result = await target.client.records.import({ projectId: target.projectId, fileId, onError: 'skip' })
  expect(result).toMatchObject({ imported: 3, skipped: [bad] })
})

test('a file that took the place of an export, and one beside a spoiled manifest, are read like any other', async () => {
  const target = await testProject()
  const { client, projectId } = target
  const other = await sentTo(target, await labelled(), { format: 'csv' }, () => 'id,text,likes\n1,hello,7\n')
  expect(await client.records.import({ projectId, fileId: other })).toMatchObject({ imported: 1 })
  expect(await known(target, '1')).toMatchObject({ fields: { likes: '7' } })
  for (const manifest of ['null', '{', '{"format":"heddle-export","formatVersion":1}']) {
    writeFileSync(`${target.engine.files.path(other)}.manifest.json`, manifest)
    expect(await client.records.import({ projectId, fileId: other })).toMatchObject({ unchanged: 1 })
  }
})

test('a text field stays plain in a table, also where some records do not have it', async () => {
  const { text } = await exported(await labelled(), { format: 'csv' })
  expect(text).toContain(',hm')
  expect(text).not.toContain('""hm""')
})

test('cells that a spreadsheet would take for a formula are made safe on request', async () => {
  const project = await labelled()
  expect((await exported(project, { format: 'csv' })).text).toContain('\na,=1+1,')
  expect((await exported(project, { format: 'csv', safeForSpreadsheets: true })).text).toContain(`\na,'=1+1,`)
})

test('the preview shows the first lines exactly as they will be in the file', async () => {
  const project = await labelled()
  const options: ExportOptions = { format: 'csv', probabilities: true }
  const preview = await project.client.records.exportPreview({ projectId: project.projectId, options })
  expect(`${preview.lines.join('\n')}\n`).toBe((await exported(project, options)).text)
  expect(preview.rows).toBe(4)
})

test('an export holds one moment: decisions made meanwhile are neither in the file nor in its counts', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(Array.from({ length: 20_000 }, (_, i) => ({ id: `r${i}`, text: `text ${i}` })))
  const decide = (i: number, label: string) =>
    client.review.submit({ projectId, annotator: 'ada', id: `r${i}`, decision: { label } })
  await decide(19_000, 'HAM')
  let isRunning = true
  const exporting = exported(project, { format: 'jsonl' }).finally(() => (isRunning = false))
  await decide(19_000, 'SPAM')
  for (let i = 19_999; isRunning && i > 19_900; i--) await decide(i, 'HAM')
  const { text, rows, states } = await exporting
  const lines = linesOf(text)
  expect({ rows, states }).toEqual({ rows: 20_000, states: { gold: 1, pseudo: 0, tied: 0, uncovered: 19_999 } })
  expect(lines.filter(line => line['state'] === 'gold')).toMatchObject([{ id: 'r19000', label: 'HAM' }])
  expect(lines.filter(line => (line['annotators'] as string[]).length > 0)).toHaveLength(1)
})
