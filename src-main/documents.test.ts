import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from './cli/program.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const all = (text: string, form: RegExp): string[] => [...text.matchAll(form)].map(match => match[1]!)

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const folders = ['src-shared', 'src-main', 'src-renderer', 'e2e', 'scripts', 'resources', '.ci']
const files = folders.flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => join(folder, file)),
)

describe.each(['README.md', 'CONTRIBUTING.md'])('%s', document => {
  const text = read(document)

  test('links only to files that are there', () => {
    const links = all(text, /\]\(([^)#]+)[^)]*\)/g).filter(link => !/^\w+:/.test(link))
    expect(links.filter(link => !existsSync(join(root, link)))).toEqual([])
  })

  test('names only scripts that package.json has', () => {
    const named = all(text, /\bnpm run (?:-s )?([\w:-]+)/g)
    expect(named.filter(name => !scripts[name])).toEqual([])
  })

  test('names only files that are there', () => {
    const paths = all(text, /`((?:src-\w+|e2e|scripts|resources|\.ci)[\w./<>-]*)`/g)
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter(path => !isThere(path))).toEqual([])
  })
})

/** A path with a `<name>` is there when some file has its form: the recipe was followed at least once. */
function isThere(path: string): boolean {
  if (!path.includes('<')) return existsSync(join(root, path))
  const pattern = path.replaceAll('.', String.raw`\.`).replace(/<\w+>/g, '[a-z-]+')
  return files.some(file => new RegExp(`^${pattern}$`).test(file.replaceAll('\\', '/')))
}

/** `heddle …` lines of the README's examples, without continuation marks. */
const commands = all(read('README.md').replaceAll('\\\n', ' '), /^heddle (.+)$/gm)

test.each(commands)('the README’s `heddle %s` is what the command line understands', async line => {
  const words = line.split(/\s+/)
  const name = words.slice(
    0,
    words.findIndex(word => !/^[a-z]+$/.test(word)),
  )
  const help = await helpOf(name)
  expect(help).toContain(`heddle ${name.join(' ')} `)
  for (const option of words.filter(word => word.startsWith('--'))) expect(help).toContain(`${option} `)
})

test('the README shows the whole job on the command line', () => {
  const shown = commands.map(line => line.split(' ')[0])
  const job = ['new', 'import', 'lf', 'apply', 'fit', 'queue', 'annotate', 'report', 'train', 'evaluate', 'export']
  expect(shown).toEqual(job)
})

async function helpOf(name: string[]): Promise<string> {
  let text = ''
  const out = (words: string): void => void (text += words)
  const stop = new AbortController().signal
  await runCli([...name, '--help'], { out, err: out, isWatched: false, columns: 200, stop })
  return text
}

test('the lock file names the optional packages of every platform, so that `npm ci` takes it on each of them', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const isLocked = (name: string, from: string) =>
    [`${from}/node_modules/${name}`, `node_modules/${name}`].some(path => path in lock.packages)
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(name => !isLocked(name, path)),
  )
  expect(missing).toEqual([])
})
