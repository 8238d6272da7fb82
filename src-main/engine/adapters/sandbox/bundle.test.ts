import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, expect, test } from 'vitest'
import type { openSandbox } from './sandbox.ts'

interface Bundle {
  openSandbox: typeof openSandbox
}

const here = import.meta.dirname
// Two folders below the root, like the real bundle.
const out = join(here, '../../../../out', `sandbox-test-${process.pid}`)
afterAll(() => rmSync(out, { recursive: true, force: true }))

test('the sandbox works from a bundle, too', async () => {
  const input = { sandbox: join(here, 'sandbox.ts'), 'sandbox-process': join(here, 'sandbox-process.ts') }
  const output = { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }
  const external = ['isolated-vm', 'amaro', /^node:/]
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: true, outDir: out, rollupOptions: { input, output, external } },
    ssr: { noExternal: true, external: ['isolated-vm', 'amaro'] },
  })
  const bundle = (await import(pathToFileURL(join(out, 'sandbox.js')).href)) as Bundle
  const sandbox = bundle.openSandbox({ processes: 1 })
  try {
    const source = `(x: object) => {\n  return h.anyOf(x.text, h.list('mine')) && h.stem('songs') === 'song' && !h.language('a') ? 'SPAM' : x.nothing.here\n}`
    const records = ['my Song', 'other'].map(text => ({ id: text, text, fields: '{}' }))
    const lf = { name: 'lf', source }
    const lists = { mine: ['song'] }
    const [outcome] = await sandbox.apply([lf], ['HAM', 'SPAM'], [records], { lists })
    expect([...outcome!.votes]).toEqual([1, -3])
    expect(outcome!.faults[0]).toMatchObject({ recordId: 'other', line: 2 })
    expect(await sandbox.explain([lf], ['HAM', 'SPAM'], [records[0]!], { lists })).toEqual([
      [{ vote: 1, spans: [[3, 7]] }],
    ])
  } finally {
    await sandbox.close()
  }
})
