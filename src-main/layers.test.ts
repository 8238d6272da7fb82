import { readFileSync, readdirSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { expect, test } from 'vitest'

interface Layer {
  folders?: string[]
  packages?: string[]
}

const orpc = ['@orpc/server', '@orpc/client']
const engine = 'src-main/engine'
const hosts = [engine, 'src-main/hosts', 'src-shared']
/** Of `src-shared`, what knows nothing of the wire. */
const pure = ['src-shared/vocabulary.ts', 'src-shared/numbers.ts', 'src-shared/csv-cell.ts']
const icons = '@lucide/svelte'

/**
 * The import rule: a layer may import itself and what is listed for it, nothing else. The longest path that holds a
 * file decides; a path that ends in a slash makes every folder inside it a layer of its own, deaf to its neighbours.
 */
const layers: Record<string, Layer> = {
  'src-shared': { packages: ['zod'] },
  'src-shared/vocabulary.ts': {},
  'src-shared/charts': { folders: pure, packages: ['@observablehq/plot'] }, // its types: who draws hands it in
  'src-shared/procedure.ts': { packages: ['zod', '@orpc/contract'] },
  'src-shared/jobs.ts': { folders: ['src-shared'], packages: ['zod', '@orpc/contract'] },
  'src-shared/desk.ts': { folders: ['src-shared'], packages: ['zod', '@orpc/contract'] },
  'src-shared/contract.ts': { folders: ['src-shared'], packages: ['@orpc/contract'] },

  'src-main/engine/core': { folders: ['src-shared/vocabulary.ts'] },
  'src-main/engine/adapters/': { folders: [`${engine}/core`, 'src-shared'], packages: ['node:'] },
  'src-main/engine/adapters/store': adapter('better-sqlite3'),
  'src-main/engine/adapters/compute': adapter('umap-js'),
  'src-main/engine/adapters/formats': adapter('csv-parse'),
  'src-main/engine/adapters/sandbox': adapter('isolated-vm', 'amaro', 'acorn', '@orama/stemmers', 'franc-min'),
  'src-main/engine/adapters/onnx': adapter('onnxruntime-node', '@huggingface/tokenizers', 'pngjs', 'jpeg-js'),
  'src-main/engine/adapters/report': adapter('@observablehq/plot', 'linkedom'),
  'src-main/engine/workflows': {
    folders: [`${engine}/adapters`, `${engine}/core`, `${engine}/project.ts`, 'src-shared'],
  },
  'src-main/engine': { folders: ['src-shared'], packages: ['node:'] },
  'src-main/engine/engine.ts': { folders: [engine, 'src-shared', 'package.json'], packages: ['node:'] },
  'src-main/engine/router.ts': { folders: [engine, 'src-shared'], packages: ['@orpc/server'] },
  'src-main/engine/desk-router.ts': { folders: [engine, 'src-shared'], packages: ['@orpc/server'] },
  'src-main/engine/tell-problems.ts': { folders: [engine, 'src-shared'], packages: ['@orpc/server'] },

  'src-main/hosts': { folders: [engine, 'src-shared'], packages: ['node:', ...orpc] },
  'src-main/desktop': { folders: hosts, packages: ['node:', 'electron', ...orpc] },
  'src-main/loopback': { folders: hosts, packages: ['node:', 'ws', ...orpc] },
  'src-main/cli': { folders: [...hosts, 'src-main/loopback'], packages: ['node:', 'commander', ...orpc] },

  'src-renderer/ui': {
    folders: [...pure, 'src-shared/charts'],
    packages: ['svelte', 'monaco-editor', 'bits-ui', '@observablehq/plot', icons, '@fontsource-variable'],
  },
  'src-renderer/connection': { folders: ['src-shared'], packages: ['@orpc/client'] },
  'src-renderer/state': { folders: ['src-renderer/connection', 'src-shared'], packages: ['svelte'] },
  'src-renderer/inspector': {
    folders: ['src-renderer/state', 'src-renderer/ui', 'src-shared'],
    packages: ['svelte', icons],
  },
  'src-renderer/features/': {
    folders: [
      'src-renderer/inspector',
      'src-renderer/state',
      'src-renderer/connection',
      'src-renderer/ui',
      'src-shared',
    ],
    packages: ['svelte', icons],
  },
  'src-renderer': { folders: ['src-shared'], packages: ['svelte', icons] },

  e2e: { packages: ['node:', '@playwright/test', '@axe-core/playwright'] },
  scripts: { packages: ['node:'] }, // they run before anything is installed
}

function adapter(...packages: string[]): Layer {
  return { folders: [`${engine}/core`, 'src-shared'], packages: ['node:', ...packages] }
}

/** What a folder `testing` may import beyond its layer. Only tests import it. */
const forTests = [engine, 'vitest', ...orpc]

/** Source texts by their path from the root. */
type Sources = Map<string, string>

const root = join(import.meta.dirname, '..')
const sources: Sources = new Map(
  ['src-shared', 'src-main', 'src-renderer', 'e2e', 'scripts']
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => join(folder, file)),
    )
    .filter(file => /\.(ts|mjs|svelte)$/.test(file) && !/\.(test|bench|config)\.\w+$/.test(file))
    .map(file => [file.split(sep).join('/'), readFileSync(join(root, file), 'utf8')]),
)

/** Also sees a name in a comment, which is then to be said otherwise; it misses none. */
const importForm = /\b(?:from|import|require)\s*\(?\s*(['"])([\w@./:?-]+)\1/g

/** Imported names; relative ones as paths from the root, without a bundler's `?raw` and the like. */
function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(importForm)]
    .map(match => match[2]!.replace(/\?.*$/, ''))
    .map(name => (name.startsWith('.') ? posix.join(posix.dirname(file), name) : name))
}

const within = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(':') ? folder : `${folder}/`)

