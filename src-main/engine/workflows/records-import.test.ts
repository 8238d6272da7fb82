import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testProject, type TestProject } from '../testing/test-project.ts'

interface Rest {
  mapping?: object
  onError?: 'stop' | 'skip'
}

/** Imports a file of our own making, each for one rule. */
const importFixture = ({ client, projectId, engine }: TestProject, name: string, rest: Rest = {}) =>
  client.records.import({ projectId, fileId: engine.files.add(join(import.meta.dirname, 'fixtures', name)), ...rest })

const all = async ({ client, projectId }: TestProject) =>
  (await client.records.list({ projectId, filter: {}, offset: 0, limit: 500 })).rows

const detail = ({ client, projectId }: TestProject, id: string) => client.review.record({ projectId, id })

describe('bad rows', () => {
  const cases: [rule: string, name: string, line: number, reason: RegExp][] = [
    ['no id where an id field is given', 'no-id.csv', 3, /no id/],
    ['an object without the id', 'id-missing.jsonl', 2, /no id/],
    ['an id that is neither text nor number', 'id-is-a-truth-value.jsonl', 2, /no id/],
    ['an id twice in one file', 'id-twice.csv', 4, /"1" is already used/],
    ['a class that the project does not have', 'unknown-gold.csv', 3, /"EGGS" is no class/],
    ['a reference that is no class', 'unknown-reference.csv', 3, /"Ham" is no class/],
    ['a split that there is not', 'unknown-split.csv', 3, /"dev" is no split/],
    ['more cells than the header', 'too-many-cells.csv', 3, /3 cells/],
    ['fewer cells than the header', 'too-few-cells.tsv', 3, /1 cell/],
    ['JSON that does not parse', 'does-not-parse.jsonl', 2, /JSON/i],
    ['JSON that is no object', 'no-object.jsonl', 2, /object/],
    ['a text that is neither string nor null', 'text-is-a-number.jsonl', 2, /a number/],
    ['bytes that are not valid', 'invalid-bytes.csv', 3, /not valid UTF-8/],
    ['a bad row after newlines inside quotes', 'bad-after-quoted-newline.csv', 5, /no id/],
  ]
  const namedBy = (name: string): object => ({
    id: 'id',
    text: 'text',
    ...(name === 'unknown-gold.csv' ? { gold: 'gold' } : {}),
    ...(name === 'unknown-reference.csv' ? { reference: 'reference' } : {}),
    ...(name === 'unknown-split.csv' ? { split: 'split' } : {}),
  })

  test.each(cases)('%s stops the import and leaves the project as it was', async (_, name, line, reason) => {
    const project = await testProject()
    await project.add([{ id: 'before', text: 'x' }])
    const failing = importFixture(project, name, { mapping: namedBy(name) })
    await expect(failing).rejects.toMatchObject({ code: 'ROWS_UNREADABLE', data: { line, skipped: [{ line }] } })
    await expect(failing).rejects.toThrow(reason)
    expect((await all(project)).map(row => row.id)).toEqual(['before'])
  })

  test.each(cases)('%s is skipped on request, named by its line', async (_, name, line, reason) => {
    const project = await testProject()
    const result = await importFixture(project, name, { mapping: namedBy(name), onError: 'skip' })
    expect(result.skipped).toHaveLength(1)
    expect(result.skipped[0]).toMatchObject({ line, reason: expect.stringMatching(reason) as string })
    const hasTwoGoodRows = ['id-twice.csv', 'bad-after-quoted-newline.csv'].includes(name)
    expect(result).toMatchObject({ imported: hasTwoGoodRows ? 2 : 1, skippedCount: 1 })
  })

  test('are named up to a limit, and counted beyond it', async () => {
    const project = await testProject()
    const fileId = project.file('a.csv', `id,text\n${',no id\n'.repeat(1_500)}1,a\n`)
    const told = async (named?: number) => {
      const { skipped, skippedCount } = await project.client.records.import({
        projectId: project.projectId,
        fileId,
        onError: 'skip',
        named,
      })
      return [skipped.length, skippedCount]
    }
    expect(await told()).toEqual([1_000, 1_500])
    expect(await told(Number.MAX_SAFE_INTEGER)).toEqual([1_500, 1_500])
  })
})

