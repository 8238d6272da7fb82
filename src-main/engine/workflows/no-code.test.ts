import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { type TestProject, testEngine, testFolder, testProject } from '../testing/test-project.ts'

const records = [
  { id: 'a', text: 'Please check out MY CHANNEL', author: 'ann', likes: 3, note: 'sub' },
  { id: 'b', text: 'great song, it moves us', author: 'bob', likes: 12 },
  { id: 'c', text: 'mychannel is in the US', author: 'ann', likes: 40, note: 'Subscribe' },
  { id: 'd', text: 'please check my channel out', author: '', likes: 0 },
]
const map = { id: 'id', text: 'text' }

async function votesOf(project: TestProject, form: NoCodeLf): Promise<string> {
  const { client, projectId } = project
  await client.labelingFunctions.save({ projectId, name: 'lf', form })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([{ status: 'ok', faults: 0 }])
  const { rows } = await client.records.list({
    projectId,
    filter: { votes: [{ lf: 'lf', vote: 'class' }] },
    offset: 0,
    limit: 10,
  })
  return rows
    .map(row => row.id)
    .sort()
    .join('')
}

const keyword = { label: 'SPAM', words: ['my channel'], insideWords: false, matchCase: false }

test.each<[told: string, form: NoCodeLf, ids: string]>([
  ['whole words in any case', { kind: 'keyword', settings: keyword }, 'ad'],
  ['the same case', { kind: 'keyword', settings: { ...keyword, matchCase: true } }, 'd'],
  ['also inside of words', { kind: 'keyword', settings: { ...keyword, words: ['CHANNEL'], insideWords: true } }, 'acd'],
  [
    'signs of expressions',
    { kind: 'keyword', settings: { ...keyword, words: ['song, it', '(x'], insideWords: true } },
    'b',
  ],
  ['a field', { kind: 'keyword', settings: { ...keyword, field: 'note', words: ['sub'] } }, 'a'],
  ['a pattern', { kind: 'regex', settings: { label: 'SPAM', pattern: 'check\\s+(my|out)', matchCase: false } }, 'ad'],
  [
    'many words',
    { kind: 'threshold', settings: { label: 'HAM', measure: { of: 'words' }, comparison: '>=', limit: 5 } },
    'abcd',
  ],
  [
    'few characters',
    { kind: 'threshold', settings: { label: 'HAM', measure: { of: 'characters' }, comparison: '<=', limit: 22 } },
    'c',
  ],
  [
    'a number',
    {
      kind: 'threshold',
      settings: { label: 'HAM', measure: { of: 'field', name: 'likes' }, comparison: '>=', limit: 12 },
    },
    'bc',
  ],
  ['a value', { kind: 'field-equals', settings: { label: 'HAM', name: 'author', values: ['ann', ''] } }, 'acd'],
])('a form votes on %s', async (_, form, ids) => {
  const project = await testProject()
  await project.add(records, map)
  expect(await votesOf(project, form)).toBe(ids)
})

test('similar to examples: rare words that are shared count, in any order', async () => {
  const project = await testProject()
  await project.add(records, map)
  const examples = ['check out my channel please']
  const given = await project.client.labelingFunctions.wordWeights({ projectId: project.projectId, texts: examples })
  // Two of four records hold "check", one of them "song".
  expect(given.weights.check).toBeCloseTo(Math.log(5 / 3), 2)
  const settings = { label: 'SPAM', examples, least: 0.8, ...given }
  expect(await votesOf(project, { kind: 'similar', settings })).toBe('ad')
})

const drugs = 'alias,class\nmy channel,SPAM\nUS,HAM\nsong,HAM\nmy channel,SPAM\n,HAM\n'

async function importDrugs(project: TestProject, content = drugs) {
  const { client, projectId } = project
  const fileId = project.file('drugs.csv', content)
  const columns = { entryColumn: 'alias', valueColumn: 'class', hasHeader: true }
  return client.lists.import({ projectId, name: 'drugs', fileId, ...columns })
}

