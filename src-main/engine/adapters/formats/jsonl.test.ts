import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixture, readAll, summary } from './fixtures/fixture.ts'
import { jsonl } from './jsonl.ts'

test('values come through as they are', async () => {
  const rows = await readAll(jsonl, 'values.jsonl')
  expect(rows.map(row => row.values)).toEqual([
    { id: 1, text: null, score: 0.5, tags: ['x'], deep: { a: 1 }, ok: true },
    { id: '1', text: 7, late: 'é' },
  ])
})

test('a line that does not parse, or is no object, is bad and says why without quoting the record', async () => {
  expect(await summary(jsonl, 'bad-lines.jsonl')).toEqual([
    '1 {"id":"a"}',
    '2: JSON that does not parse: expected double-quoted property name at character 11',
    '4: a list where an object {…} is expected',
    '5: a text where an object {…} is expected',
    '6: null where an object {…} is expected',
    '7: a number where an object {…} is expected',
    '8: JSON that does not parse: unexpected non-whitespace character after the object at character 12',
    '9: JSON that does not parse: unexpected end of the row',
    '10 {"id":"e"}',
    "11: JSON that does not parse: unexpected token 'o'",
  ])
})

test('a line with bytes that are not valid is bad, the others are good', async () => {
  expect(await summary(jsonl, 'invalid-utf8.jsonl')).toEqual([
    '1 {"id":"a"}',
    '2: bytes that are not valid UTF-8',
    '3 {"id":"c"}',
  ])
})

test('two ids too large for a number stay two, as text; other long numbers stay numbers', async () => {
  const rows = await readAll(jsonl, 'large-ids.jsonl')
  expect(rows.map(row => row.values!.id)).toEqual(['12345678901234567890', '12345678901234567891'])
  expect(rows[1]!.values).toMatchObject({ score: expect.any(Number), big: expect.any(Number) })
})

test('blank lines alone are an empty file', async () => {
  await expect(readAll(jsonl, 'blank-lines-only.jsonl')).rejects.toMatchObject({ code: 'FILE_EMPTY' })
})

test('the columns are the keys in the order of their first appearance', async () => {
  expect(await jsonl.columns(fixture('values.jsonl'))).toEqual(['id', 'text', 'score', 'tags', 'deep', 'ok', 'late'])
})

test('a column that is needed is looked for beyond the sample, to the end of the file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-jsonl-'))
  const path = join(folder.path, 'late.jsonl')
  await writeFile(path, `${'{"id":"a"}\n'.repeat(20_000)}{"id":"b","gold":"HAM"}\n`)
  expect(await jsonl.columns(path)).toEqual(['id'])
  expect(await jsonl.columns(path, { needed: ['gold'] })).toEqual(['id', 'gold'])
  expect(await jsonl.columns(path, { needed: ['reference'] })).toEqual(['id', 'gold'])
})
