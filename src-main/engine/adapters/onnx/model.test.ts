import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ort from 'onnxruntime-node'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { type OnnxGraph, writeOnnx } from '../../testing/onnx-file.ts'
import { testFolder } from '../../testing/test-project.ts'
import { OnnxModel } from './model.ts'
import { defaultRunSettings } from './onnx.ts'
import type { Answers, ModelItem } from './protocol.ts'
import type { CreateSession } from './session.ts'

const tiny = (name: string) => join(import.meta.dirname, '../../testing/models', name)
const expected = (name: string) => JSON.parse(readFileSync(join(tiny(name), 'expected.json'), 'utf8'))
const settings = { ...defaultRunSettings, provider: 'cpu' as const }
const open = (folder: string, create?: CreateSession) => OnnxModel.open({ folder, settings }, create)

async function answer(
  model: OnnxModel,
  items: ModelItem[],
  hypotheses: string[] = [],
  mostRows = 256,
): Promise<Answers> {
  return (await model.run({ items, hypotheses, mostRows }, () => false))!
}

const rowsOf = ({ values, width }: Answers) =>
  Array.from({ length: values.length / width }, (_, row) => [...values.subarray(row * width, (row + 1) * width)])

function modelFolder(graph: OnnxGraph, files: Record<string, object> = {}): string {
  const folder = testFolder()
  writeOnnx(join(folder, 'model.onnx'), graph)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content))
  return folder
}

/** A copy of a tiny model, to be spoiled. */
function copyOf(name: string): string {
  const folder = testFolder()
  cpSync(tiny(name), folder, { recursive: true })
  return folder
}

test('the tiny embedding gives the vectors that another runtime gives', async () => {
  const { texts, embeddings_mean_pooled_normalized: vectors } = expected('tiny-embed')
  const model = await open(tiny('tiny-embed'))
  expect(model.opened).toMatchObject({ provider: 'cpu', width: 64, description: { task: 'embedding', input: 'text' } })
  const rows = rowsOf(
    await answer(
      model,
      texts.map((text: string) => ({ text })),
    ),
  )
  rows.forEach((row, i) => row.forEach((value, d) => expect(Math.abs(value - vectors[i][d])).toBeLessThan(1e-4)))
})

test('the tiny classifier gives the probabilities of the expected logits, one by one and in batches', async () => {
  const { texts, logits } = expected('tiny-sentiment')
  const model = await open(tiny('tiny-sentiment'))
  const { labels, maxTokens } = model.opened.description
  expect([labels, maxTokens]).toEqual([['negative', 'positive'], 64])
  for (const mostRows of [1, 256]) {
    const rows = rowsOf(
      await answer(
        model,
        texts.map((text: string) => ({ text })),
        [],
        mostRows,
      ),
    )
    rows.forEach(([negative], i) => expect(negative).toBeCloseTo(1 / (1 + Math.exp(logits[i][1] - logits[i][0])), 4))
  }
})

test('a text that is longer than the model reads is cut, and an empty one is answered', async () => {
  const model = await open(tiny('tiny-sentiment'))
  const { faults, values } = await answer(model, [{ text: 'good '.repeat(10_000) }, { text: '' }])
  expect(faults).toEqual([])
  expect([...values].every(Number.isFinite)).toBe(true)
})

const twoNumbers: OnnxGraph = {
  inputs: [{ name: 'numbers', shape: ['batch', 2] }],
  outputs: [{ name: 'logits', shape: ['batch', 3] }],
  nodes: [{ op: 'MatMul', inputs: ['numbers', 'w'], outputs: ['logits'] }],
  weights: { w: { dims: [2, 3], values: [1, 0, 0, 0, 1, 0] } },
}

test('a model of numbers reads fields in order, and a record without one of them is a fault of its own', async () => {
  const model = await open(modelFolder(twoNumbers, { 'config.json': { fields: ['width', 'height'] } }))
  expect(model.opened.description).toMatchObject({ input: 'numbers', labels: ['label 0', 'label 1', 'label 2'] })
  const answers = await answer(model, [
    { numbers: [Math.log(2), 0] },
    { numbers: [1, Number.NaN] },
    { numbers: [0, 0] },
  ])
  expect(rowsOf(answers)[0]!.map(p => p.toFixed(4))).toEqual([2 / 4, 1 / 4, 1 / 4].map(p => p.toFixed(4)))
  expect(rowsOf(answers)[2]!.map(p => p.toFixed(4))).toEqual([1 / 3, 1 / 3, 1 / 3].map(p => p.toFixed(4)))
  expect(answers.faults).toEqual([{ index: 1, message: 'its field "height" holds no number' }])
})

