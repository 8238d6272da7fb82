import { expect, test } from 'vitest'
import { providerReason } from './providers.ts'
import { isOutOfMemory, modelProblem, plainReason } from './runtime-words.ts'

test('of what the runtime says stays what helps', () => {
  const said =
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::Initialize() status == Success was false. Failed to get a WebGPU adapter: No supported adapters\n'
  expect(plainReason(said)).toBe('Failed to get a WebGPU adapter: No supported adapters')
  expect(plainReason('axis == 1 was false.')).toBe('axis == 1 was false')
  expect(plainReason(`[ONNXRuntimeError] : 1 : FAIL : ${'long '.repeat(100)}`)).toHaveLength(201)
})

test('a provider that does not start is told in words', () => {
  expect(providerReason('dml', 'no available backend found. ERR: [dml] backend not found.', 'linux')).toBe(
    'DirectML is not in the runtime for Linux',
  )
  const missing = 'libcudnn.so.9: cannot open shared object file: No such file or directory'
  expect(providerReason('webgpu', missing)).toBe('WebGPU does not find libcudnn.so.9 on this machine')
})

test('memory that does not suffice is told from a model that cannot be run', () => {
  expect(isOutOfMemory(new Error('Failed to allocate memory for requested buffer of size 99'))).toBe(true)
  expect(isOutOfMemory(new Error('Invalid rank for input'))).toBe(false)
  expect(modelProblem(new Error('Unsupported model IR version: 99, max supported IR version: 13'), 'mine').code).toBe(
    'MODEL_TOO_NEW',
  )
})