test('a dictionary votes the class that its list names, by its rule of case', async () => {
  const project = await testProject()
  await project.add(records, map)
  expect(await importDrugs(project)).toMatchObject({
    entries: 3,
    duplicates: 1,
    skipped: [{ line: 6 }],
    hasValues: true,
  })
  const form = (rule: 'any' | 'exact' | 'capitals', label?: string): NoCodeLf => ({
    kind: 'dictionary',
    settings: { list: 'drugs', case: rule, label },
  })
  // b holds "song" and "us", both HAM; c holds "US" only.
  expect(await votesOf(project, form('any'))).toBe('abcd')
  expect(await votesOf(project, form('exact'))).toBe('bcd')
  expect(await votesOf(project, form('capitals', 'SPAM'))).toBe('abcd')
  expect(await project.client.labelingFunctions.get({ projectId: project.projectId, name: 'lf' })).toMatchObject({
    kind: 'dictionary',
    version: 3,
    form: form('capitals', 'SPAM'),
    history: [{ version: 3 }, { version: 2, kind: 'dictionary' }, { version: 1 }],
  })
})

test('entries of different classes in one text say nothing', async () => {
  const project = await testProject()
  await project.add([{ id: 'both', text: 'song on my channel' }], map)
  await importDrugs(project)
  expect(await votesOf(project, { kind: 'dictionary', settings: { list: 'drugs', case: 'any' } })).toBe('')
})

test('a list that is imported again makes the functions that look into it stale, and no others', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records, map)
  await importDrugs(project)
  await project.saveLf('plain', `() => 'HAM'`)
  await project.saveLf('by_list', `(x) => h.anyOf(x.text, h.list('drugs')) ? 'SPAM' : ABSTAIN`)
  await client.labelingFunctions.apply({ projectId })
  const statuses = async () =>
    (await client.labelingFunctions.list({ projectId })).map(lf => `${lf.status} ${lf.votes}`)
  expect(await statuses()).toEqual(['ok 4', 'ok 4'])
  await importDrugs(project, 'alias,class\nsong,SPAM')
  expect(await statuses()).toEqual(['ok 4', 'stale 4'])
  expect((await client.labelingFunctions.apply({ projectId })).lfs).toMatchObject([{ votes: 0 }, { votes: 1 }])
  expect(await statuses()).toEqual(['ok 4', 'ok 1'])
  await client.lists.remove({ projectId, name: 'drugs' })
  expect(await statuses()).toEqual(['ok 4', 'stale 1'])
  await expect(client.lists.get({ projectId, name: 'drugs' })).rejects.toMatchObject({ code: 'LIST_UNKNOWN' })
})

test('a list without a header, and one in plain text, keep their first entry and their commas', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const fileId = project.file('names.txt', 'Smith, "John"\nDoe, Jane\n')
  const { columns, rows } = await client.lists.look({ projectId, fileId })
  expect({ columns, rows }).toEqual({ columns: ['Smith, "John"'], rows: [['Doe, Jane']] })
  await client.lists.import({ projectId, name: 'names', fileId, hasHeader: false, entryColumn: columns[0]! })
  expect((await client.lists.get({ projectId, name: 'names', prefix: 'smi' })).rows).toEqual([
    { entry: 'Smith, "John"' },
  ])
  await expect(
    client.lists.import({ projectId, name: 'a/b', fileId, hasHeader: false, entryColumn: columns[0]! }),
  ).rejects.toMatchObject({ code: 'LIST_NAME_INVALID' })
})

test('a form that is not complete, names no class or no list stores nothing', async () => {
  const project = await testProject()
  const { client, projectId } = project
  const save = (form: NoCodeLf) => client.labelingFunctions.save({ projectId, name: 'lf', form })
  const cases: [NoCodeLf, string][] = [
    [{ kind: 'keyword', settings: { ...keyword, words: [' '] } }, 'LF_SETTINGS_INCOMPLETE'],
    [{ kind: 'regex', settings: { label: 'SPAM', pattern: '(', matchCase: false } }, 'LF_SETTINGS_INCOMPLETE'],
    [{ kind: 'keyword', settings: { ...keyword, label: 'EGGS' } }, 'CLASS_UNKNOWN'],
    [{ kind: 'dictionary', settings: { list: 'none', case: 'any', label: 'SPAM' } }, 'LIST_UNKNOWN'],
  ]
  for (const [form, code] of cases) await expect(save(form)).rejects.toMatchObject({ code })
  expect(await client.labelingFunctions.list({ projectId })).toEqual([])
})