function layerOf(file: string): { name: string; allowed: string[] } | undefined {
  const rule = Object.keys(layers)
    .filter(path => within(file, path.replace(/\/$/, '')))
    .toSorted((a, b) => b.length - a.length)[0]
  if (!rule) return undefined
  const name = rule.endsWith('/') ? rule + file.slice(rule.length).split('/')[0] : rule
  const { folders = [], packages = [] } = layers[rule]!
  return { name, allowed: [...folders, ...packages] }
}

/** Every import that points the wrong way, in words. */
function violations(files: Sources): string[] {
  return [...files].flatMap(([file, source]) => {
    const layer = layerOf(file)
    if (!layer) return [`${file} lies in no layer`]
    const isTesting = file.includes('/testing/')
    const mayImport = (name: string) =>
      [layer.name, ...layer.allowed, ...(isTesting ? forTests : [])].some(allowed => within(name, allowed)) &&
      (isTesting || !name.includes('/testing/'))
    const list = layer.allowed.join(', ') || 'nothing'
    return importsOf(file, source)
      .filter(name => !mayImport(name))
      .map(name => `${file} imports ${name}, but ${layer.name} may import only itself and ${list}`)
  })
}

/** Every way by which a file imports itself. */
function cycles(files: Sources): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file) || path.includes(file)) return
    for (const next of importsOf(file, files.get(file)!)) if (files.has(next)) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files.keys()) visit(file, [])
  return found
}

/** Messages between processes and threads are the business of hosts, and of what owns a process or worker. */
const messengers = [
  'src-main/desktop',
  'src-main/loopback',
  'src-main/hosts',
  `${engine}/adapters/compute`,
  `${engine}/adapters/sandbox`,
  'src-renderer/connection',
  'src-renderer/ui/editor',
]

const strayMessages = (files: Sources): string[] =>
  [...files]
    .filter(([file, source]) => /\bpostMessage\(/.test(source) && !messengers.some(folder => within(file, folder)))
    .map(([file]) => file)

test('every import points from host to router to workflow to adapter to core to shared', () => {
  expect(violations(sources)).toEqual([])
})

test('no file imports itself by a detour', () => {
  expect(cycles(sources)).toEqual([])
})

test('only hosts and what owns a process or worker send messages', () => {
  expect(strayMessages(sources)).toEqual([])
})

test.each([
  ['the store draws a window', 'src-main/engine/adapters/store/records.ts', "import { app } from 'electron'"],
  ['a workflow asks the router', 'src-main/engine/workflows/queue.ts', "import { router } from '../router.ts'"],
  ['a workflow speaks SQL', 'src-main/engine/workflows/queue.ts', "import Database from 'better-sqlite3'"],
  ['an adapter imports another', 'src-main/engine/adapters/formats/csv.ts', "export * from '../store/votes.ts'"],
  ['a format opens an isolate', 'src-main/engine/adapters/formats/csv.ts', "const vm = require('isolated-vm')"],
  ['core reads a file', 'src-main/engine/core/numeric/random.ts', "import { readFileSync } from 'node:fs'"],
  [
    'core knows the contract',
    'src-main/engine/core/label-matrix.ts',
    "import type { X } from '../../../src-shared/queue.ts'",
  ],
  ['a screen imports the engine', 'src-renderer/views.ts', "await import('../src-main/engine/engine.ts')"],
  ['a feature imports another', 'src-renderer/features/review/A.svelte', "import B from '../records/B.svelte'"],
  [
    'the design system asks the engine',
    'src-renderer/ui/A.svelte',
    "import {\n  client,\n} from '../connection/client.ts'",
  ],
  ['the contract needs Node', 'src-shared/records.ts', "import 'node:path'"],
  ['product code uses what is for tests', 'src-main/engine/engine.ts', "import { votes } from './testing/votes.ts'"],
  [
    'a test of screens reaches into the product',
    'e2e/app.ts',
    "import { openEngine } from '../src-main/engine/engine.ts'",
  ],
  ['a folder that the table does not know', 'src-main/plugins/one.ts', "import 'node:fs'"],
])('the rule notices when %s', (_words, file, source) => {
  const wanted = file.includes('plugins') ? 'lies in no layer' : `${file} imports `
  expect(violations(new Map([[file, source]]))).toEqual([expect.stringContaining(wanted)])
})

test('the rule notices two workflows that import each other', () => {
  const a = 'src-main/engine/workflows/a.ts'
  const b = 'src-main/engine/workflows/b.ts'
  const planted: Sources = new Map([
    [a, "import { b } from './b.ts'"],
    [b, "import { a } from './a.ts'"],
  ])
  expect(violations(planted)).toEqual([])
  expect(cycles(planted)).toEqual([`${a} → ${b} → ${a}`])
})

test('the rule lets through what the table lists', () => {
  const planted: Sources = new Map([
    [
      'src-main/engine/adapters/store/votes.ts',
      "import Database from 'better-sqlite3'\nimport { x } from '../../core/x.ts'",
    ],
    ['src-main/engine/testing/votes.ts', "import { x } from '../core/label-matrix.ts'"],
    ['src-main/cli/main.ts', "import { serve } from '../loopback/main.ts'"],
    ['src-renderer/ui/fonts.ts', "import '@fontsource-variable/inter'"],
  ])
  expect(violations(planted)).toEqual([])
})
