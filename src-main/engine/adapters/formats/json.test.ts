import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAll, summary } from './fixtures/fixture.ts'
import { json } from './json.ts'

test('an element that does not parse, or is no object, is bad and named by the line on which it begins', async () => {
  expect(await summary(json, 'bad-elements.json.txt')).toEqual([
    '2 {"id":"a"}',
    "3: JSON that does not parse: expected ',' or '}' after property value at character 11",
    '4: a number where an object {…} is expected',
    '4: a text where an object {…} is expected',
    '5: a list where an object {…} is expected',
    '6 {"id":"d"}',
    '9: an element is missing beside a comma',
    '10 {"id":"e"}',
    '11: an element is missing beside a comma',
  ])
})

test('only the element with bytes that are not valid is bad, also among others on its line', async () => {
  expect(await summary(json, 'invalid-utf8.json.txt')).toEqual([
    '1 {"id":"a"}',
    '1: bytes that are not valid UTF-8',
    '2 {"id":"c"}',
  ])
})

test('a list that is never closed keeps the elements that are whole', async () => {
  expect(await summary(json, 'list-never-closed.json.txt')).toEqual([
    '2 {"id":"a"}',
    '3 {"id":"b"}',
    '3: the list is never closed',
  ])
})

test('an element that is cut off is bad', async () => {
  expect(await summary(json, 'element-never-closed.json.txt')).toEqual([
    '2 {"id":"a"}',
    '3: the list breaks off in this element: it is never closed',
  ])
})

test('where brackets do not match, reading ends with the line of the element', async () => {
  expect(await summary(json, 'brackets-do-not-match.json.txt')).toEqual([
    '2 {"id":"a"}',
    '3: the list breaks off in this element: its brackets do not match',
  ])
})

test('where a text is not closed, reading ends with the line of the element', async () => {
  expect(await summary(json, 'text-not-closed.json.txt')).toEqual([
    '2 {"id":"a"}',
    '3: the list breaks off in this element: a text in it is not closed on its line',
  ])
})

test('what stands after the list is reported', async () => {
  expect(await summary(json, 'text-after-the-list.json.txt')).toEqual([
    '2 {"id":"a"}',
    '4: text after the end of the list',
  ])
})

test('an empty list is an empty file', async () => {
  await expect(readAll(json, 'empty-list.json')).rejects.toMatchObject({ code: 'FILE_EMPTY' })
})

test('a file that is no list is refused', async () => {
  await expect(readAll(json, 'one-object.json')).rejects.toMatchObject({ code: 'FILE_MALFORMED', data: { line: 1 } })
})

test('a large list comes back whole, on one line or on many, wherever the chunks are cut', async () => {
  const objects = Array.from({ length: 4000 }, (_, i) => ({
    id: i,
    text: `${'\\"[{,é👍'.repeat(i % 30)}\n`,
    deep: [{ a: [i] }],
  }))
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-json-'))
  const path = join(folder.path, 'large.json')
  await writeFile(path, JSON.stringify(objects))
  expect(await readAll(json, path)).toEqual(objects.map(values => ({ line: 1, values })))
  // Indented, each object takes nine lines.
  await writeFile(path, JSON.stringify(objects, null, 1))
  const linesEach = JSON.stringify(objects[1], null, 1).split('\n').length
  expect(await readAll(json, path)).toEqual(objects.map((values, i) => ({ line: 2 + i * linesEach, values })))
})