const states: OnnxGraph = {
  inputs: [{ name: 'states', shape: ['batch', 2], type: 'int64' }],
  outputs: [{ name: 'logits', shape: ['batch', 2] }],
  nodes: [{ op: 'Cast', inputs: ['states'], outputs: ['logits'], ints: { to: 1 } }],
}

const meanColour: OnnxGraph = {
  inputs: [{ name: 'pixel_values', shape: ['batch', 3, 2, 2] }],
  outputs: [{ name: 'embedding', shape: ['batch', 3] }],
  nodes: [
    { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['mean'] },
    { op: 'Flatten', inputs: ['mean'], outputs: ['embedding'] },
  ],
}

function dataUrl(width: number, height: number, colour: (x: number, y: number) => [number, number, number]): string {
  const png = new PNG({ width, height })
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) png.data.set([...colour(x, y), 255], (y * width + x) * 4)
  return `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`
}

test('a picture is resized and its colours are brought to the scale that the model learned with', async () => {
  const preprocessor = { size: { width: 2, height: 2 }, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.25, 0.5] }
  const model = await open(modelFolder(meanColour, { 'preprocessor_config.json': preprocessor }))
  const half = dataUrl(8, 8, x => (x < 4 ? [255, 255, 0] : [255, 0, 0]))
  const answers = await answer(model, [{ image: half }, { image: 'data:image/png;base64,xx' }, {}])
  // Red is full: (1 - 0.5) / 0.5; green is full in one half: (0.5 - 0.5) / 0.25; blue is none.
  expect(rowsOf(answers)[0]!.map(value => value.toFixed(3).replace('-0.000', '0.000'))).toEqual([
    '1.000',
    '0.000',
    '-1.000',
  ])
  expect(answers.faults.map(({ index }) => index)).toEqual([1, 2])
})

/** Each token speaks for one of three labels by its number, counted over the second text alone. */
const nli = (vocabulary: number): OnnxGraph => ({
  inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map(name => ({ name, shape: ['b', 's'], type: 'int64' })),
  outputs: [{ name: 'logits', shape: ['b', 3] }],
  nodes: [
    { op: 'Mul', inputs: ['input_ids', 'token_type_ids'], outputs: ['second'] },
    { op: 'Gather', inputs: ['table', 'second'], outputs: ['each'] },
    { op: 'ReduceMax', inputs: ['each'], outputs: ['logits'], ints: { axes: [1], keepdims: 0 } },
  ],
  weights: {
    table: {
      dims: [vocabulary, 3],
      values: Array.from({ length: vocabulary * 3 }, (_, i) => (i % 3 === 2 ? Math.floor(i / 3) / vocabulary : 0)),
    },
  },
})

test('zero-shot asks whether the text implies a sentence about each class, and compares the answers', async () => {
  const tokenizer = JSON.parse(readFileSync(join(tiny('tiny-sentiment'), 'tokenizer.json'), 'utf8'))
  const vocabulary = 6071
  const config = {
    architectures: ['XForSequenceClassification'],
    id2label: { 0: 'CONTRADICTION', 1: 'neutral', 2: 'entailment' },
  }
  const model = await open(modelFolder(nli(vocabulary), { 'config.json': config, 'tokenizer.json': tokenizer }))
  expect(model.opened.description.task).toBe('zero-shot')
  const answers = await answer(model, [{ text: 'anything' }, { text: 'else' }], ['a film', 'a', 'b c'])
  expect(answers.width).toBe(3)
  for (const row of rowsOf(answers)) {
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
    // "film" is the rarest word, so its token has the largest number.
    expect(row[0]).toBeGreaterThan(row[1]!)
  }
})

test('a model that answers NaN is told of record by record', async () => {
  const graph: OnnxGraph = {
    inputs: [{ name: 'numbers', shape: ['batch', 1] }],
    outputs: [{ name: 'embedding', shape: ['batch', 1] }],
    nodes: [{ op: 'Log', inputs: ['numbers'], outputs: ['embedding'] }],
  }
  const model = await open(modelFolder(graph, { 'config.json': { fields: ['size'] } }))
  const answers = await answer(model, [{ numbers: [1] }, { numbers: [-1] }])
  expect(answers.faults).toEqual([{ index: 1, message: expect.stringContaining('NaN') }])
  expect(answers.values[0]).toBe(0)
})

