import type { ModelDescription } from '../../../../src-shared/onnx-models.ts'
import type { Port } from './protocol.ts'

/** Numbers that a model gave, with their dimensions. */
export interface Given {
  dims: readonly number[]
  data: Float32Array
}

/** The output that answers: of several, the one that is called so. */
export function answeringPort(outputs: Port[], { task }: ModelDescription): Port | undefined {
  const floats = outputs.filter(({ type }) => type.startsWith('float'))
  const names = task === 'embedding' ? EMBEDDINGS : PROBABILITIES
  for (const name of names) {
    const found = floats.find(port => name.test(port.name))
    if (found) return found
  }
  return floats[0]
}

const EMBEDDINGS = [
  /sentence_embedding/,
  /(text|image)_embeds/,
  /last_hidden_state|token_embeddings/,
  /embed/,
  /pooler/,
]
const PROBABILITIES = [/^logits$/, /prob/, /logit/, /score/]

/** One vector for each row, in place of the vectors of its tokens. */
export function pooled({ dims, data }: Given, mask: Uint8Array, { pooling }: ModelDescription): Given {
  if (dims.length !== 3) return { dims, data }
  const [rows, length, width] = dims as [number, number, number]
  const vectors = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) {
    let tokens = 0
    for (let t = 0; t < (pooling === 'cls' ? 1 : length); t++) {
      if (pooling === 'mean' && mask[row * length + t] === 0) continue
      tokens++
      const from = (row * length + t) * width
      for (let d = 0; d < width; d++) vectors[row * width + d]! += data[from + d]!
    }
    for (let d = 0; d < width; d++) vectors[row * width + d]! /= Math.max(1, tokens)
  }
  return { dims: [rows, width], data: vectors }
}

/** Brings each row to length 1; one without a direction stays 0. */
export function normalizeRows(data: Float32Array, width: number): void {
  for (let from = 0; from < data.length; from += width) {
    let square = 0
    for (let d = 0; d < width; d++) square += data[from + d]! ** 2
    const length = Math.sqrt(square) || 1
    for (let d = 0; d < width; d++) data[from + d]! /= length
  }
}

/** Probabilities of logits in place, or nothing to do where they are probabilities already. */
export function toProbabilities(data: Float32Array, width: number, isMultiLabel: boolean): void {
  if (isMultiLabel) for (let i = 0; i < data.length; i++) data[i] = 1 / (1 + Math.exp(-data[i]!))
  else for (let from = 0; from < data.length; from += width) softmax(data.subarray(from, from + width))
}

export function softmax(row: Float32Array): void {
  let largest = -Infinity
  for (const logit of row) largest = Math.max(largest, logit)
  let sum = 0
  for (let d = 0; d < row.length; d++) sum += row[d] = Math.exp(row[d]! - largest)
  for (let d = 0; d < row.length; d++) row[d]! /= sum
}

/** Whether an output is called what is a probability already. */
export const givesProbabilities = ({ name }: Port): boolean => /prob/i.test(name)