test('words of a form are data: no quote or line of theirs gets out of the generated code', async () => {
  const project = await testProject()
  await project.add([{ id: 'a', text: `it's \\ "x" */ \u2028 end` }], map)
  const words = [`it's`, `'] ), process.exit(1) //`, `\\`, `"x"`, `*/`, '\n', '</script>', '${x}', '\u2028']
  for (const insideWords of [true, false])
    expect(await votesOf(project, { kind: 'keyword', settings: { ...keyword, words, insideWords } })).toBe('a')
  const settings = { label: 'SPAM', name: `a'] + '\\`, values: [`'`] }
  expect(await votesOf(project, { kind: 'field-equals', settings })).toBe('')
})

test('taken over as code it is the same function, and restoring brings back the form', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records, map)
  await votesOf(project, { kind: 'keyword', settings: keyword })
  const { source } = await client.labelingFunctions.get({ projectId, name: 'lf' })
  expect(await client.labelingFunctions.save({ projectId, name: 'lf', source })).toMatchObject({
    kind: 'code',
    version: 2,
  })
  expect((await client.labelingFunctions.apply({ projectId })).lfs).toMatchObject([{ votes: 2 }])
  expect(await client.labelingFunctions.restore({ projectId, name: 'lf', version: 1 })).toMatchObject({
    kind: 'keyword',
  })
  expect(await client.labelingFunctions.get({ projectId, name: 'lf' })).toMatchObject({
    version: 3,
    form: { kind: 'keyword', settings: keyword },
  })
})

test('settings and lists that were changed elsewhere are not trusted', async () => {
  const project = await testProject()
  const { engine } = project
  await project.add(records, map)
  await importDrugs(project)
  await votesOf(project, { kind: 'keyword', settings: keyword })
  await engine.close()
  const folder = testFolder()
  copyFileSync(join(project.folder, 'test.heddle'), join(folder, 'test.heddle'))
  const stranger = testEngine(folder)
  const opened = await stranger.client.projects.open({ ref: stranger.engine.refOf(join(folder, 'test.heddle')) })
  expect(await stranger.client.projects.untrusted(opened)).toMatchObject([
    { name: 'lf', kind: 'keyword' },
    { name: 'drugs', kind: 'list', source: 'my channel\nUS\nsong' },
  ])
  await expect(async () => stranger.client.labelingFunctions.apply(opened)).rejects.toMatchObject({
    code: 'PROJECT_RESTRICTED',
  })
  await stranger.client.projects.trust(opened)
  expect(await stranger.client.projects.untrusted(opened)).toEqual([])
  const { store } = stranger.engine.project(opened.projectId)
  store.transaction(() => store.lists.put('drugs', 'x.csv', { entries: ['a'], values: undefined }))
  expect(await stranger.client.projects.untrusted(opened)).toMatchObject([{ name: 'drugs', kind: 'list' }])
})

test('a histogram counts what a threshold compares with, and its gold', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(
    [
      { id: '1', text: 'a b', likes: 1, class: 'HAM' },
      { id: '2', text: 'a', likes: '3' },
      { id: '3', text: 'a', likes: 'many' },
    ],
    { ...map, gold: 'class' },
  )
  expect(await client.labelingFunctions.histogram({ projectId, measure: { of: 'field', name: 'likes' } })).toEqual({
    n: 2,
    missing: 1,
    min: 1,
    max: 3,
    bins: [
      { from: 1, to: 2, count: 1, gold: { HAM: 1 } },
      { from: 2, to: 3, count: 0, gold: {} },
      { from: 3, to: 4, count: 1, gold: {} },
    ],
  })
  expect(await client.labelingFunctions.histogram({ projectId, measure: { of: 'words' } })).toMatchObject({
    n: 3,
    bins: [{ count: 2 }, { count: 1 }],
  })
  expect(await client.labelingFunctions.fieldValues({ projectId, field: 'likes' })).toEqual({
    different: 3,
    values: [
      { value: '1', count: 1 },
      { value: '3', count: 1 },
      { value: 'many', count: 1 },
    ],
  })
})

