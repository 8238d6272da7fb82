import { expect, test } from 'vitest'
import { createRandom } from '../../numeric/random.ts'
import { listVotes } from './list-votes.ts'

test.each([
  { n: 0, m: 5, k: 2, coverage: 0.5 },
  { n: 1, m: 1, k: 2, coverage: 1 },
  { n: 4095, m: 33, k: 3, coverage: 0.1 },
  { n: 4097, m: 8, k: 2, coverage: 0 },
  { n: 9001, m: 70, k: 127, coverage: 0.3 },
  { n: 50, m: 600, k: 127, coverage: 0.9 },
])('$n records, $m LFs, $k classes: lists what plain loops list', ({ n, m, k, coverage }) => {
  const random = createRandom(n + m)
  const votes = new Int8Array(m * n).map(() => Math.floor(random() < coverage ? k * random() : -1 - 3 * random()))
  const { starts, codes } = listVotes({ votes, recordCount: n, lfCount: m, classCount: k })
  const plain: number[] = []
  for (let i = 0; i < n; i++) {
    expect(starts[i]).toBe(plain.length)
    for (let j = 0; j < m; j++) if (votes[j * n + i]! >= 0) plain.push(j * k + votes[j * n + i]!)
  }
  expect(starts[n]).toBe(plain.length)
  expect([...codes.subarray(0, plain.length)]).toEqual(plain)
})

test('records that come later may vote far more often', () => {
  const [n, m] = [20_000, 10]
  const votes = Int8Array.from({ length: m * n }, (_, x) => (x % n < 10_000 ? -1 : 1))
  const { starts, codes } = listVotes({ votes, recordCount: n, lfCount: m, classCount: 2 })
  expect(starts[n]).toBe(100_000)
  expect([...codes.subarray(99_990, 100_000)]).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
})
