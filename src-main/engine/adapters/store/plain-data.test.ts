import { expect, test } from 'vitest'
import { readPlainData, writePlainData } from './plain-data.ts'

test('plain data with arrays and maps comes back as it was', () => {
  const data = {
    name: 'über',
    weights: Float64Array.of(0.1, -Infinity, 3),
    trees: { column: Int32Array.of(-1, 2), upTo: Uint8Array.of(255), leaves: new Float32Array(0) },
    columnOf: new Map([
      ['a', 0],
      ['b', 1],
    ]),
    parts: [{ names: [undefined, 'missing'], values: Uint32Array.of(2 ** 32 - 1) }],
  }
  const read = readPlainData(Buffer.concat([Buffer.from([1]), writePlainData(data)]).subarray(1))
  expect(read).toEqual({ ...data, parts: [{ ...data.parts[0], names: [null, 'missing'] }] })
})

test('bytes that are cut off are refused', () => {
  const bytes = writePlainData({ weights: Float64Array.of(1, 2, 3) })
  expect(() => readPlainData(bytes.subarray(0, bytes.length - 1))).toThrow('an array of 3 numbers is cut off')
})
