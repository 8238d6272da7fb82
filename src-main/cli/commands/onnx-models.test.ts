import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OnnxModelInfo, OnnxRun } from '../../../src-shared/onnx-models.ts'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

const models = join(import.meta.dirname, '../../engine/testing/models')

let cli: CommandLine
let project: string

beforeAll(async () => {
  cli = commandLine()
  project = cli.path('films.heddle')
  await cli.answer('new', project, '--classes', 'BAD,GOOD')
  const texts = ['A gripping and beautifully acted film', 'Dull and far too long', 'A gripping film, beautifully acted']
  await cli.answer(
    'import',
    project,
    cli.write('films.csv', `id,text\n${texts.map((t, i) => `f${i},"${t}"`).join('\n')}\n`),
  )
})
afterAll(() => cli.remove())

test('a model is added from its folder and listed, run, tried and removed', async () => {
  const added = await cli.answer<OnnxModelInfo>('onnx', 'add', project, join(models, 'tiny-sentiment'))
  expect(added).toMatchObject({ name: 'tiny-sentiment', task: 'classification', labels: ['negative', 'positive'] })
  expect((await cli.run('onnx', 'list', project)).out).toContain('negative, positive')
  const ran = await cli.answer<OnnxRun>('onnx', 'predict', project, 'tiny-sentiment')
  expect(ran).toMatchObject({ records: 3, asked: 3, provider: 'cpu', labels: { negative: 1, positive: 2 } })
  const { out } = await cli.run('onnx', 'try', project, 'tiny-sentiment', 'Dull and far too long')
  expect(out).toMatch(/^0\.9\d\d {2}negative\n0\.0\d\d {2}positive\nComputed on CPU/)
  await cli.answer('onnx', 'remove', project, 'tiny-sentiment')
  expect(await cli.problem('onnx', 'predict', project, 'tiny-sentiment')).toMatchObject({ code: 'ONNX_MODEL_UNKNOWN' })
})

test('records are embedded, and the nearest are named', async () => {
  await cli.answer('onnx', 'add', project, join(models, 'tiny-embed', 'model.onnx'), '--name', 'near')
  expect(await cli.answer<OnnxRun>('embed', project, '--model', 'near')).toMatchObject({ records: 3, asked: 3 })
  const near = await cli.answer<{ records: { id: string }[] }>('similar', project, 'f0')
  expect(near.records.map(({ id }) => id)).toEqual(['f2', 'f1'])
  const { pairs } = await cli.answer<{ pairs: object[] }>('similar', project, '--least', '0.8')
  expect(pairs).toMatchObject([{ first: { id: 'f0' }, second: { id: 'f2' } }])
})

test('what fails is told in words', async () => {
  const { code, message } = await cli.problem('onnx', 'add', project, cli.write('model.onnx', 'no model'))
  expect([code, message]).toEqual(['MODEL_NOT_ONNX', expect.stringContaining('"model"')])
  expect(await cli.problem('onnx', 'add', project, 'no/such/place')).toMatchObject({ code: 'MODEL_ADDRESS_INVALID' })
})

test('where models are computed is chosen once for all projects, and a fallback is said', async () => {
  await cli.answer('onnx', 'settings', '--provider', 'cuda', '--threads', '1')
  const { out } = await cli.run('onnx', 'try', project, 'near', 'a text')
  expect(out).toMatch(/Computed on CPU: .*CUDA/)
  const { settings } = await cli.answer<{ settings: object }>('onnx', 'settings', '--provider', 'auto')
  expect(settings).toEqual({ provider: 'auto', threads: 1, saveMemory: false })
})
