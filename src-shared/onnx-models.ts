import { z } from 'zod'

/** What a model answers: a vector of what it reads, the probability of each of its labels, or of each class that it is told of. */
export const ONNX_TASKS = ['embedding', 'classification', 'zero-shot'] as const
export const onnxTask = z.enum(ONNX_TASKS)
export type OnnxTask = z.infer<typeof onnxTask>

/** What a model is given of a record. */
export const onnxInput = z.enum(['text', 'image', 'numbers'])

/** How the vectors of a text's tokens become one: their mean, or that of the first token. */
export const POOLINGS = ['mean', 'cls'] as const

/** How the pixels of a picture become numbers. */
export const imagePreparation = z.object({
  width: z.int(),
  height: z.int(),
  /** The shorter side before the middle is cut out; absent: the picture is stretched. */
  shortestEdge: z.int().optional(),
  /** [3] or [1], of values 0..1 */
  mean: z.array(z.number()),
  std: z.array(z.number()),
})
export type ImagePreparation = z.infer<typeof imagePreparation>

/** Everything about a model that is not in its ONNX file. */
export const modelDescription = z.object({
  task: onnxTask,
  input: onnxInput,
  /** Of `classification` and `zero-shot`, in the order of the model's outputs. */
  labels: z.array(z.string()),
  /** The labels do not exclude each other: each has a probability of its own. */
  isMultiLabel: z.boolean(),
  pooling: z.enum(POOLINGS),
  /** Vectors are brought to length 1. */
  normalize: z.boolean(),
  /** Tokens that it reads of a text, its own marks included. */
  maxTokens: z.int(),
  /** The fields that a model of numbers reads, in order. */
  fields: z.array(z.string()),
  image: imagePreparation.optional(),
})
export type ModelDescription = z.infer<typeof modelDescription>

/** Where a model is computed. `auto` tries the fastest there is and goes on on the processor. */
export const PROVIDERS = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu'] as const
export const provider = z.enum(PROVIDERS)
export type Provider = z.infer<typeof provider>

export const providerTitles: Record<Provider, string> = {
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
  cpu: 'CPU',
}