describe('files that are refused whole', () => {
  test.each<[string, string, object, string]>([
    ['without the named column', 'unnamed-column.csv', { text: 'body' }, 'COLUMN_UNKNOWN'],
    ['with a repeated header', 'repeated-header.csv', {}, 'HEADER_REPEATED'],
    ['empty', 'empty.csv', {}, 'FILE_EMPTY'],
    ['with a header only', 'header-only.csv', {}, 'FILE_EMPTY'],
    ['with blank lines only', 'blank-lines-only.csv', {}, 'FILE_EMPTY'],
    ['not text at all', 'image.csv', {}, 'FILE_NOT_TEXT'],
  ])('%s', async (_, name, mapping, code) => {
    const project = await testProject()
    await expect(importFixture(project, name, { mapping, onError: 'skip' })).rejects.toMatchObject({ code })
    expect(await all(project)).toEqual([])
  })

  test('a column cannot be two things', async () => {
    const project = await testProject()
    const failing = importFixture(project, 'unnamed-column.csv', { mapping: { id: 'id', text: 'id' } })
    await expect(failing).rejects.toMatchObject({ code: 'COLUMN_USED_TWICE' })
  })
})

describe('what is fine', () => {
  test('numbers as ids, null as text', async () => {
    const project = await testProject()
    await importFixture(project, 'number-ids.jsonl', { mapping: { id: 'id', text: 'text' } })
    expect(await all(project)).toMatchObject([{ id: '7', text: '' }])
  })

  test.each([
    ['UTF-8 without a byte order mark', 'utf8.csv'],
    ['UTF-8 with one', 'utf8-bom.csv'],
    ['UTF-16 little endian', 'utf16le.csv'],
    ['UTF-16 big endian', 'utf16be.csv'],
    ['CRLF', 'crlf.csv'],
    ['blank lines', 'blank-lines.csv'],
  ])('%s', async (_, name) => {
    const project = await testProject()
    expect(await importFixture(project, name)).toMatchObject({ imported: 1, skippedCount: 0 })
    expect(await all(project)).toMatchObject([{ id: '1', text: 'Grüße' }])
  })

  test('newlines inside quotes', async () => {
    const project = await testProject()
    await importFixture(project, 'bad-after-quoted-newline.csv', { onError: 'skip' })
    expect(await all(project)).toMatchObject([{ text: 'two\nlines, "quoted"' }, { text: 'b' }])
  })

  test('quotes in a TSV are text', async () => {
    const project = await testProject()
    await importFixture(project, 'quotes.tsv')
    expect(await all(project)).toMatchObject([{ text: '"no" quoting, "here' }])
  })

  test('without an id field the id is made from content and occurrence, not from the row', async () => {
    const first = await testProject()
    const second = await testProject()
    await importFixture(first, 'no-id-column.csv')
    await importFixture(second, 'no-id-column-other-order.csv')
    const ids = async (project: TestProject) => (await all(project)).map(row => row.id).sort()
    expect(await ids(first)).toEqual(await ids(second))
    expect(new Set(await ids(first)).size).toBe(3)
    expect(await importFixture(first, 'no-id-column.csv')).toMatchObject({ imported: 0, unchanged: 3 })
  })

  test('columns without a role become fields, and one called __proto__ harms nothing', async () => {
    const project = await testProject()
    await importFixture(project, 'prototype.jsonl')
    expect((await detail(project, '1')).fields).toEqual({ n: 2 })
  })
})

describe('an id that is there already', () => {
  test('given columns replace, absent ones stay', async () => {
    const project = await testProject()
    await project.add([{ id: 'a', text: 'old', likes: 1, author: 'ada', split: 'train' }])
    const result = await importFixture(project, 'one-column-of-a-record.csv', { mapping: { id: 'id' } })
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
    await importFixture(project, 'gold-of-a-record.csv', { mapping: { id: 'id', gold: 'gold' } })
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

test('a deleted record that comes back with another text is to be looked at again, until somebody has', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await project.add(['a', 'b', 'c'].map(id => ({ id, text: 'x' })))
  const decide = (id: string) =>
    client.review.submit({ projectId, id, annotator: 'ada', decision: { label: 'HAM' }, asked: 'recheck' })
  for (const id of ['a', 'b', 'c']) await decide(id)
  // Nobody has looked at c since its text changed, so its old text is not what was decided on.
  await project.add([{ id: 'c', text: 'y' }])
  await client.records.delete({ projectId, ids: ['a', 'b', 'c'] })
  await project.add([
    { id: 'a', text: 'other' },
    { id: 'b', text: 'x' },
    { id: 'c', text: 'y' },
  ])
  const recheck = async (id: string) => (await detail(project, id)).gold?.recheck
  expect([await recheck('a'), await recheck('b'), await recheck('c')]).toEqual([true, false, true])
  expect((await client.projects.overview({ projectId })).goldToRecheck).toBe(2)
  await decide('a')
  expect(await recheck('a')).toBe(false)
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
