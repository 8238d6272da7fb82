import { expect, test } from 'vitest'
import { ABSTAIN, FAULT, NONE, UNSEEN } from '../../../../../src-shared/vocabulary.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { gold, votes } from '../../../testing/votes.ts'
import { cohenKappa } from '../../agreement/kappa.ts'
import { columnOf, type LabelMatrix } from '../../label-matrix.ts'
import { createRandom, type Random, randomInteger } from '../../numeric/random.ts'
import { countPairs, type LfPairs, pairAt } from './lf-pairs.ts'

const allRows = ({ recordCount }: LabelMatrix) => new Uint8Array(recordCount).fill(1)

/** Record by record, as the definitions have it. */
function byBruteForce(L: LabelMatrix, given: Int8Array, rows: Uint8Array, i: number, j: number) {
  const kept = [...rows.keys()].filter(row => rows[row] === 1)
  const [a, b] = [i, j].map(lf => kept.map(row => columnOf(L, lf)[row]!)) as [number[], number[]]
  const classes = kept.map(row => given[row]!)
  const hasCommonClass = a.some(vote => vote >= 0 && b.includes(vote))
  let [shared, varianceA, varianceB] = [0, 0, 0]
  for (let c = 0; c < L.classCount; c++) {
    const at = [...kept.keys()].filter(x => classes[x] === c && a[x]! >= ABSTAIN && b[x]! >= ABSTAIN)
    const mean = (of: number[], v: number) => at.filter(x => of[x] === v).length / at.length
    for (let v = 0; v < L.classCount; v++) {
      const [meanA, meanB] = [mean(a, v), mean(b, v)]
      for (const x of at) {
        const [offA, offB] = [Number(a[x] === v) - meanA, Number(b[x] === v) - meanB]
        shared += offA * offB
        varianceA += offA ** 2
        varianceB += offB ** 2
      }
    }
  }
  return {
    both: a.filter((vote, x) => vote >= 0 && b[x]! >= 0).length,
    same: a.filter((vote, x) => vote >= 0 && vote === b[x]).length,
    kappa: cohenKappa(a, b, L.classCount).value ?? NaN,
    correlation: varianceA * varianceB < 1e-9 || !hasCommonClass ? NaN : shared / Math.sqrt(varianceA * varianceB),
  }
}

function randomVotes(random: Random, n: number, m: number, k: number): LabelMatrix {
  const L = { votes: new Int8Array(m * n), recordCount: n, lfCount: m, classCount: k }
  for (let j = 0; j < m; j++) {
    // Some vote one class, some all; some seldom, some always; some have not run everywhere.
    const only = j % 3 === 0 ? randomInteger(random, k) : undefined
    const [coverage, missing] = [[0.05, 0.4, 1][j % 3]!, j % 4 === 1 ? 0.2 : 0]
    for (let i = 0; i < n; i++) {
      const isMissing = random() < missing
      const vote = random() < coverage ? (only ?? randomInteger(random, k)) : ABSTAIN
      L.votes[j * n + i] = isMissing ? (random() < 0.5 ? UNSEEN : FAULT) : vote
    }
  }
  return L
}

const expectNear = (value: number, expected: number) =>
  Number.isNaN(expected) ? expect(value).toBeNaN() : expect(value).toBeCloseTo(expected, 9)

const told = (pairs: LfPairs, at: number) => ({
  both: pairs.both[at],
  same: pairs.same[at],
  kappa: pairs.kappa[at],
  correlation: pairs.correlation[at],
})

test.each([2, 3, 9])('each pair is what a count record by record gives, of %i classes', k => {
  const random = createRandom(k)
  for (const n of [1, 31, 64, 500]) {
    const L = randomVotes(random, n, 9, k)
    const given = Int8Array.from({ length: n }, () => randomInteger(random, k + 1) - 1)
    const rows = Uint8Array.from({ length: n }, () => (random() < 0.9 ? 1 : 0))
    const { pairs } = countPairs(L, given, rows)
    for (let i = 0; i < 9; i++) {
      for (let j = i + 1; j < 9; j++) {
        const { kappa, correlation, ...counts } = told(pairs, pairAt(j, i, 9))
        const expected = byBruteForce(L, given, rows, i, j)
        expect(counts).toEqual({ both: expected.both, same: expected.same })
        expectNear(kappa!, expected.kappa)
        expectNear(correlation!, expected.correlation)
      }
    }
  }
})

test('pairs of columns that did not change are taken over, in whatever order they come; the answer is the same', () => {
  const random = createRandom(1)
  const before = randomVotes(random, 300, 6, 3)
  const given = Int8Array.from({ length: 300 }, () => randomInteger(random, 3))
  const rows = allRows(before)
  const kept = countPairs(before, given, rows)
  // One is gone, two changed places, one is new, one is there twice, one changed.
  const columns = [1, 0, 3, 3, 4, 5].map(j => Int8Array.from(columnOf(before, j)))
  columns[4]![7] = columns[4]![7] === 0 ? 1 : 0
  columns.push(new Int8Array(300).fill(2))
  const L = { ...before, lfCount: 7, votes: Int8Array.from(columns.flatMap(column => [...column])) }
  expect(countPairs(L, given, rows, kept).pairs).toEqual(countPairs(L, given, rows).pairs)
  const otherRows = Uint8Array.from(rows, (_, i) => i % 2)
  expect(countPairs(L, given, otherRows, kept).pairs).toEqual(countPairs(L, given, otherRows).pairs)
})

test('what cannot be told is not a number', () => {
  const L = votes(2, '0 . 0 \n 0 1 1 \n 0 . ?')
  const { pairs } = countPairs(L, gold('. . .'), allRows(L))
  // Never together but once; one class each; nothing is known of the class.
  expect([...pairs.both]).toEqual([1, 2, 1])
  expect([...pairs.same]).toEqual([0, 1, 1])
  expect([...pairs.kappa]).toEqual([0, 0, NaN])
  expect([...pairs.correlation]).toEqual([NaN, NaN, NaN])
  const nothing = votes(2, '. . \n . ?')
  expect(countPairs(nothing, gold('0 1'), allRows(nothing)).pairs).toMatchObject({
    kappa: Float64Array.of(NaN),
    correlation: Float64Array.of(NaN),
  })
})

test('given the class, copies correlate fully, and good LFs that err for themselves do not', () => {
  const { L, truth } = plantVotes(4000, lfsBetween(6, 0.75, 0.95, 0.6), [0.6, 0.4], 1)
  L.votes.copyWithin(5 * 4000, 0, 4000)
  const { pairs } = countPairs(L, truth, allRows(L))
  expect(pairs.correlation[pairAt(0, 5, 6)]).toBeCloseTo(1, 12)
  // Agreement beyond chance does not tell these apart.
  expect(pairs.kappa[pairAt(3, 4, 6)]).toBeGreaterThan(0.5)
  for (let i = 0; i < 4; i++)
    for (let j = i + 1; j < 5; j++) expect(Math.abs(pairs.correlation[pairAt(i, j, 6)]!)).toBeLessThan(0.06)
})

test('records of no class that is known count for agreement all the same', () => {
  const L = votes(2, '0 0 \n 1 1 \n 0 1')
  const { pairs } = countPairs(L, Int8Array.of(0, NONE, 1), allRows(L))
  expect(told(pairs, 0)).toMatchObject({ both: 3, same: 2 })
})
