import { expect, test } from 'vitest'
import type { OnnxModelInfo } from '../../../src-shared/onnx-models.ts'
import { modelsSentence, modelWords, placeWords, ranWords } from './model-words.ts'

const model: OnnxModelInfo = {
  name: 'mood',
  task: 'classification',
  input: 'text',
  labels: ['negative', 'positive'],
  width: 2,
  fields: [],
  maxTokens: 64,
  pooling: 'mean',
  bytes: 1,
  hash: '',
  origin: '',
  addedAt: '',
  isCarried: true,
  isTrusted: true,
  answered: 0,
}

test('the sentence counts models and their answers', () => {
  expect(modelsSentence([])).toBe('This project has no ONNX model yet.')
  expect(modelsSentence([model])).toBe('1 classifier, and nothing has been asked yet.')
  const near = { ...model, task: 'embedding' as const, answered: 3 }
  expect(modelsSentence([model, near])).toBe('1 classifier and 1 embedding, with 3 answers kept.')
  expect(modelsSentence([near])).toBe('1 embedding, with 3 answers kept.')
})

test('a model is told by what it reads and what it answers', () => {
  expect(modelWords(model)).toBe('reads texts, up to 64 tokens; tells apart negative, positive')
  const near = { ...model, task: 'embedding' as const, width: 384, labels: [] }
  expect(modelWords(near)).toContain('gives a vector of 384 numbers (the mean of its tokens)')
})

test('a run says where and how fast, why elsewhere, and what could not be answered', () => {
  const ran = { model: 'mood', records: 10, asked: 10, faults: [], faultCount: 0, labels: {}, seconds: 1 }
  expect(ranWords({ ...ran, provider: 'cuda', recordsPerSecond: 1234.5 })).toBe(
    'mood read 10 records on CUDA, 1,235 records a second.',
  )
  const faults = [{ recordId: 'a', message: 'it has no picture' }]
  expect(ranWords({ ...ran, provider: 'cpu', fallback: 'no card', recordsPerSecond: 9, faults, faultCount: 1 })).toBe(
    'mood read 10 records on CPU (no card), 9 records a second. 1 record could not be answered: it has no picture.',
  )
  expect(ranWords({ ...ran, asked: 0 })).toBe('mood knows all 10 records already.')
  expect(placeWords({ model: 'mood', provider: 'cpu', recordsPerSecond: 1250, at: '' })).toBe('CPU · 1,250 records/s')
})
