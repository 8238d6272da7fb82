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

test.each(['jsonl', 'csv'] as const)(
  'one’s own %s export brings back the same records, fields and gold',
  async format => {
    const source = await labelled()
    const { fileId } = await source.client.records.export({
      projectId: source.projectId,
      options: { format, votes: true },
    })
    const path = source.engine.files.path(fileId)
    const target = await testProject()
    const copy = target.file(`copy.${format}`, readFileSync(path))
    const manifest = (await exported(source, { format, votes: true })).manifestText
    writeFileSync(`${target.engine.files.path(copy)}.manifest.json`, manifest)
    await target.client.records.import({ projectId: target.projectId, fileId: copy })
    for (const { id } of records) {
      const was = await source.client.review.record({ projectId: source.projectId, id })
      const is = await target.client.review.record({ projectId: target.projectId, id })
      expect({ id, text: is.text, fields: is.fields, split: is.split }).toEqual({
        id,
        text: was.text,
        fields: was.fields,
        split: was.split,
      })
      expect(is.gold?.label).toBe(was.gold?.label)
      expect(is.state).toBe(was.gold ? 'gold' : 'uncovered')
    }
  },
)

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

test.each<[string, ExportOptions['format'], (text: string) => string, string]>([
  ['fields that are no JSON', 'csv', text => text.replace('""x""', '""x'), 'field_tags'],
  ['fields that are no object', 'jsonl', text => text.replace(/"fields":\{.*?\}/, '"fields":"x"'), 'fields'],
  ['a text that is none', 'jsonl', text => text.replace('"text":"=1+1"', '"text":{}'), 'text'],
  ['an id that is none', 'jsonl', text => text.replace('"id":"a"', '"id":["a"]'), 'id'],
])('an export that was changed by hand to hold %s has a bad row', async (_, format, change, column) => {
  const { path, text, manifestText } = await exported(await labelled(), { format })
  const { client, engine, projectId } = await testProject()
  expect(change(text)).not.toBe(text)
  writeFileSync(path, change(text))
  writeFileSync(`${path}.manifest.json`, manifestText)
  const importing = client.records.import({ projectId, fileId: engine.files.add(path) })
  await expect(importing).rejects.toMatchObject({ code: 'ROWS_UNREADABLE', data: { count: 1, skipped: [{ column }] } })
})

test('a manifest that is none is no reason to fail', async () => {
  const { path, text } = await exported(await labelled(), { format: 'jsonl' })
  const { client, engine, projectId } = await testProject()
  writeFileSync(path, text)
  for (const manifest of ['null', '{"format":"heddle-export","formatVersion":1}', '{']) {
    writeFileSync(`${path}.manifest.json`, manifest)
    expect((await client.records.import({ projectId, fileId: engine.files.add(path) })).skipped).toEqual([])
  }
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
