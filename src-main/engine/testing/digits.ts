import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { createRandom, shuffle } from '../core/numeric/random.ts'
import { pickRows } from '../core/numeric/sparse.ts'
import { sparse } from './matrices.ts'

/** Images of handwritten digits, 8 × 8 pixels of 0 to 16, with their classes; see `reference/README.md` for source and licence. */
export function digits() {
  const file = join(import.meta.dirname, 'reference', 'digits.json.gz')
  const stored = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { pixels: string[]; classes: string }
  const X = sparse(stored.pixels.map(row => Array.from(row, mark => Number.parseInt(mark, 17))))
  return { X, truth: Int8Array.from(stored.classes, Number), classCount: 10 }
}

/** 30 % of the digits for the test, and gold on every fifth of the others, drawn by the seed. */
export function maskedDigits(seed: number) {
  const { X, truth, classCount } = digits()
  const random = createRandom(seed)
  const order = shuffle(Uint32Array.from(truth.keys()), random)
  const testCount = Math.round(0.3 * order.length)
  const part = (rows: Uint32Array) => ({ X: pickRows(X, rows), truth: Int8Array.from(rows, i => truth[i]!) })
  const train = part(order.subarray(testCount))
  const gold = train.truth.map(c => (random() < 0.2 ? c : NONE))
  return { train, gold, test: part(order.subarray(0, testCount)), classCount }
}
