import { createHash } from 'node:crypto'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, readAll } from './fixtures/fixture.ts'
import { detectFormat, formatById, formatOf, formats } from './registry.ts'

/** What the sample of every format says, `fixtures/sample.<its first extension>`. */
const sampleRows = [
  { id: 'a', text: 'Grüße, "Welt"', score: '1' },
  { id: 'b', text: '', score: '2' },
  { id: 'c', text: '日本語 👍', score: '' },
]
const columns = ['id', 'text', 'score']

describe.each(formats)('$id', format => {
  const sample = `sample.${format.extensions[0]}`

  test('reads its sample', async () => {
    expect((await readAll(format, sample)).map(row => row.values)).toEqual(sampleRows)
    expect(await format.columns(fixture(sample))).toEqual(columns)
  })

  test('is recognised by its sample, whatever the file is called', async () => {
    expect(await formatOf(fixture(sample))).toBe(format)
    expect(await formatOf(fixture(sample), { name: 'upload' })).toBe(format)
  })

  test('can be asked for', async () => {
    expect(await formatOf(fixture('prose.txt'), { format: format.id })).toBe(format)
  })

  test('may be left early', async () => {
    for await (const rows of format.read(fixture(sample))) {
      expect(rows).toHaveLength(3)
      break
    }
  })

  test('an abort before the start reads nothing', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(readAll(format, sample, { signal })).rejects.toThrow('enough')
  })
})

describe.each(formats.filter(format => format.write))('$id writes', format => {
  test('what it reads back, and the same bytes each time', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-formats-'))
    const paths = ['one', 'two'].map(name => join(folder.path, name))
    const written = await Promise.all(paths.map(path => format.write!(path, columns, sampleRows)))
    const [one, two] = await Promise.all(paths.map(path => readFile(path)))
    expect(one).toEqual(two)
    expect(written[0]).toEqual({ bytes: one!.length, sha256: createHash('sha256').update(one!).digest('hex') })
    expect((await readAll(format, paths[0]!)).map(row => row.values)).toEqual(sampleRows)
  })

  test('many rows from a stream', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-formats-'))
    const path = join(folder.path, 'many')
    const rows = Array.from({ length: 5000 }, (_, i) => ({ id: `r${i}`, text: `${'é,"👍" '.repeat(i % 20)}.` }))
    const stream = async function* () {
      yield* rows
    }
    await format.write!(path, ['id', 'text'], stream())
    expect((await readAll(format, path)).map(row => row.values)).toEqual(rows)
  })
})

test('JSON Lines keep types, the order of the columns, and leave out what is not there', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-formats-'))
  const path = join(folder.path, 'out.jsonl')
  const rows = [
    { label: null, id: 'a', fields: { n: 1 }, extra: 'x' },
    { id: 'b', fields: undefined },
  ]
  await formatById('jsonl', path).write!(path, ['id', 'fields', 'label'], rows)
  expect(await readFile(path, 'utf8')).toBe('{"id":"a","fields":{"n":1},"label":null}\n{"id":"b"}\n')
})

test('where name and text disagree, the text is right', () => {
  expect(detectFormat('a.json', '{"id":1}\n{"id":2}\n').id).toBe('jsonl')
  expect(detectFormat('a.csv', 'id\ttext\n1\tone\n').id).toBe('tsv')
  expect(detectFormat('a.txt', 'id;text\n1;one\n').id).toBe('csv')
})

test('where the text tells nothing, the name is taken', () => {
  expect(detectFormat('a.CSV', 'text\none\ntwo\n').id).toBe('csv')
  expect(detectFormat('a.tsv', 'text\none\n').id).toBe('tsv')
})

test('an unknown format is a problem that names the known ones', async () => {
  const data = { file: 'prose.txt', known: 'jsonl, json, csv, tsv' }
  await expect(formatOf(fixture('prose.txt'))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN', data })
  expect(() => formatById('xml', 'prose.txt')).toThrow(expect.objectContaining({ code: 'FORMAT_UNKNOWN', data }))
})