test.each<[string, () => string, string]>([
  ['a folder without a model', testFolder, 'MODEL_FILE_MISSING'],
  ['what is no ONNX', () => spoiled('model.onnx', 'no model'), 'MODEL_NOT_ONNX'],
  ['an empty file', () => spoiled('model.onnx', ''), 'MODEL_NOT_ONNX'],
  [
    'half a file',
    () => spoiled('model.onnx', readFileSync(join(tiny('tiny-sentiment'), 'model.onnx')).subarray(0, 900_000)),
    'MODEL_NOT_ONNX',
  ],
  ['an opset that is too new', () => modelFolder({ ...twoNumbers, opset: 999 }), 'MODEL_TOO_NEW'],
  ['an input that no record has', () => modelFolder(states), 'MODEL_INPUTS_UNKNOWN'],
  [
    'a tokenizer that is none',
    () => spoiled('tokenizer.json', '{"model": {"type": "Unheard"}}'),
    'MODEL_TOKENIZER_UNREADABLE',
  ],
  [
    'a tokenizer that knows more words than the model',
    () => spoiled('tokenizer.json', largerTokenizer()),
    'MODEL_TOKENIZER_MISMATCH',
  ],
  ['a tokenizer.json that does not parse', () => spoiled('tokenizer.json', '{'), 'FILE_UNREADABLE'],
  ['a model of texts whose tokenizer was left behind', withoutTokenizer, 'MODEL_INPUTS_UNKNOWN'],
  [
    'labels that do not fit',
    () => spoiled('config.json', '{"task": "text-classification", "id2label": {"0": "a"}}'),
    'MODEL_LABELS_MISMATCH',
  ],
])('%s is refused in words', async (_words, folder, code) => {
  await expect(open(folder())).rejects.toMatchObject({ code })
})

function spoiled(file: string, content: string | Uint8Array): string {
  const folder = copyOf('tiny-sentiment')
  writeFileSync(join(folder, file), content)
  return folder
}

function withoutTokenizer(): string {
  const folder = copyOf('tiny-sentiment')
  rmSync(join(folder, 'tokenizer.json'))
  return folder
}

function largerTokenizer(): string {
  const tokenizer = JSON.parse(readFileSync(join(tiny('tiny-sentiment'), 'tokenizer.json'), 'utf8'))
  tokenizer.model.vocab['zzzz'] = 9_999
  return JSON.stringify(tokenizer)
}

/** A session on a card that fails from the `from`-th run on. */
const failing =
  (from: number, message: string): CreateSession =>
  async (path, options) => {
    const session = await ort.InferenceSession.create(path, { ...options, executionProviders: ['cpu'] })
    let runs = 0
    const isCard = options.executionProviders?.[0] === 'cuda'
    return new Proxy(session, {
      get(target, name) {
        if (name !== 'run') return Reflect.get(target, name) as unknown
        return (feeds: ort.InferenceSession.FeedsType) => {
          if (isCard && ++runs >= from) throw new Error(message)
          return target.run(feeds)
        }
      },
    })
  }

const many = Array.from({ length: 600 }, (_, i) => ({ text: `a film, number ${i}` }))

test('a card that fails in the middle of the work is left, and the processor goes on', async () => {
  const onCard = { ...settings, provider: 'cuda' as const }
  const request = { folder: tiny('tiny-sentiment'), settings: onCard }
  const model = await OnnxModel.open(request, failing(3, 'CUDA failure 719: unspecified launch failure'))
  expect(model.opened.provider).toBe('cuda')
  const answers = await answer(model, many)
  expect(answers).toMatchObject({ provider: 'cpu', faults: [] })
  expect(answers.fallback).toBe(
    'CUDA failed in the middle (CUDA failure 719: unspecified launch failure), so the CPU went on',
  )
  const calm = await answer(await open(tiny('tiny-sentiment')), many)
  expect(answers.values).toEqual(calm.values)
})

test('a batch that does not fit into memory is halved until it does, and nothing is left out', async () => {
  const most = 20
  const create: CreateSession = async (path, options) => {
    const session = await ort.InferenceSession.create(path, options)
    return new Proxy(session, {
      get(target, name) {
        if (name !== 'run') return Reflect.get(target, name) as unknown
        return (feeds: Record<string, ort.Tensor>) => {
          if (feeds['input_ids']!.dims[0]! > most)
            throw new Error('Failed to allocate memory for requested buffer of size 9')
          return target.run(feeds)
        }
      },
    })
  }
  const answers = await answer(await open(tiny('tiny-sentiment'), create), many)
  expect(answers.rowsAtOnce).toBeLessThanOrEqual(most)
  expect(answers.values).toEqual((await answer(await open(tiny('tiny-sentiment')), many)).values)
})

test('CUDA that is asked for where there is none falls back to the processor and says so', async () => {
  const model = await OnnxModel.open({ folder: tiny('tiny-embed'), settings: { ...settings, provider: 'cuda' } })
  expect(model.opened.provider).toBe('cpu')
  expect(model.opened.fallback).toMatch(/CUDA/)
})
