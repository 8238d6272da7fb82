import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { testFolder } from '../../testing/test-project.ts'
import { plainNode } from '../sandbox/sandbox-command.ts'
import { type Onnx, openOnnx } from './onnx.ts'

const model = { folder: join(import.meta.dirname, '../../testing/models/tiny-embed') }
const { texts, embeddings_mean_pooled_normalized: vectors } = JSON.parse(
  readFileSync(join(model.folder, 'expected.json'), 'utf8'),
) as { texts: string[]; embeddings_mean_pooled_normalized: number[][] }

function opened(): Onnx {
  const onnx = openOnnx({ nodePath: plainNode })
  onTestFinished(() => onnx.close())
  return onnx
}

const items = texts.map(text => ({ text }))
const many = Array.from({ length: 20_000 }, (_, i) => ({ text: `${texts[i % texts.length]} ${i}` }))

/** The largest difference from what is expected. */
const errorOf = (values: Float32Array): number =>
  Math.max(...values.map((value, i) => Math.abs(value - vectors[Math.floor(i / 64)]![i % 64]!)))

test('a process of its own gives the expected answers, and says where they were computed', async () => {
  const onnx = opened()
  const answers = await onnx.run(model, items)
  expect(errorOf(answers.values)).toBeLessThan(1e-4)
  expect(answers).toMatchObject({ width: 64, provider: 'cpu', faults: [] })
  expect(onnx.pid()).not.toBe(process.pid)
})

test('CUDA without its libraries falls back, says which command installs them, and goes on', async () => {
  const settings = { provider: 'cuda' as const, threads: 1, saveMemory: true }
  const answers = await opened().run({ ...model, settings }, items)
  expect(errorOf(answers.values)).toBeLessThan(1e-4)
  expect(answers.provider).toBe('cpu')
  expect(answers.fallback).toMatch(/^CUDA is not in the runtime for|npm run install-cuda/)
})

test('a process that is killed in the middle is started again, and no answer is lost', async () => {
  const onnx = opened()
  await onnx.open(model)
  const killed = onnx.pid()!
  const running = onnx.run(model, many.slice(0, 3_000))
  setTimeout(() => process.kill(killed, 'SIGKILL'), 50)
  const { values, faults } = await running
  expect(onnx.pid()).not.toBe(killed)
  expect([faults, values.length, values.every(Number.isFinite)]).toEqual([[], 3_000 * 64, true])
})

test('a process that dies whatever it is given is given up, in words, and the next model is answered', async () => {
  const onnx = opened()
  await onnx.open(model)
  const killing = setInterval(() => {
    const pid = onnx.pid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }, 20)
  await expect(onnx.run(model, many)).rejects.toMatchObject({ code: 'MODEL_PROCESS_LOST' })
  clearInterval(killing)
  expect(errorOf((await onnx.run(model, items)).values)).toBeLessThan(1e-4)
})

test('a cancelled run is over within a second, and the process answers again', async () => {
  const onnx = opened()
  await onnx.open(model)
  const cancel = new AbortController()
  const running = onnx.run(model, many, { signal: cancel.signal })
  setTimeout(() => cancel.abort(), 100)
  const started = performance.now()
  await expect(running).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  expect(performance.now() - started).toBeLessThan(2_000)
  expect(errorOf((await onnx.run(model, items)).values)).toBeLessThan(1e-4)
})

test('what is wrong with a model is told in words, and the next model is answered', async () => {
  const onnx = opened()
  const folder = testFolder()
  writeFileSync(join(folder, 'model.onnx'), 'nothing of the kind')
  await expect(onnx.open({ folder, title: 'my model' })).rejects.toMatchObject({
    code: 'MODEL_NOT_ONNX',
    message: expect.stringContaining('"my model"'),
  })
  expect(errorOf((await onnx.run(model, items)).values)).toBeLessThan(1e-4)
})

const here = import.meta.dirname
// Two folders below the root, like the real bundle.
const out = join(here, '../../../../out', `onnx-test-${process.pid}`)
afterAll(() => rmSync(out, { recursive: true, force: true }))

test('the process works from a bundle, too', async () => {
  const input = { onnx: join(here, 'onnx.ts'), 'onnx-process': join(here, 'onnx-process.ts') }
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: out,
      rollupOptions: {
        input,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        external: ['onnxruntime-node', /^node:/],
      },
    },
    ssr: { noExternal: true, external: ['onnxruntime-node'] },
  })
  const bundle = (await import(pathToFileURL(join(out, 'onnx.js')).href)) as { openOnnx: typeof openOnnx }
  const onnx = bundle.openOnnx({ nodePath: plainNode })
  onTestFinished(() => onnx.close())
  expect(errorOf((await onnx.run(model, items)).values)).toBeLessThan(1e-4)
})
