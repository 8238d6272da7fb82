import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { readDemoComments } from '../../testing/demo-comments.ts'
import { readSmsMessages } from '../../testing/sms-messages.ts'
import { flippedGold, foundAmongFirst } from '../../testing/flipped-gold.ts'
import { gold } from '../../testing/votes.ts'
import { createRandom, drawWeighted } from '../numeric/random.ts'
import { tfidf } from '../text/tfidf.ts'
import { findLabelErrors } from './confident-learning.ts'
import { readGold } from './read-gold.ts'

test('a record that is surer of another class than records of that class are on average is suspect', () => {
  // Thresholds: (0.9 + 0.6 + 0.3) / 3 = 0.6 for class 0, (0.8 + 0.6) / 2 = 0.7 for class 1.
  const posterior = Float64Array.from([0.9, 0.1, 0.6, 0.4, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6, 0.01, 0.99])
  const found = findLabelErrors(posterior, gold('0 0 0 1 1 .'), 2)
  expect(found.n).toBe(5)
  expect(found.suspects).toEqual([{ row: 2, given: 0, suggested: 1, margin: expect.closeTo(0.4, 9) }])
  // The last of class 1 is counted as neither, and what is counted stands for all five labels.
  expect([...found.joint]).toEqual([2, 1, 0, 2])
  expect(found.estimated).toBe(1)
})

test('what is sure enough of another class, and yet surer of its own, is counted and not suspect', () => {
  // Thresholds: (0.9 + 0.6) / 2 = 0.75 for class 0, (0.5 + 0.1) / 2 = 0.3 for class 1.
  const found = findLabelErrors(Float64Array.from([0.9, 0.1, 0.6, 0.4, 0.5, 0.5, 0.9, 0.1]), gold('0 0 1 1'), 2)
  expect([...found.joint]).toEqual([1, 1, 1, 1])
  expect(found.estimated).toBe(2)
  expect(found.suspects.map(({ row }) => row)).toEqual([3])
})

test('without labels, or without anything that stands out, nothing is suspect', () => {
  expect(findLabelErrors(new Float64Array(0), new Int8Array(0), 3)).toMatchObject({ n: 0, estimated: 0, suspects: [] })
  const flat = new Float64Array(8).fill(0.5)
  expect(findLabelErrors(flat, gold('0 0 . .'), 2)).toMatchObject({ n: 2, estimated: 0, suspects: [] })
  expect(() => findLabelErrors(flat, gold('0 0'), 2)).toThrow(RangeError)
})

describe.each([2, 3, 5])('planted noise on %i classes', k => {
  const random = createRandom(k)
  const n = 20_000
  const truth = Int8Array.from({ length: n }, () => Math.floor(random() * k))
  const given = truth.map(c => (random() < 0.08 ? (c + 1) % k : c))
  const posterior = new Float64Array(n * k)
  truth.forEach((c, row) => {
    const sure = 0.7 + 0.3 * random()
    // One in twenty is held for another class.
    const thought = random() < 0.05 ? drawWeighted(random, Array(k).fill(1)) : c
    for (let j = 0; j < k; j++) posterior[row * k + j] = j === thought ? sure : (1 - sure) / (k - 1)
  })
  const found = findLabelErrors(posterior, given, k)

  test('is estimated to a few points', () => {
    expect(Math.abs(found.estimated / n - 0.08)).toBeLessThan(0.05)
  })

  test('most suspects are wrong, and most wrong labels are suspect', () => {
    const right = found.suspects.filter(({ row }) => truth[row] !== given[row])
    expect(right.length / found.suspects.length).toBeGreaterThan(0.55)
    expect(right.length / (0.08 * n)).toBeGreaterThan(0.55)
  })

  test('other names for the classes change nothing but the names', () => {
    const turned = new Float64Array(n * k)
    for (let row = 0; row < n; row++)
      for (let c = 0; c < k; c++) turned[row * k + (k - 1 - c)] = posterior[row * k + c]!
    const other = findLabelErrors(
      turned,
      given.map(c => k - 1 - c),
      k,
    )
    expect(other.suspects.map(({ row }) => row)).toEqual(found.suspects.map(({ row }) => row))
    expect(other.estimated).toBeCloseTo(found.estimated, 6)
  })
})

describe.each([
  { name: 'comments', read: readDemoComments },
  { name: 'messages', read: readSmsMessages },
])('of gold on $name, a twentieth of which is flipped,', ({ read }) => {
  test('a text model alone names at least half among the first that it suspects', async () => {
    const { texts, reference } = await read()
    const { given, flipped } = flippedGold(reference, 2, 0.05, 11)
    const posterior = readGold({ features: tfidf(texts), given, teaching: given, classCount: 2, seed: 0 })
    const { suspects } = findLabelErrors(posterior, given, 2)
    const { precision, recall } = foundAmongFirst(
      suspects.map(({ row }) => row),
      flipped,
    )
    expect(precision).toBeGreaterThanOrEqual(0.6)
    expect(recall).toBeGreaterThanOrEqual(0.6)
  })
})

test('labels that may not teach are read by a model that saw none of them', async () => {
  const { texts, reference } = await readDemoComments()
  const features = tfidf(texts)
  const given = reference.slice()
  const teaching = given.map((c, row) => (row % 2 === 0 ? c : NONE))
  const wrong = given.map((c, row) => (row % 2 === 0 ? c : 1 - c))
  const [one, other] = [given, wrong].map(labels =>
    readGold({ features, given: labels, teaching, classCount: 2, seed: 0 }),
  )
  expect(other).toEqual(one)
  const right = given.filter((c, row) => one![row * 2 + c]! > 0.5).length
  expect(right / given.length).toBeGreaterThan(0.85)
})
