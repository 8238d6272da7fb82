import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { placeFile } from './place-file.ts'

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-place-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('a folder that is not there is told, and nothing is left behind', async () => {
  const folder = folderWith({ source: 'new' })
  const placing = placeFile(join(folder, 'source'), join(folder, 'nowhere', 'copy'))
  await expect(placing).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringContaining('there is no such file or folder'),
  })
  expect(readdirSync(folder)).toEqual(['source'])
})

test('a folder in the place of the file is told, and stays', async () => {
  const folder = folderWith({ source: 'new' })
  mkdirSync(join(folder, 'copy'))
  await expect(placeFile(join(folder, 'source'), join(folder, 'copy'))).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  })
  expect(readdirSync(folder).sort()).toEqual(['copy', 'source'])
})

test.runIf(process.platform !== 'win32')('what is no plain file is refused and stays what it is', async () => {
  const folder = folderWith({ source: 'new' })
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  symlinkSync(pipe, join(folder, 'link'))
  for (const place of [pipe, join(folder, 'link')]) {
    await expect(placeFile(join(folder, 'source'), place)).rejects.toThrow('it is no plain file')
  }
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

test('a link stays, and the file that it leads to is replaced', async () => {
  const folder = folderWith({ source: 'new', copy: 'old' })
  symlinkSync(join(folder, 'copy'), join(folder, 'link'))
  await placeFile(join(folder, 'source'), join(folder, 'link'))
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('new')
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
})

test('a file that is to be kept is kept', async () => {
  const folder = folderWith({ source: 'new', copy: 'old' })
  const placing = placeFile(join(folder, 'source'), join(folder, 'copy'), { keep: true })
  await expect(placing).rejects.toMatchObject({ message: expect.stringContaining('already something with this name') })
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('old')
})

test('a copy that fails half-way leaves no empty file in its place', async () => {
  const folder = folderWith({})
  await expect(placeFile(join(folder, 'gone'), join(folder, 'copy'), { keep: true })).rejects.toThrow(
    'cannot be written',
  )
  expect(readdirSync(folder)).toEqual([])
})

test('the copy replaces what was there, whole, and its source stays', async () => {
  const folder = folderWith({ source: 'new', copy: 'old' })
  await placeFile(join(folder, 'source'), join(folder, 'copy'))
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('new')
  expect(readdirSync(folder).sort()).toEqual(['copy', 'source'])
})