test('a renamed class is voted by its new name, with the votes that are there and from older versions too', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(records, map)
  await importDrugs(project)
  const save = (name: string, form: NoCodeLf) => client.labelingFunctions.save({ projectId, name, form })
  await save('words', { kind: 'keyword', settings: { ...keyword, words: ['song'] } })
  await save('words', { kind: 'keyword', settings: keyword })
  await save('list', { kind: 'dictionary', settings: { list: 'drugs', case: 'exact' } })
  await project.saveLf('code', `() => 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const learned = async () => (await client.analysis.report({ projectId })).lfs.map(lf => lf.learnedAccuracy)
  const before = await learned()
  await save('new', { kind: 'regex', settings: { label: 'SPAM', pattern: 'x', matchCase: false } })
  await client.projects.editClass({ projectId, index: 1, name: 'JUNK' })

  expect(await client.labelingFunctions.list({ projectId })).toMatchObject([
    { name: 'words', version: 3, status: 'ok', votes: 2, unseen: 0 },
    { name: 'list', version: 1, status: 'ok', votes: 3, unseen: 0 },
    { name: 'code', version: 1, status: 'ok' },
    { name: 'new', version: 2, status: 'new' },
  ])
  expect(await client.projects.get({ projectId })).toMatchObject({ restricted: false })
  expect((await client.projects.overview({ projectId })).model!.staleBecause).toEqual([])
  const { fit } = await client.labelModels.current({ projectId })
  expect(Object.keys(fit!.classBalance)).toEqual(['HAM', 'JUNK'])
  expect(before[0]).toBeGreaterThan(0)
  expect(await learned()).toEqual([...before, undefined])
  expect((await client.lists.get({ projectId, name: 'drugs' })).values).toEqual(['JUNK', 'HAM'])
  const words = await client.labelingFunctions.get({ projectId, name: 'words' })
  expect(words.form).toMatchObject({ settings: { label: 'JUNK' } })
  expect(words.source).toContain("'JUNK'")

  const { lfs } = await client.labelingFunctions.apply({ projectId, all: true })
  expect(lfs).toMatchObject([{ votes: 2 }, { votes: 3 }, { votes: 4 }, { votes: 0 }])
  expect(lfs.map(lf => lf.faults)).toEqual([0, 0, 0, 0])
  const compared = await client.labelingFunctions.compare({ projectId, name: 'words', versions: [2, 3] })
  expect(compared).toMatchObject({ versions: [{ votes: 2 }, { votes: 2 }], different: 0 })
  const restored = await client.labelingFunctions.restore({ projectId, name: 'words', version: 1 })
  expect(restored).toMatchObject({ version: 4 })
  expect((await client.labelingFunctions.get({ projectId, name: 'words' })).source).toContain("['song']) ? 'JUNK'")
})

test('renaming a class of a project from elsewhere makes nothing of it trusted', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await importDrugs(project)
  await client.labelingFunctions.save({ projectId, name: 'words', form: { kind: 'keyword', settings: keyword } })
  await client.labelingFunctions.save({
    projectId,
    name: 'list',
    form: { kind: 'dictionary', settings: { list: 'drugs', case: 'any' } },
  })
  const fileName = 'from-elsewhere.heddle'
  await project.engine.close()
  const other = testFolder()
  copyFileSync(join(project.folder, 'test.heddle'), join(other, fileName))
  const { engine, client: stranger } = testEngine(other)
  const opened = await stranger.projects.open({ ref: engine.refOf(join(other, fileName)) })
  expect(opened.restricted).toBe(true)
  await stranger.projects.editClass({ projectId: opened.projectId, index: 1, name: 'JUNK' })
  expect(await stranger.projects.get({ projectId: opened.projectId })).toMatchObject({ restricted: true })
  const held = await stranger.projects.untrusted({ projectId: opened.projectId })
  expect(held.map(({ name, version }) => [name, version])).toEqual([
    ['words', 2],
    ['list', 1],
    ['drugs', 1],
  ])
})
