import { expect, test } from 'vitest'
import { CONSENSUS_POLICIES, type ConsensusPolicy } from '../../../../src-shared/vocabulary.ts'
import { createRandom, randomInteger, type Random, shuffle } from '../numeric/random.ts'
import { consensus, type ConsensusRule, type Decided, opinionsOf } from './consensus.ts'

const rule = (policy: ConsensusPolicy, given: Partial<ConsensusRule> = {}): ConsensusRule => ({
  policy,
  wanted: 1,
  classCount: 3,
  accuracyOf: () => 0.9,
  ...given,
})
const single = rule('single')
const label = (c: number, annotator = 'ada', asked: string | null = null): Decided => ({
  annotator,
  kind: 'label',
  class: c,
  asked,
})
const skip: Decided = { annotator: 'ada', kind: 'skip', class: null, asked: null }
const flag: Decided = { annotator: 'ada', kind: 'flag', class: null, asked: null }
const gold = (decisions: Decided[], by: ConsensusRule) => consensus(decisions, by).gold

test('by default the last class wins, whoever said it', () => {
  expect(consensus([label(0), label(1, 'bob')], single)).toMatchObject({ gold: 1, disputed: false })
})

test.each(CONSENSUS_POLICIES)('%s: without a decision there is no gold', policy => {
  expect(consensus([], rule(policy))).toEqual({
    gold: undefined,
    flagged: false,
    skipped: false,
    waiting: false,
    disputed: false,
  })
})

test('a flag or a skip after a class keeps the class and its own mark', () => {
  expect(consensus([label(0), flag], single)).toMatchObject({ gold: 0, flagged: true })
  expect(consensus([label(0), skip], single)).toMatchObject({ gold: 0, skipped: true })
})

test('a class after a flag takes the flag away', () => {
  expect(consensus([flag, label(1)], single)).toMatchObject({ gold: 1, flagged: false })
})

test('a majority is more than half; without one there is a dispute', () => {
  const majority = rule('majority')
  expect(consensus([label(0), label(1, 'bob')], majority)).toMatchObject({ gold: undefined, disputed: true })
  expect(gold([label(0), label(1, 'bob'), label(1, 'cy')], majority)).toBe(1)
  expect(gold([label(0), label(1, 'bob'), label(2, 'cy')], majority)).toBeUndefined()
})

test('one who differs is enough against unanimity', () => {
  const unanimous = rule('unanimous')
  expect(gold([label(1), label(1, 'bob')], unanimous)).toBe(1)
  expect(consensus([label(0), label(1, 'bob'), label(1, 'cy')], unanimous)).toMatchObject({ disputed: true })
})

test('who is more often right weighs more, and near equals are a dispute', () => {
  const accuracies: Record<string, number> = { ada: 0.95, bob: 0.6, cy: 0.6 }
  const weighted = rule('model-weighted', { classCount: 2, accuracyOf: name => accuracies[name]! })
  // Ada: 0.95 / 0.05 = 19; Bob and Cy: (0.6 / 0.4)² = 2.25. P = 19 / (19 + 2.25) = 0.89.
  expect(gold([label(0), label(1, 'bob'), label(1, 'cy')], weighted)).toBe(0)
  expect(consensus([label(0, 'bob'), label(1, 'cy')], weighted)).toMatchObject({ gold: undefined, disputed: true })
  // One alone with 0.6 is less than three to one.
  expect(consensus([label(0, 'bob')], weighted)).toMatchObject({ disputed: true })
})

test('a record that is asked of two waits for the second, and one person twice is one', () => {
  for (const policy of CONSENSUS_POLICIES) {
    const two = rule(policy, { wanted: 2 })
    expect(consensus([label(1)], two)).toMatchObject({ gold: undefined, waiting: true, disputed: false })
    expect(consensus([label(0), label(1)], two)).toMatchObject({ gold: undefined, waiting: true })
    expect(consensus([label(1), label(1, 'bob')], two)).toMatchObject({ gold: 1, waiting: false })
  }
})

