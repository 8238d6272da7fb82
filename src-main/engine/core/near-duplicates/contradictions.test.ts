import { expect, test } from 'vitest'
import { readDemoComments } from '../../testing/demo-comments.ts'
import { gold } from '../../testing/votes.ts'
import { createRandom, randomInteger } from '../numeric/random.ts'
import { ALMOST, findContradictions } from './contradictions.ts'
import { folded, resemblance, shinglesOf } from './shingles.ts'

const alike = (a: string, b: string): number => resemblance(shinglesOf(folded(a)), shinglesOf(folded(b)))

test('the same words in other case, accents and punctuation are the same', () => {
  expect(alike('Check OUT my châine!!!', 'check out, my chaine')).toBe(1)
})

test('resemblance is the share of common pieces of four signs', () => {
  // abcd bcde against abcd bcdf
  expect(alike('abcde', 'abcdf')).toBe(1 / 3)
  expect(alike('ab', 'ab')).toBe(1)
  expect(alike('ab', 'cd')).toBe(0)
})

test('near-duplicates of two classes are a contradiction, those of one class are none', () => {
  const texts = [
    'please subscribe to my channel for more covers',
    'Please subscribe to my channel, for more covers!',
    'please subscribe to my channel for more covers 1',
    'what a lovely song, it makes me cry',
    'what a lovely song, it makes me cry!',
    'please subscribe to my channel for more covers',
    '',
    '!!!',
  ]
  expect(findContradictions({ texts, given: gold('1 1 0 0 0 . 0 1') })).toEqual([
    { rows: [0, 1, 2], resemblance: expect.closeTo(0.957, 2) },
  ])
  expect(findContradictions({ texts, given: gold('1 1 1 0 0 . 0 1') })).toEqual([])
})

test('the same words come first, and nothing is found among none', () => {
  const texts = [
    'one two three four five six',
    'one two three four five six 7',
    'seven eight nine',
    'Seven, eight: nine',
  ]
  const found = findContradictions({ texts, given: gold('0 1 0 1') })
  expect(found.map(({ rows }) => rows)).toEqual([
    [2, 3],
    [0, 1],
  ])
  expect(findContradictions({ texts: [], given: new Int8Array(0) })).toEqual([])
})

test('on real comments every contradiction that comparing all pairs finds is found', async () => {
  const { texts, reference } = await readDemoComments()
  const random = createRandom(4)
  const given = reference.map(c => (random() < 0.2 ? 1 - c : c))
  const found = findContradictions({ texts, given })
  const groupOf = new Map(found.flatMap(({ rows }, at) => rows.map(row => [row, at] as const)))
  const sets = texts.map(text => (folded(text) === '' ? undefined : shinglesOf(folded(text))))
  const missed: string[] = []
  let pairs = 0
  for (let a = 0; a < texts.length; a++) {
    for (let b = 0; b < a; b++) {
      const [one, other] = [sets[a], sets[b]]
      if (given[a] === given[b] || !one || !other || resemblance(one, other) < ALMOST) continue
      pairs++
      if (groupOf.get(a) === undefined || groupOf.get(b) === undefined) missed.push(`${texts[a]} / ${texts[b]}`)
    }
  }
  expect(pairs).toBeGreaterThan(100)
  expect(missed).toEqual([])
  for (const { rows } of found) expect(new Set(rows.map(row => given[row])).size).toBe(2)
})

test('among 100,000 records planted near-duplicates are found within 20 seconds', () => {
  const random = createRandom(9)
  const words = Array.from({ length: 5_000 }, (_, at) => `w${(at * 7919).toString(36)}`)
  const sentence = () => Array.from({ length: 14 }, () => words[randomInteger(random, words.length)]!)
  const planted = 500
  const texts: string[] = []
  for (let i = 0; i < 50_000; i++) {
    const said = sentence()
    texts.push(said.join(' '), (i < planted ? [...said, 'x'] : sentence()).join(' '))
  }
  const given = Int8Array.from(texts, (_, row) => row % 2)
  const started = performance.now()
  const found = findContradictions({ texts, given })
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(found).toHaveLength(planted)
})

test('thousands that all read alike are told without comparing each with each', () => {
  const texts = Array.from(
    { length: 20_000 },
    (_, i) => `visit my page number ${i} for free and really good games and music`,
  )
  const given = Int8Array.from(texts, (_, row) => row % 2)
  const started = performance.now()
  const found = findContradictions({ texts, given })
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(found[0]!.rows.length).toBeGreaterThan(1)
})
