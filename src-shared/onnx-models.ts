import { z } from 'zod'
import { fileId, inProject, procedure } from './procedure.ts'

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
  /** The field that holds the second text of a pair. */
  pairField: z.string().optional(),
  /** Of zero-shot: a sentence with {} where the name of a class goes. */
  hypothesis: z.string().optional(),
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

export const inferenceSettings = z.object({
  provider: z.enum(['auto', ...PROVIDERS]),
  /** Of the processor; 0: as many as the runtime likes. */
  threads: z.int().min(0).max(256),
  /** Smaller batches, and nothing kept for the next one. */
  saveMemory: z.boolean(),
})
export type InferenceSettings = z.infer<typeof inferenceSettings>

export const onnxModel = z.object({
  name: z.string(),
  ...modelDescription.pick({ task: true, input: true, pooling: true, maxTokens: true, fields: true }).shape,
  /** What it tells apart; of zero-shot, the classes of the project. */
  labels: z.array(z.string()),
  /** Numbers in an answer. */
  width: z.int(),
  bytes: z.int(),
  /** SHA-256 over its files. */
  hash: z.string(),
  /** An address, or the name of the folder or file it came from. */
  origin: z.string(),
  addedAt: z.string(),
  /** Its files lie in the project file; those of a large one only in the library of the user who added it. */
  isCarried: z.boolean(),
  isTrusted: z.boolean(),
  /** Different contents of records that it has answered. */
  answered: z.int(),
})
export type OnnxModelInfo = z.infer<typeof onnxModel>

export const onnxRun = z.object({
  model: z.string(),
  /** Records that have an answer now. */
  records: z.int(),
  /** Different contents that it was asked about in this run; all others were known. */
  asked: z.int(),
  /** Records that it could not answer, the first hundred by name. */
  faultCount: z.int(),
  faults: z.array(z.object({ recordId: z.string(), message: z.string() })),
  /** Of a classifier: records by their likeliest label. */
  labels: z.record(z.string(), z.int()),
  /** Where it was really computed; absent where nothing had to be. */
  provider: provider.optional(),
  fallback: z.string().optional(),
  seconds: z.number(),
  recordsPerSecond: z.number().optional(),
})
export type OnnxRun = z.infer<typeof onnxRun>

export const inferenceStatus = z.object({
  settings: inferenceSettings,
  /** What the installed runtime can be asked for. */
  known: z.array(provider),
  /** The last that was computed. */
  last: z
    .object({
      model: z.string(),
      provider,
      fallback: z.string().optional(),
      recordsPerSecond: z.number(),
      at: z.string(),
    })
    .optional(),
})
export type InferenceStatus = z.infer<typeof inferenceStatus>

export const similarRecord = z.object({
  id: z.string(),
  text: z.string(),
  /** Cosine, −1..1. */
  similarity: z.number(),
  gold: z.string().optional(),
})

/** What is said about a model that its files do not say. */
const choices = {
  name: z.string().optional(),
  task: onnxTask.optional(),
  pooling: z.enum(POOLINGS).optional(),
  /** The fields that a model of numbers reads, in order. */
  fields: z.array(z.string()).optional(),
  /** The field that holds the second text of a pair. */
  pairField: z.string().optional(),
  /** Of zero-shot: a sentence with {} where the name of a class goes. */
  hypothesis: z.string().optional(),
}

export const onnxModelsContract = {
  list: procedure.input(inProject({})).output(z.array(onnxModel)),
  /** The files of one model: its ONNX file and what belongs to it. */
  add: procedure.input(inProject({ fileIds: z.array(fileId).min(1).max(50), ...choices })).output(onnxModel),
  /** From a hub or a web folder; only this asks the network for anything. */
  download: procedure.input(inProject({ address: z.string(), ...choices })).output(onnxModel),
  remove: procedure.input(inProject({ name: z.string() })).output(z.object({})),
  /** What it says to a text; nothing is stored. */
  tryOut: procedure.input(inProject({ name: z.string(), text: z.string().max(100_000) })).output(
    z.object({
      /** Of a classifier, the likeliest first. */
      labels: z.array(z.object({ label: z.string(), probability: z.number() })),
      /** Of an embedding, its first numbers. */
      vector: z.array(z.number()),
      provider,
      fallback: z.string().optional(),
      milliseconds: z.number(),
    }),
  ),
  /** Asks it about every record whose content it has not seen. */
  run: procedure.input(inProject({ name: z.string() })).output(onnxRun),
  /** Records that lie nearest to a record or a text, by an embedding. */
  similar: procedure
    .input(
      inProject({
        id: z.string().optional(),
        text: z.string().optional(),
        model: z.string().optional(),
        limit: z.int().min(1).max(1_000).optional(),
      }),
    )
    .output(z.object({ model: z.string(), among: z.int(), records: z.array(similarRecord) })),
  /** Pairs of records that lie at least so near to each other, the nearest first. */
  duplicates: procedure
    .input(inProject({ model: z.string().optional(), least: z.number().min(0.5).max(1).optional() }))
    .output(
      z.object({
        model: z.string(),
        among: z.int(),
        pairs: z.array(z.object({ first: similarRecord, second: similarRecord, similarity: z.number() })),
        isCut: z.boolean(),
      }),
    ),
  status: procedure.output(inferenceStatus),
  saveSettings: procedure.input(inferenceSettings).output(inferenceStatus),
}
