import { describe, expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

const importInto = (
  { client, projectId, file }: TestProject,
  name: string,
  content: string | Uint8Array,
  rest: { mapping?: object; onError?: 'stop' | 'skip'; format?: string } = {},
) => client.records.import({ projectId, fileId: file(name, content), ...rest })

const all = async ({ client, projectId }: TestProject) =>
  (await client.records.list({ projectId, filter: {}, offset: 0, limit: 500 })).rows

const detail = ({ client, projectId }: TestProject, id: string) => client.review.record({ projectId, id })

describe('bad rows', () => {
  const cases: [rule: string, name: string, content: string | Uint8Array, line: number, reason: RegExp][] = [
    ['no id where an id field is given', 'a.csv', 'id,text\n1,a\n,b\n', 3, /no id/],
    ['an id twice in one file', 'a.csv', 'id,text\n1,a\n2,b\n1,c\n', 4, /"1" is already used/],
    ['a class that the project does not have', 'a.csv', 'id,text,gold\n1,a,SPAM\n2,b,EGGS\n', 3, /"EGGS" is no class/],
    ['a reference that is no class', 'a.csv', 'id,text,reference\n1,a,HAM\n2,b,Ham\n', 3, /"Ham" is no class/],
    ['a split that there is not', 'a.csv', 'id,text,split\n1,a,train\n2,b,dev\n', 3, /"dev" is no split/],
    ['another count of cells than the header', 'a.csv', 'id,text\n1,a\n2,b,c\n', 3, /3 cells|cells/],
    ['JSON that does not parse', 'a.jsonl', '{"id":1,"text":"a"}\n{"id":2,\n', 2, /JSON/i],
    ['JSON that is no object', 'a.jsonl', '{"id":1,"text":"a"}\n[1,2]\n', 2, /object/],
    ['a text that is neither string nor null', 'a.jsonl', '{"id":1,"text":"a"}\n{"id":2,"text":7}\n', 2, /a number/],
    ['bytes that are not valid', 'a.csv', Buffer.from('id,text\n1,a\n2,\xff\xfe!\n', 'latin1'), 3, /not valid UTF-8/],
  ]
  const named = (content: string | Uint8Array) => ({
    id: 'id',
    text: 'text',
    ...(content.includes('gold' as never) ? { gold: 'gold' } : {}),
    ...(content.includes('reference' as never) ? { reference: 'reference' } : {}),
    ...(content.includes('split' as never) ? { split: 'split' } : {}),
  })

  test.each(cases)('%s stops the import and leaves the project as it was', async (_, name, content, line, reason) => {
    const project = await testProject()
    await project.add([{ id: 'before', text: 'x' }])
    const failing = importInto(project, name, content, { mapping: named(content) })
    await expect(failing).rejects.toMatchObject({ code: 'ROWS_UNREADABLE', data: { line, skipped: [{ line }] } })
    await expect(failing).rejects.toThrow(reason)
    expect((await all(project)).map(row => row.id)).toEqual(['before'])
  })

  test.each(cases)('%s is skipped on request, named by its line', async (_, name, content, line, reason) => {
    const project = await testProject()
    const result = await importInto(project, name, content, { mapping: named(content), onError: 'skip' })
    expect(result.skipped).toHaveLength(1)
    expect(result.skipped[0]).toMatchObject({ line, reason: expect.stringMatching(reason) as string })
    expect(result).toMatchObject({ imported: cases[1]![2] === content ? 2 : 1, skippedCount: 1 })
  })
})

describe('files that are refused whole', () => {
  test.each<[string, string, string | Uint8Array, object, string]>([
    ['without the named column', 'a.csv', 'id,text\n1,a\n', { text: 'body' }, 'COLUMN_UNKNOWN'],
    ['with a repeated header', 'a.csv', 'id,text,text\n1,a,b\n', {}, 'HEADER_REPEATED'],
    ['empty', 'a.csv', '', {}, 'FILE_EMPTY'],
    ['with a header only', 'a.csv', 'id,text\n', {}, 'FILE_EMPTY'],
    [
      'not text at all',
      'a.csv',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
      {},
      'FILE_NOT_TEXT',
    ],
  ])('%s', async (_, name, content, mapping, code) => {
    const project = await testProject()
    await expect(importInto(project, name, content, { mapping, onError: 'skip' })).rejects.toMatchObject({ code })
    expect(await all(project)).toEqual([])
  })

  test('a column cannot be two things', async () => {
    const project = await testProject()
    const failing = importInto(project, 'a.csv', 'id,text\n1,a\n', { mapping: { id: 'id', text: 'id' } })
    await expect(failing).rejects.toMatchObject({ code: 'COLUMN_USED_TWICE' })
  })
})

describe('what is fine', () => {
  test('numbers as ids, null as text', async () => {
    const project = await testProject()
    await importInto(project, 'a.jsonl', '{"id":7,"text":null}\n', { mapping: { id: 'id', text: 'text' } })
    expect(await all(project)).toMatchObject([{ id: '7', text: '' }])
  })

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffid,text\n1,Grüße\n')],
    ['UTF-16 little endian', Buffer.from('\ufeffid,text\n1,Grüße\n', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeffid,text\n1,Grüße\n', 'utf16le').swap16()],
    ['CRLF', Buffer.from('id,text\r\n1,Grüße\r\n')],
    ['blank lines', Buffer.from('id,text\n\n1,Grüße\n\n')],
  ])('%s', async (_, content) => {
    const project = await testProject()
    expect(await importInto(project, 'a.csv', content)).toMatchObject({ imported: 1, skippedCount: 0 })
    expect(await all(project)).toMatchObject([{ id: '1', text: 'Grüße' }])
  })

  test('newlines inside quotes, and the line on which a later bad row begins', async () => {
    const project = await testProject()
    const content = 'id,text\n1,"two\nlines, ""quoted"""\n2,b\n,c\n'
    const result = await importInto(project, 'a.csv', content, { onError: 'skip' })
    expect(result.skipped).toMatchObject([{ line: 5 }])
    expect(await all(project)).toMatchObject([{ text: 'two\nlines, "quoted"' }, { text: 'b' }])
  })

  test('quotes in a TSV are text', async () => {
    const project = await testProject()
    await importInto(project, 'a.tsv', 'id\ttext\n1\t"no" quoting, "here\n')
    expect(await all(project)).toMatchObject([{ text: '"no" quoting, "here' }])
  })

  test('without an id field the id is made from content and occurrence, not from the row', async () => {
    const first = await testProject()
    const second = await testProject()
    await importInto(first, 'a.csv', 'text\na\nb\na\n')
    await importInto(second, 'b.csv', 'text\nb\na\na\n')
    const ids = async (project: TestProject) => (await all(project)).map(row => row.id).sort()
    expect(await ids(first)).toEqual(await ids(second))
    expect(new Set(await ids(first)).size).toBe(3)
    expect(await importInto(first, 'a.csv', 'text\na\nb\na\n')).toMatchObject({ imported: 0, unchanged: 3 })
  })

  test('columns without a role become fields, and one called __proto__ harms nothing', async () => {
    const project = await testProject()
    await importInto(project, 'a.jsonl', '{"id":"1","text":"a","__proto__":{"x":1},"n":2}')
    expect((await detail(project, '1')).fields).toEqual({ n: 2 })
  })
})

describe('an id that is there already', () => {
  test('given columns replace, absent ones stay', async () => {
    const project = await testProject()
    await project.add([{ id: 'a', text: 'old', likes: 1, author: 'ada', split: 'train' }])
    const result = await importInto(project, 'b.csv', 'id,likes\na,5\n', { mapping: { id: 'id' } })
    expect(result).toMatchObject({ imported: 0, updated: 1 })
    expect(await detail(project, 'a')).toMatchObject({
      text: 'old',
      split: 'train',
      fields: { likes: '5', author: 'ada' },
    })
  })

  test('changed text makes its votes UNSEEN and asks for its gold to be looked at again', async () => {
    const project = await testProject()
    const { client, projectId } = project
    await project.add([
      { id: 'a', text: 'old' },
      { id: 'b', text: 'same' },
    ])
    await project.saveLf('always', `() => 'SPAM'`)
    await client.labelingFunctions.apply({ projectId })
    await client.review.submit({ projectId, id: 'a', annotator: 'ada', decision: { label: 'HAM' } })
    await project.add([
      { id: 'a', text: 'new' },
      { id: 'b', text: 'same' },
    ])
    expect(await detail(project, 'a')).toMatchObject({
      text: 'new',
      gold: { label: 'HAM', recheck: true },
      votes: [{ vote: 'unseen' }],
    })
    expect((await detail(project, 'b')).votes).toMatchObject([{ vote: 'class' }])
    const search = async (words: string) =>
      (await client.records.list({ projectId, filter: { search: words }, offset: 0, limit: 10 })).total
    expect([await search('old'), await search('new')]).toEqual([0, 1])
  })

  test('changed fields make the votes of LFs that may read them UNSEEN, and no others', async () => {
    const project = await testProject()
    const { client, projectId } = project
    await project.add([1, 2].map(n => ({ id: `r${n}`, text: 'same', n })))
    await project.saveLf('reads', `(x) => x.fields.n > 5 ? 'SPAM' : 'HAM'`)
    await project.saveLf('may', `(x) => JSON.stringify(x).includes('9') ? 'SPAM' : 'HAM'`)
    await project.saveLf('not', `(x) => x.text === 'same' ? 'SPAM' : 'HAM'`)
    await client.labelingFunctions.apply({ projectId })
    await project.add([1, 9].map((n, at) => ({ id: `r${at + 1}`, text: 'same', n })))
    const votes = async (id: string) => (await detail(project, id)).votes.map(({ vote, label }) => label ?? vote)
    expect(await votes('r1')).toEqual(['HAM', 'HAM', 'SPAM'])
    expect(await votes('r2')).toEqual(['unseen', 'unseen', 'SPAM'])
    await client.labelingFunctions.apply({ projectId })
    expect(await votes('r2')).toEqual(['SPAM', 'SPAM', 'SPAM'])
  })

  test('gold of another text is asked about until its class is decided again, whatever is undone', async () => {
    const project = await testProject()
    const { client, projectId } = project
    const ada = { projectId, annotator: 'ada' }
    const decide = (decision: { label: string } | { skip: true }) => client.review.submit({ ...ada, id: 'a', decision })
    const gold = async () => (await detail(project, 'a')).gold
    await project.add([{ id: 'a', text: 'old' }])
    await decide({ label: 'HAM' })
    await project.add([{ id: 'a', text: 'new' }])
    await decide({ skip: true })
    expect(await gold()).toMatchObject({ label: 'HAM', recheck: true })
    await decide({ label: 'SPAM' })
    expect(await gold()).toMatchObject({ label: 'SPAM', recheck: false })
    await client.review.undo(ada)
    expect(await gold()).toMatchObject({ label: 'HAM', recheck: true })
    await client.review.redo(ada)
    expect(await gold()).toMatchObject({ label: 'SPAM', recheck: false })
  })

  test('imported gold never overwrites a decision', async () => {
    const project = await testProject()
    const { client, projectId } = project
    await project.add([{ id: 'a', text: 'x' }])
    await client.review.submit({ projectId, id: 'a', annotator: 'ada', decision: { label: 'HAM' } })
    await importInto(project, 'b.csv', 'id,gold\na,SPAM\n', { mapping: { id: 'id', gold: 'gold' } })
    expect(await detail(project, 'a')).toMatchObject({ label: 'HAM', gold: { source: 'review' } })
    await client.review.undo({ projectId, annotator: 'ada' })
    expect(await detail(project, 'a')).toMatchObject({ label: 'SPAM', gold: { source: 'import' } })
  })
})

test('a deleted record that comes back has its decision again', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add([
    { id: 'a', text: 'x' },
    { id: 'b', text: 'y' },
  ])
  await client.review.submit({ projectId, id: 'a', annotator: 'ada', decision: { label: 'HAM' } })
  await client.records.delete({ projectId, ids: ['a'] })
  expect((await all(project)).map(row => row.id)).toEqual(['b'])
  await project.add([{ id: 'a', text: 'x' }])
  expect(await detail(project, 'a')).toMatchObject({ state: 'gold', label: 'HAM' })
})

test('a deleted record that comes back is still out of the queue if someone flagged it', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add([{ id: 'a', text: 'x' }])
  await client.review.submit({ projectId, id: 'a', annotator: 'ada', decision: { flag: true } })
  await client.records.delete({ projectId, ids: ['a'] })
  await project.add([{ id: 'a', text: 'x' }])
  expect(await detail(project, 'a')).toMatchObject({ flagged: true })
  expect(await client.queue.list({ projectId })).toEqual([])
})
