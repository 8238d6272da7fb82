import ort from 'onnxruntime-node'
import { problem } from '../../../../src-shared/errors.ts'
import type { ModelDescription } from '../../../../src-shared/onnx-models.ts'
import { preparePicture } from './picture.ts'
import type { ModelItem, Port } from './protocol.ts'
import type { EncodedText, TextEncoder } from './text-encoder.ts'

/** One item as a model takes it. */
export interface Row {
  text?: EncodedText
  values?: Float32Array
}

export interface Feed {
  tensors: Record<string, ort.Tensor>
  /** [rows × length] 1 where a token stands, 0 where padding does; of texts only. */
  mask: Uint8Array
}

const TEXT_PORTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']

/** Refuses a model that wants what nobody here can give it. */
export function checkInputs(model: string, inputs: Port[], { input }: ModelDescription): void {
  const names = inputs.map(({ name }) => name)
  const isKnown =
    input === 'text'
      ? names.includes('input_ids') && names.every(name => TEXT_PORTS.includes(name))
      : input === 'image'
        ? inputs.length === 1 && inputs[0]!.shape.length === 4 && inputs[0]!.type.startsWith('float')
        : inputs.every(({ type }) => type.startsWith('float'))
  if (!isKnown) throw problem('MODEL_INPUTS_UNKNOWN', { model, inputs: names.join(', ') })
}

/** Throws in plain words what this item lacks. */
export function rowOf(item: ModelItem, { input, image, fields }: ModelDescription, encoder?: TextEncoder): Row {
  if (input === 'text') return { text: encoder!.encode(item.text ?? '', item.pair) }
  if (input === 'image') {
    if (item.image === undefined) throw new Error('it has no picture')
    return { values: preparePicture(item.image, image!) }
  }
  const values = Float32Array.from(item.numbers ?? [])
  const missing = values.findIndex(value => !Number.isFinite(value))
  if (missing >= 0) throw new Error(`its field "${fields[missing] ?? missing}" holds no number`)
  return { values }
}

/** `length`: of the longest text; `rows` may hold fewer than `height`, where a model takes a fixed number at once. */
export function feedOf(
  rows: Row[],
  length: number,
  height: number,
  inputs: Port[],
  { image }: ModelDescription,
  padId: number,
): Feed {
  const tensors: Record<string, ort.Tensor> = {}
  if (rows[0]?.text) {
    const mask = new Uint8Array(height * length)
    rows.forEach(({ text }, row) => mask.fill(1, row * length, row * length + text!.ids.length))
    for (const { name, type } of inputs) tensors[name] = textTensor(name, type, rows, length, height, mask, padId)
    return { tensors, mask }
  }
  const width = rows[0]!.values!.length
  if (inputs.length === 1) {
    const all = new Float32Array(height * width)
    rows.forEach(({ values }, row) => all.set(values!, row * width))
    const dims = image ? [height, width / (image.width * image.height), image.height, image.width] : [height, width]
    tensors[inputs[0]!.name] = new ort.Tensor('float32', all, dims)
  } else
    inputs.forEach(({ name }, column) => {
      const one = new Float32Array(height)
      rows.forEach(({ values }, row) => (one[row] = values![column]!))
      tensors[name] = new ort.Tensor('float32', one, [height, 1])
    })
  return { tensors, mask: new Uint8Array(0) }
}

function textTensor(
  name: string,
  type: string,
  rows: Row[],
  length: number,
  height: number,
  mask: Uint8Array,
  padId: number,
): ort.Tensor {
  const numbers = new Int32Array(height * length)
  if (name === 'input_ids') numbers.fill(padId)
  rows.forEach(({ text }, row) => {
    if (name === 'input_ids') numbers.set(text!.ids, row * length)
    else if (name === 'token_type_ids') numbers.set(text!.types, row * length)
    else if (name === 'position_ids') for (let t = 0; t < length; t++) numbers[row * length + t] = t
    else numbers.set(mask.subarray(row * length, (row + 1) * length), row * length)
  })
  if (type !== 'int64') return new ort.Tensor('int32', numbers, [height, length])
  // Little-endian halves of an int64; the upper ones stay 0, because no token's number is negative.
  const wide = new BigInt64Array(numbers.length)
  const halves = new Int32Array(wide.buffer)
  for (let i = 0; i < numbers.length; i++) halves[2 * i] = numbers[i]!
  return new ort.Tensor('int64', wide, [height, length])
}
