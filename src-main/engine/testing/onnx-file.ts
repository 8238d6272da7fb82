import { writeFileSync } from 'node:fs'

/** Writes small ONNX files, so that tests can say exactly what a model does. Field numbers are those of onnx.proto. */
type Bytes = number[]

const varint = (value: number): Bytes => {
  const bytes: Bytes = []
  let rest = value
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return bytes
}
const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)]
const part = (field: number, content: Bytes): Bytes => [...varint(field * 8 + 2), ...varint(content.length), ...content]
const text = (field: number, value: string): Bytes => part(field, [...Buffer.from(value)])

const FLOAT = 1
const INT64 = 7

/** A dimension that may vary is a name. */
export interface TensorShape {
  name: string
  shape: (number | string)[]
  type?: 'float' | 'int64'
}

export interface OnnxNode {
  op: string
  inputs: string[]
  outputs: string[]
  ints?: Record<string, number | number[]>
}

export interface OnnxGraph {
  inputs: TensorShape[]
  outputs: TensorShape[]
  nodes: OnnxNode[]
  /** Numbers that the graph holds, by name. */
  weights?: Record<string, { dims: number[]; values: number[]; type?: 'float' | 'int64' }>
  opset?: number
}

const typeOf = (type: 'float' | 'int64' = 'float') => (type === 'float' ? FLOAT : INT64)

const valueInfo = ({ name, shape, type }: TensorShape): Bytes => {
  const dims = shape.flatMap(size => part(1, typeof size === 'number' ? number(1, size) : text(2, size)))
  return [...text(1, name), ...part(2, part(1, [...number(1, typeOf(type)), ...part(2, dims)]))]
}

const attribute = ([name, value]: [string, number | number[]]): Bytes =>
  typeof value === 'number'
    ? [...text(1, name), ...number(3, value), ...number(20, 2)]
    : [...text(1, name), ...value.flatMap(each => number(8, each)), ...number(20, 7)]

const node = ({ op, inputs, outputs, ints = {} }: OnnxNode): Bytes => [
  ...inputs.flatMap(name => text(1, name)),
  ...outputs.flatMap(name => text(2, name)),
  ...text(4, op),
  ...Object.entries(ints).flatMap(each => part(5, attribute(each))),
]

const weight = ([name, { dims, values, type }]: [string, NonNullable<OnnxGraph['weights']>[string]]): Bytes => {
  const raw = type === 'int64' ? BigInt64Array.from(values.map(BigInt)) : Float32Array.from(values)
  return [
    ...dims.flatMap(size => number(1, size)),
    ...number(2, typeOf(type)),
    ...text(8, name),
    ...part(9, [...new Uint8Array(raw.buffer)]),
  ]
}

export function writeOnnx(path: string, { inputs, outputs, nodes, weights = {}, opset = 17 }: OnnxGraph): void {
  const graph = [
    ...nodes.flatMap(each => part(1, node(each))),
    ...text(2, 'graph'),
    ...Object.entries(weights).flatMap(each => part(5, weight(each))),
    ...inputs.flatMap(each => part(11, valueInfo(each))),
    ...outputs.flatMap(each => part(12, valueInfo(each))),
  ]
  writeFileSync(
    path,
    Uint8Array.from([...number(1, 8), ...part(7, graph), ...part(8, [...text(1, ''), ...number(2, opset)])]),
  )
}
