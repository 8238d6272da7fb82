import { describe, expect, test } from 'vitest'
import { STATES } from '../../../../src-shared/vocabulary.ts'
import { createRandom } from '../numeric/random.ts'
import { votes } from '../../testing/votes.ts'
import { rank } from './rank.ts'
import type { StrategyInput } from './query-strategy.ts'
import { queryStrategies, queryStrategy } from './registry.ts'

const L = votes(
  2,
  `
  0 0 1 .
  1 0 0 .
  1 . 0 .
  0 1 1 1`,
)
const posterior = Float64Array.of(0.5, 0.5, 0.9, 0.1, 0.6, 0.4, 0.3, 0.7)
const input: StrategyInput = {
  L: { ...L },
  posterior,
  states: Uint8Array.from([1, 1, 1, 1]),
  gold: new Int8Array(4).fill(-1),
  candidates: Uint8Array.of(1, 1, 1, 0),
  classNames: ['HAM', 'SPAM'],
  seed: 3,
}

describe.each(queryStrategies)('$id', strategy => {
  test('never asks a record that may not be asked', () => {
    const scores = strategy.score(input)
    expect(scores[3]).toBe(-Infinity)
    expect([...rank(scores, 10, 1)].sort()).toEqual([0, 1, 2])
  })

  test('is the same for the same seed and gives a reason for each record', () => {
    expect(strategy.score(input)).toEqual(strategy.score(input))
    for (const row of [0, 1, 2]) expect(strategy.reason(input, row)).toMatch(/\w{3}/)
  })

  test('gives finite scores for three classes and records without a vote', () => {
    const uncovered = { ...input, classNames: ['A', 'B', 'C'], posterior: new Float64Array(12).fill(1 / 3) }
    for (const row of [0, 1, 2]) expect(Number.isFinite(strategy.score(uncovered)[row])).toBe(true)
  })
})

test.each(['entropy', 'margin', 'least-confidence'])('%s asks the flattest posterior first', id => {
  expect([...rank(queryStrategy(id)!.score(input), 3, 1)]).toEqual([0, 2, 1])
})

test('conflict asks the most evenly divided votes first and counts the camps', () => {
  const strategy = queryStrategy('conflict')!
  expect(strategy.reason(input, 0)).toBe('2 LFs say HAM, 1 says SPAM')
  expect(strategy.reason({ ...input, L: votes(2, '1 . \n 1 1 \n . .') }, 0)).toBe('1 LF says SPAM')
  expect(strategy.reason({ ...input, L: votes(2, '1 . \n 1 1 \n . .') }, 1)).toBe('2 LFs say SPAM')
  expect([...rank(strategy.score(input), 3, 1)][0]).toBe(2)
})

test('among equally divided votes, the one with more voters is asked first', () => {
  const M = votes(2, '0 1 . . \n 0 0 1 1 \n 0 . . .')
  const strategy = queryStrategy('conflict')!
  const scores = strategy.score({ ...input, L: M, gold: input.gold.slice(0, 3), candidates: Uint8Array.of(1, 1, 1) })
  expect([...rank(scores, 3, 1)]).toEqual([1, 0, 2])
})

test('the default asks uncovered records after uncertain ones, and says that no LF votes there', () => {
  const strategy = queryStrategy('default')!
  const states = Uint8Array.from({ length: 4 }, () => STATES.indexOf('uncovered'))
  const reasons = [0, 1, 2].map(row => strategy.reason({ ...input, states }, row))
  expect(reasons.every(reason => reason === 'no LF votes here' || reason === 'random check')).toBe(true)
})

test('the default asks an uncertain record first where LFs contradict each other, and says so', () => {
  const strategy = queryStrategy('default')!
  const M = votes(2, '0 . . \n 0 1 . \n 0 0 0 \n 1 1 0')
  const even = Float64Array.of(0.55, 0.45, 0.6, 0.4, 0.95, 0.05, 0.4, 0.6)
  const n = 4
  const many = {
    ...input,
    L: M,
    posterior: even,
    gold: new Int8Array(n).fill(-1),
    candidates: new Uint8Array(n).fill(1),
  }
  expect([0, 1, 2, 3].some(row => strategy.isAudit!(row, many.seed))).toBe(false)
  expect([...rank(strategy.score(many), n, 3)]).toEqual([1, 3, 0, 2])
  expect(strategy.reason(many, 1)).toMatch(/^1 LF says HAM, 1 says SPAM; margin 0\.20/)
})

