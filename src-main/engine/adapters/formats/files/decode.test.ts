import { chmod, copyFile, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { csv } from '../csv.ts'
import { fixture, readAll, summary } from '../fixtures/fixture.ts'
import { jsonl } from '../jsonl.ts'
import { readHead } from './decode.ts'

describe('encodings', () => {
  test.each(['utf8-bom.csv', 'utf16le-bom.csv', 'utf16be-bom.csv'])('%s is read by its byte order mark', async name => {
    expect(await csv.columns(fixture(name))).toEqual(['id', 'text'])
    expect(await summary(csv, name)).toEqual(['2 {"id":"a","text":"Grüße"}', '3 {"id":"b","text":"日本語 👍"}'])
    expect(await readHead(fixture(name))).toBe('id,text\na,Grüße\nb,日本語 👍\n')
  })

  test('bytes that are not valid UTF-8 spoil their row, named by the line on which it begins', async () => {
    expect(await summary(csv, 'invalid-utf8.csv')).toEqual([
      '2 {"id":"a","text":"fine"}',
      '3: bytes that are not valid UTF-8',
      '5 {"id":"c","text":"fine"}',
      '6: bytes that are not valid UTF-8',
      '7 {"id":"e","text":"fine"}',
    ])
  })

  test('bytes that are not valid in the header spoil the file', async () => {
    const data = { line: 1, reason: 'bytes that are not valid UTF-8' }
    await expect(readAll(csv, 'invalid-utf8-header.csv')).rejects.toMatchObject({ code: 'FILE_MALFORMED', data })
  })

  test('half a pair and half a unit of UTF-16 spoil their rows', async () => {
    expect(await summary(csv, 'utf16-half-characters.csv')).toEqual([
      '2 {"id":"a","text":"fine"}',
      '3: bytes that are not valid UTF-16',
      '4 {"id":"c","text":"fine"}',
      '5: bytes that are not valid UTF-16',
    ])
  })

  test.each(['utf8', 'utf16le'] as const)('characters of %s that lie across two chunks stay whole', async encoding => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'pairs.jsonl')
    const text = '👍é語'.repeat(100_000)
    await writeFile(path, Buffer.from(`\uFEFF{"text":"${text}"}\n`, encoding))
    expect(await readAll(jsonl, path)).toEqual([{ line: 1, values: { text } }])
  })
})

describe('refused whole', () => {
  test.each([
    ['png.csv', 'it is a PNG image'],
    ['xlsx.csv', 'it is a ZIP archive (an Excel workbook is one)'],
    ['sqlite.csv', 'it is an SQLite database (a .heddle project is one; open it instead)'],
    ['nul-bytes.csv', 'it holds NUL bytes (UTF-16 needs its byte order mark)'],
    ['utf16-without-bom.csv', 'it holds NUL bytes (UTF-16 needs its byte order mark)'],
  ])('%s is no text: %s', async (name, reason) => {
    await expect(readAll(csv, name)).rejects.toMatchObject({ code: 'FILE_NOT_TEXT', data: { file: name, reason } })
    await expect(csv.columns(fixture(name))).rejects.toMatchObject({ code: 'FILE_NOT_TEXT' })
  })

  test.each(['empty.csv', 'bom-only.csv', 'blank-lines-only.csv', 'header-only.csv'])('%s is empty', async name => {
    await expect(readAll(csv, name)).rejects.toMatchObject({ code: 'FILE_EMPTY', data: { file: name } })
  })

  test('a file that is not there, and a folder, cannot be read and say why', async () => {
    const missing = { code: 'FILE_UNREADABLE', data: { file: 'no.csv', reason: 'there is no such file or folder' } }
    await expect(readAll(csv, 'no.csv')).rejects.toMatchObject(missing)
    const folder = { code: 'FILE_UNREADABLE', data: { file: 'fixtures', reason: 'it is a folder' } }
    await expect(readAll(csv, fixture(''))).rejects.toMatchObject(folder)
  })

  test.skipIf(process.getuid?.() === 0)('a file without permission says so', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'secret.csv')
    await copyFile(fixture('sample.csv'), path)
    await chmod(path, 0)
    await expect(readAll(csv, path)).rejects.toMatchObject({ data: { reason: 'permission is denied' } })
  })

  test('a line that would fill the memory is refused with its number', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'endless.csv')
    await writeFile(path, `id,text\na,${'x'.repeat(9 * 1024 * 1024)}\n`)
    await expect(readAll(csv, path)).rejects.toMatchObject({ code: 'FILE_MALFORMED', data: { line: 2 } })
  })
})

describe('while reading', () => {
  test('a NUL byte far into the file spoils its row only', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'nul.csv')
    await writeFile(path, `id,text\n${'a,one\n'.repeat(20_000)}b,t\0wo\nc,three\n`)
    const bad = (await readAll(csv, path)).filter(row => row.reason !== undefined)
    expect(bad).toEqual([{ line: 20_002, reason: 'a NUL byte' }])
  })

  test('problems call the file by the name it was given', async () => {
    const refusal = readAll(csv, 'empty.csv', { name: 'upload.csv' })
    await expect(refusal).rejects.toMatchObject({ data: { file: 'upload.csv' } })
  })

  test('progress grows to the size of the file', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'long.csv')
    const text = `\uFEFFid,text\n${'a,one\n'.repeat(50_000)}`
    await writeFile(path, text)
    const seen: number[] = []
    const size = Buffer.byteLength(text)
    await readAll(csv, path, { onProgress: (read, total) => seen.push(total === size ? read : NaN) })
    expect(seen.length).toBeGreaterThan(2)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(size)
  })

  test('an abort ends it with its reason', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heddle-decode-'))
    const path = join(folder.path, 'long.csv')
    await writeFile(path, `id,text\n${'a,one\n'.repeat(50_000)}`)
    const abort = new AbortController()
    const reading = readAll(csv, path, { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })
    await expect(reading).rejects.toThrow('enough')
  })
})
