import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problem, reasonOf } from '../../../../src-shared/errors.ts'
import type { ImagePreparation, ModelDescription, OnnxTask } from '../../../../src-shared/onnx-models.ts'
import type { Port } from './protocol.ts'

type Json = Record<string, unknown>

/** What stands in a model's folder, as hubs and exporters lay it out. */
export interface ModelFolder {
  path: string
  onnxFile: string
  tokenizer: Json | undefined
  tokenizerConfig: Json
  config: Json
  preprocessor: Json | undefined
  pooling: Json | undefined
  modules: unknown
  sentence: Json
}

/** The file a plain export has comes first; quantized ones are used where they are all there is. */
export function onnxFileIn(folder: string): string | undefined {
  for (const place of ['', 'onnx']) {
    const inside = join(folder, place)
    if (!existsSync(inside)) continue
    const files = readdirSync(inside).filter(name => name.endsWith('.onnx'))
    const found = files.includes('model.onnx') ? 'model.onnx' : files.sort()[0]
    if (found !== undefined) return join(place, found)
  }
  return undefined
}

export function readModelFolder(path: string): ModelFolder {
  const onnxFile = onnxFileIn(path)
  if (onnxFile === undefined) throw problem('MODEL_FILE_MISSING', { model: path, file: 'an .onnx file' })
  const json = (name: string) => readJson(path, name)
  return {
    path,
    onnxFile,
    tokenizer: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json') ?? {},
    config: json('config.json') ?? {},
    preprocessor: json('preprocessor_config.json'),
    pooling: json('1_Pooling/config.json'),
    modules: json('modules.json'),
    sentence: json('sentence_bert_config.json') ?? {},
  }
}

function readJson(folder: string, name: string): Json | undefined {
  const path = join(folder, name)
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json
  } catch (error) {
    throw problem('FILE_UNREADABLE', { file: name, reason: reasonOf(error) }, error)
  }
}

/** What the model is for, by its configuration and, where that is silent, by what its outputs are called. */
export function describeModel(folder: ModelFolder, inputs: Port[], outputs: Port[]): ModelDescription {
  const { config, tokenizer, preprocessor } = folder
  const input = tokenizer ? 'text' : preprocessor || inputs[0]?.shape.length === 4 ? 'image' : 'numbers'
  const labels = labelsOf(config)
  const task = taskOf(config, labels, outputs)
  return {
    task,
    input,
    labels: task === 'embedding' ? [] : labels,
    isMultiLabel: config['problem_type'] === 'multi_label_classification',
    pooling: isClsPooled(folder) ? 'cls' : 'mean',
    normalize: config['normalize'] === true || JSON.stringify(folder.modules ?? '').includes('.Normalize'),
    maxTokens: tokenizer ? maxTokensOf(folder) : 0,
    fields: textsIn(config['fields']) ?? [],
    ...(input === 'image' && { image: imageOf(preprocessor ?? {}, inputs[0]!) }),
  }
}

function taskOf(config: Json, labels: string[], outputs: Port[]): OnnxTask {
  const said = `${String(config['task'] ?? '')} ${(textsIn(config['architectures']) ?? []).join(' ')}`
  if (/zero-shot/i.test(said)) return 'zero-shot'
  if (/feature-extraction|sentence-similarity/i.test(said)) return 'embedding'
  if (/classification/i.test(said)) return labels.some(isEntailment) ? 'zero-shot' : 'classification'
  return outputs.some(({ name }) => /logits|prob|label|score/i.test(name)) ? 'classification' : 'embedding'
}

export const isEntailment = (label: string): boolean => /^entail/i.test(label)

function labelsOf({ id2label }: Json): string[] {
  if (typeof id2label !== 'object' || id2label === null) return []
  return Object.entries(id2label)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => String(label))
}

const isClsPooled = ({ config, pooling }: ModelFolder): boolean =>
  config['pooling'] === 'cls' || pooling?.['pooling_mode_cls_token'] === true

/** Of all that is said about it, the least. */
function maxTokensOf({ config, tokenizer, tokenizerConfig, sentence }: ModelFolder): number {
  const truncation = tokenizer?.['truncation'] as { max_length?: number } | null | undefined
  // These models count positions from the padding's number on.
  const unused = /roberta|camembert|mpnet/i.test(String(config['model_type'])) ? 2 : 0
  const positions = config['max_position_embeddings']
  const said = [
    sentence['max_seq_length'],
    truncation?.max_length,
    tokenizerConfig['model_max_length'],
    typeof positions === 'number' ? positions - unused : undefined,
  ]
  const known = said.filter(each => typeof each === 'number' && each > 2 && each < 1_000_000) as number[]
  return known.length > 0 ? Math.min(...known) : 512
}

function imageOf(preprocessor: Json, { shape }: Port): ImagePreparation {
  const size = (preprocessor['crop_size'] ?? preprocessor['size'] ?? {}) as Json | number
  const side = (name: 'width' | 'height', dimension: number): number => {
    const fixed = shape[dimension]
    const given = typeof size === 'number' ? size : size[name]
    return typeof fixed === 'number' ? fixed : typeof given === 'number' ? given : 224
  }
  const before = preprocessor['size'] as Json | undefined
  const shortest = preprocessor['do_center_crop'] === true ? before?.['shortest_edge'] : undefined
  const isPlain = preprocessor['do_normalize'] === false
  const numbers = (name: string, otherwise: number) =>
    isPlain || !Array.isArray(preprocessor[name]) ? [otherwise] : (preprocessor[name] as number[])
  return {
    width: side('width', 3),
    height: side('height', 2),
    ...(typeof shortest === 'number' && { shortestEdge: shortest }),
    mean: numbers('image_mean', 0),
    std: numbers('image_std', 1),
  }
}

const textsIn = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every(each => typeof each === 'string') ? value : undefined