test('an adjudication settles, whatever is waited for and whoever comes after it', () => {
  for (const policy of CONSENSUS_POLICIES) {
    const two = rule(policy, { wanted: 2 })
    expect(consensus([label(0), label(2, 'eve', 'recheck')], two)).toMatchObject({ gold: 2, waiting: false })
    expect(gold([label(0), label(1, 'bob'), label(2, 'eve', 'recheck')], two)).toBe(2)
  }
  const later = [label(0), label(1, 'bob'), label(2, 'eve', 'recheck'), label(0, 'cy')]
  expect(gold(later, rule('majority'))).toBe(2)
  expect(gold(later, single)).toBe(0)
})

test('an adjudication is no opinion', () => {
  expect([...opinionsOf([label(0), label(1, 'eve', 'recheck')])]).toEqual([['ada', 0]])
})

/** Anything that may be in a log: several annotators who change their minds, skip, flag, and sometimes settle. */
function anyLog(random: Random, { settles = true } = {}): Decided[] {
  return Array.from({ length: randomInteger(random, 8) }, () => {
    const annotator = 'abcd'[randomInteger(random, 4)]!
    const draw = random()
    if (draw < 0.1) return { ...skip, annotator }
    if (draw < 0.2) return { ...flag, annotator }
    return label(randomInteger(random, 3), annotator, settles && draw > 0.9 ? 'recheck' : null)
  })
}

const accuracyOf = (annotator: string): number => ({ a: 0.95, b: 0.8, c: 0.7, d: 0.55 })[annotator] ?? 0.5
const everyRule = CONSENSUS_POLICIES.flatMap(policy => [1, 2, 3].map(wanted => rule(policy, { wanted, accuracyOf })))

test('a record is gold, waiting, disputed, or undecided, and never two of these', () => {
  const random = createRandom(1)
  for (let round = 0; round < 2_000; round++) {
    const log = anyLog(random)
    for (const by of everyRule) {
      const { gold, waiting, disputed } = consensus(log, by)
      const states = [gold !== undefined, waiting, disputed].filter(Boolean).length
      expect(states).toBe(log.some(({ kind }) => kind === 'label') ? 1 : 0)
    }
  }
})

test('gold is a class that somebody said', () => {
  const random = createRandom(2)
  for (let round = 0; round < 2_000; round++) {
    const log = anyLog(random)
    for (const by of everyRule) {
      const { gold } = consensus(log, by)
      expect(gold === undefined || log.some(decision => decision.class === gold)).toBe(true)
    }
  }
})

test('but for the default, the order in which different annotators spoke does not matter', () => {
  const random = createRandom(3)
  const ofState = ({ gold, waiting, disputed }: ReturnType<typeof consensus>) => ({ gold, waiting, disputed })
  for (let round = 0; round < 2_000; round++) {
    const log = [...opinionsOf(anyLog(random, { settles: false }))].map(([annotator, c]) => label(c, annotator))
    const others = shuffle([...log], random)
    for (const by of everyRule.filter(({ policy }) => policy !== 'single'))
      expect(ofState(consensus(others, by))).toEqual(ofState(consensus(log, by)))
  }
})

test('renamed classes are renamed in the gold', () => {
  const random = createRandom(4)
  const renamed = [2, 0, 1]
  for (let round = 0; round < 2_000; round++) {
    const log = anyLog(random)
    const other = log.map(each => ({ ...each, class: each.class === null ? null : renamed[each.class]! }))
    for (const by of everyRule) {
      const expected = gold(log, by)
      expect(gold(other, by)).toBe(expected === undefined ? undefined : renamed[expected])
    }
  }
})

test('what all say is gold under every policy, and unanimous gold is gold of the majority', () => {
  const random = createRandom(5)
  for (let round = 0; round < 2_000; round++) {
    const log = anyLog(random, { settles: false })
    const unanimous = gold(log, rule('unanimous'))
    if (unanimous === undefined) continue
    expect(gold(log, rule('majority'))).toBe(unanimous)
    expect(gold(log, rule('model-weighted'))).toBe(unanimous)
  }
})

test('with equal weights, weighed gold is gold of the majority', () => {
  const random = createRandom(6)
  for (let round = 0; round < 2_000; round++) {
    const log = anyLog(random, { settles: false })
    const weighed = gold(log, rule('model-weighted', { accuracyOf: () => 0.8 }))
    const [most = 0, second = 0] = [...Map.groupBy(opinionsOf(log).values(), c => c).values()]
      .map(({ length }) => length)
      .sort((a, b) => b - a)
    expect(weighed === undefined || most > second).toBe(true)
  }
})