test('one record in ten of the default queue is a random check, from its top to its end', () => {
  const n = 20_000
  const draw = createRandom(5)
  const flat = new Float64Array(2 * n)
  for (let i = 0; i < n; i++) {
    flat[2 * i] = draw() ** 4
    flat[2 * i + 1] = 1 - flat[2 * i]!
  }
  const many: StrategyInput = {
    L: { votes: new Int8Array(n), recordCount: n, lfCount: 1, classCount: 2 },
    posterior: flat,
    states: new Uint8Array(n).fill(STATES.indexOf('pseudo')),
    gold: new Int8Array(n).fill(-1),
    candidates: new Uint8Array(n).fill(1),
    classNames: ['HAM', 'SPAM'],
    seed: 8,
  }
  const strategy = queryStrategy('default')!
  const order = rank(strategy.score(many), n, 8)
  for (const [from, to] of [
    [0, 1000],
    [1000, 5000],
    [5000, n],
  ] as const) {
    const checks = [...order.subarray(from, to)].filter(row => strategy.reason(many, row) === 'random check')
    expect(Math.abs(checks.length / (to - from) - 0.1)).toBeLessThan(0.03)
    expect(checks).toEqual([...order.subarray(from, to)].filter(row => strategy.isAudit!(row, 8)))
  }
})

test('unproven votes: what nobody has checked comes first, and answers that bear the model out make it wait', () => {
  const strategy = queryStrategy('max-kl')!
  const M = votes(2, '0 0 0 0 0 1 1 1 1 1'.replaceAll(' ', '\n'))
  const sure = Float64Array.from({ length: 20 }, (_, x) => (x % 2 === (x < 10 ? 0 : 1) ? 0.95 : 0.05))
  const asked = (gold: number[]): StrategyInput => ({
    ...input,
    L: M,
    posterior: sure,
    states: new Uint8Array(10).fill(STATES.indexOf('pseudo')),
    gold: Int8Array.from(gold),
    candidates: Uint8Array.from(gold, c => +(c < 0)),
  })
  const firstOf = (gold: number[]) => rank(strategy.score(asked(gold)), 1, 1)[0]!
  expect(firstOf([0, 0, -1, -1, -1, -1, -1, -1, -1, -1])).toBeGreaterThanOrEqual(5)
  expect(firstOf([0, 0, -1, -1, -1, 0, 0, -1, -1, -1])).toBeGreaterThanOrEqual(5)
  expect(firstOf([1, 1, -1, -1, -1, 1, 1, -1, -1, -1])).toBeLessThan(5)
  const reason = strategy.reason(asked([0, 0, -1, -1, -1, -1, -1, -1, -1, -1]), 2)
  expect(reason).toBe('2 of 5 records with these votes are answered')
})

test('votes against text: where the text turns the answer comes first', () => {
  const strategy = queryStrategy('text-disagreement')!
  const byVotes = Float64Array.of(0.5, 0.5, 0.1, 0.9, 0.6, 0.4, 0.3, 0.7)
  expect([...rank(strategy.score({ ...input, byVotes }), 1, 1)]).toEqual([1])
  expect(strategy.reason({ ...input, byVotes }, 1)).toBe('by the votes alone SPAM 0.90, with the text HAM 0.90')
  expect(strategy.reason(input, 1)).toBe('the model reads no text')
})

test('relabel: gold that the votes speak against comes first, and says what they say', () => {
  const strategy = queryStrategy('relabel')!
  const decided = { ...input, gold: Int8Array.of(1, 1, 0, 0), candidates: new Uint8Array(4).fill(1) }
  const byVotes = Float64Array.of(0.5, 0.5, 0.1, 0.9, 0.2, 0.8, 0.7, 0.3)
  expect([...rank(strategy.score({ ...decided, byVotes }), 4, 1)]).toEqual([2, 0, 3, 1])
  expect(strategy.reason({ ...decided, byVotes }, 2)).toBe('gold is HAM, by the votes SPAM 0.80')
  expect(strategy.reason({ ...decided, byVotes }, 1)).toBe('gold is SPAM, and the votes agree: SPAM 0.90')
  // Votes 0 0 1: two of three, with an imagined vote for each class 3/5.
  expect(strategy.reason(decided, 0)).toBe('gold is SPAM, by the votes HAM 0.60')
})
