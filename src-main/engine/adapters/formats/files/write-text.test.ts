import { createHash } from 'node:crypto'
import { mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { writeText } from './write-text.ts'

let folder: string

beforeEach(async () => {
  const made = await mkdtempDisposable(join(tmpdir(), 'heddle-write-'))
  onTestFinished(() => made.remove())
  folder = made.path
})

test('says the size and hash of what it wrote', async () => {
  const path = join(folder, 'out.txt')
  const pieces = Array.from({ length: 100_000 }, (_, i) => `${i} Grüße 👍\n`)
  const written = await writeText(path, pieces)
  const bytes = await readFile(path)
  expect(bytes.toString()).toBe(pieces.join(''))
  expect(written).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
})

test('the old file stays until the new one is whole, and a failure leaves nothing behind', async () => {
  const path = join(folder, 'out.txt')
  await writeFile(path, 'old')
  const seen: string[] = []
  const pieces = async function* () {
    yield 'x'.repeat(1_000_000)
    seen.push(await readFile(path, 'utf8'))
    throw new Error('the source ran dry')
  }
  await expect(writeText(path, pieces())).rejects.toThrow('the source ran dry')
  expect(seen).toEqual(['old'])
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['out.txt'])
})

test('an abort leaves nothing behind', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(writeText(join(folder, 'out.txt'), ['text'], signal)).rejects.toThrow('enough')
  expect(await readdir(folder)).toEqual([])
})

test('pieces are asked for as they are written, not all at once', async () => {
  let taken = 0
  const sizes: number[] = []
  const pieces = async function* () {
    for (; taken < 40; taken++) {
      yield 'x'.repeat(300_000)
      const [part] = (await readdir(folder)).filter(name => name.endsWith('.part'))
      sizes.push((await readFile(join(folder, part!))).length)
    }
  }
  await writeText(join(folder, 'out.txt'), pieces())
  expect(sizes).toEqual(Array.from({ length: 40 }, (_, i) => (i + 1) * 300_000))
})

test('a link is written through, not replaced', async () => {
  await writeFile(join(folder, 'real.txt'), 'old')
  await symlink(join(folder, 'real.txt'), join(folder, 'link.txt'))
  await writeText(join(folder, 'link.txt'), ['new'])
  expect(await readFile(join(folder, 'real.txt'), 'utf8')).toBe('new')
})

test.each([
  ['a folder', 'taken', 'it is a folder'],
  ['a device', '/dev/null', 'it is no ordinary file'],
  ['a folder that is not there', 'nowhere/out.txt', 'there is no such file or folder'],
  ['a path through a file', 'file/out.txt', 'a part of its path is no folder'],
])('%s cannot be written', async (_, path, reason) => {
  await mkdir(join(folder, 'taken'))
  await writeFile(join(folder, 'file'), '')
  const target = path.startsWith('/') ? path : join(folder, path)
  await expect(writeText(target, ['text'])).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', data: { reason } })
})
