import { describe, expect, test } from 'vitest'
import { agreementReference, CROWD_SETS, reference } from '../../testing/reference.ts'
import { votes } from '../../testing/votes.ts'
import { columnOf, type LabelMatrix } from '../label-matrix.ts'
import { createRandom, randomInteger } from '../numeric/random.ts'
import { cohenKappa, fleissKappa } from './kappa.ts'
import { krippendorffAlpha } from './krippendorff-alpha.ts'

const kappaOf = (L: LabelMatrix, i = 0, j = 1) => cohenKappa(columnOf(L, i), columnOf(L, j), L.classCount)

describe.each(CROWD_SETS)('on %s', set => {
  const { L } = reference(set)
  const { pairs, krippendorffAlphaNominal } = agreementReference(set)

  test("Cohen's kappa equals scikit-learn's to 1e-9", () => {
    for (const { a, b, n, cohenKappa: expected } of pairs) {
      const found = kappaOf(L, a, b)
      expect(found.n).toBe(n)
      expect(Math.abs(found.value! - expected), `workers ${a} and ${b}`).toBeLessThan(1e-9)
    }
  })

  test("Krippendorff's alpha equals crowd-kit's to 1e-9", () => {
    expect(Math.abs(krippendorffAlpha(L).value! - krippendorffAlphaNominal)).toBeLessThan(1e-9)
  })
})

test("Cohen's kappa of two raters who agree on 35 of 50 records, 25 by chance, is 10 / 25", () => {
  // both A: 20, both B: 15, A against B: 5, B against A: 10
  const a = [...Array(25).fill(0), ...Array(25).fill(1)]
  const b = [...Array(20).fill(0), ...Array(5).fill(1), ...Array(10).fill(0), ...Array(15).fill(1)]
  expect(cohenKappa(a, b, 2)).toEqual({ value: 10 / 25, n: 50 })
})

test("Fleiss' kappa of ten records and fourteen raters is that of the textbook", () => {
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]
  const given = counts.map(row => row.flatMap((count, c) => Array<number>(count).fill(c)))
  const L = votes(5, given.map(row => row.join(' ')).join('\n'))
  expect(fleissKappa(L).value).toBeCloseTo(0.20993, 5)
})

test("Krippendorff's alpha of his example with missing decisions is 0.743", () => {
  const L = votes(
    5,
    `
    0 0 . 0
    1 1 2 1
    2 2 2 2
    2 2 2 2
    1 1 1 1
    0 1 2 3
    3 3 3 3
    0 0 1 0
    1 1 1 1
    . 4 4 4
    . . 0 0
    . . 2 .`,
  )
  expect(krippendorffAlpha(L)).toEqual({ value: expect.closeTo(0.743, 3), n: 11 })
})

test('without evidence agreement is absent, not 0', () => {
  const once = votes(2, '0 .\n. 1')
  expect(kappaOf(once)).toEqual({ value: undefined, n: 0 })
  expect(fleissKappa(once)).toEqual({ value: undefined, n: 0 })
  expect(krippendorffAlpha(once)).toEqual({ value: undefined, n: 0 })
  const allAlike = votes(2, '0 0\n0 0')
  expect(kappaOf(allAlike)).toEqual({ value: undefined, n: 2 })
  expect(fleissKappa(allAlike)).toEqual({ value: undefined, n: 2 })
  expect(krippendorffAlpha(allAlike)).toEqual({ value: undefined, n: 2 })
  const nobody = { votes: new Int8Array(0), recordCount: 0, lfCount: 0, classCount: 2 }
  expect([fleissKappa(nobody), krippendorffAlpha(nobody)]).toEqual([
    { value: undefined, n: 0 },
    { value: undefined, n: 0 },
  ])
})

test('annotators with different numbers of records are refused', () => {
  expect(() => cohenKappa([0, 1], [0], 2)).toThrow(RangeError)
})

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('of planted decisions %i', seed => {
  const random = createRandom(seed)
  const k = 2 + randomInteger(random, 4)
  const m = 2 + randomInteger(random, 4)
  const n = 5 + randomInteger(random, 60)
  const L: LabelMatrix = {
    votes: Int8Array.from({ length: m * n }, () => (random() < 0.3 ? -1 : Math.floor(random() * random() * k))),
    recordCount: n,
    lfCount: m,
    classCount: k,
  }

  test('alpha equals that of every pair of decisions taken one by one', () => {
    expect(krippendorffAlpha(L).value).toBeCloseTo(alphaByPairs(L), 12)
  })

  test("Fleiss' kappa equals that of every pair of decisions taken one by one", () => {
    expect(fleissKappa(L).value).toBeCloseTo(fleissByPairs(L), 12)
  })

  test('the order of annotators, records and classes does not matter', () => {
    const turned = Int8Array.from({ length: m * n }, (_, at) => {
      const c = L.votes[(m - 1 - Math.floor(at / n)) * n + (n - 1 - (at % n))]!
      return c < 0 ? c : k - 1 - c
    })
    const other = { ...L, votes: turned }
    expect(krippendorffAlpha(other).value).toBeCloseTo(krippendorffAlpha(L).value!, 12)
    expect(fleissKappa(other).value).toBeCloseTo(fleissKappa(L).value!, 12)
    expect(kappaOf(other, m - 2, m - 1).value).toBeCloseTo(kappaOf(L, 0, 1).value!, 12)
    expect(kappaOf(L, 1, 0).value).toBeCloseTo(kappaOf(L, 0, 1).value!, 12)
  })
})

/** The decisions on each record that at least two decided. */
const decided = ({ votes: cells, recordCount: n, lfCount: m }: LabelMatrix): number[][] =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: m }, (__, j) => cells[j * n + i]!).filter(c => c >= 0),
  ).filter(given => given.length > 1)

function alphaByPairs(L: LabelMatrix): number {
  const records = decided(L)
  const all = records.flat()
  let observed = 0
  for (const given of records) {
    for (const [i, a] of given.entries())
      for (const [j, b] of given.entries()) if (i !== j && a !== b) observed += 1 / (given.length - 1)
  }
  let expected = 0
  for (const [i, a] of all.entries()) for (const [j, b] of all.entries()) if (i !== j && a !== b) expected++
  return 1 - observed / all.length / (expected / (all.length * (all.length - 1)))
}

function fleissByPairs(L: LabelMatrix): number {
  const records = decided(L)
  const all = records.flat()
  let observed = 0
  for (const given of records) {
    let same = 0
    for (const [i, a] of given.entries()) for (const [j, b] of given.entries()) if (i !== j && a === b) same++
    observed += same / (given.length * (given.length - 1)) / records.length
  }
  let expected = 0
  for (const a of all) for (const b of all) if (a === b) expected += 1 / all.length ** 2
  return (observed - expected) / (1 - expected)
}
