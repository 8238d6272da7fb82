import { describe, expect, test } from 'vitest'
import { NONE, STATES } from '../../../../../src-shared/vocabulary.ts'
import { CROWD_SETS, LF_SETS, reference } from '../../../testing/reference.ts'
import { scoresOf } from '../../../testing/scores.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { votes } from '../../../testing/votes.ts'
import { againstAllVotes } from '../../analysis/against-all-votes.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { createRandom, shuffle } from '../../numeric/random.ts'
import { recordStates } from '../../states.ts'
import { tfidf } from '../../text/tfidf.ts'
import type { FitInput } from '../label-model.ts'
import { fitAuto } from './auto.ts'
import { logLoss, temperatureOn } from './calibration.ts'

const fit = (L: LabelMatrix, input: Partial<FitInput> = {}) =>
  fitAuto(L, { gold: new Int8Array(L.recordCount).fill(NONE), options: {}, seed: 1, ...input })

test('on real votes it is on average better and better calibrated than any one model', () => {
  const sets = [...LF_SETS, ...CROWD_SETS].map(set => reference(set))
  const scores = sets.map(({ L, gold }) => scoresOf(L, fit(L), gold))
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  expect(mean(scores.map(score => score.accuracyCovered!))).toBeGreaterThan(0.775)
  expect(mean(scores.map(score => score.brierCovered!))).toBeLessThan(0.34)
  scores.forEach(({ accuracyCovered }, at) => {
    expect(accuracyCovered!).toBeGreaterThan(sets[at]!.majorityVote - 0.005)
  })
})

test('two LFs tell nothing of who is right, and it says so', () => {
  const { posterior, reason } = fit(votes(2, '0 0 \n 0 1 \n 1 . \n 1 1'))
  expect([...posterior.subarray(2, 4)]).toEqual([0.5, 0.5])
  expect(reason).toMatch(/Fewer than three LFs vote/)
})

test('it names the models that it trusts', () => {
  const { reason } = fit(plantVotes(500, lfsBetween(6, 0.6, 0.9, 0.5), [0.5, 0.5], 1).L)
  expect(reason).toMatch(/Each model counts as far as it foretells .*Dawid-Skene \d+ %/)
})

test('gold makes records without gold better too', () => {
  const { L, truth } = plantVotes(
    1500,
    [...lfsBetween(3, 0.35, 0.45, 0.7), ...lfsBetween(2, 0.8, 0.9, 0.5)],
    [0.5, 0.5],
    3,
  )
  const gold = truth.map((c, i) => (i % 15 === 0 ? c : NONE))
  const others = truth.map((c, i) => (gold[i] === NONE ? c : NONE))
  const before = scoresOf(L, fit(L), others).accuracyCovered!
  const fitted = fit(L, { gold })
  expect(scoresOf(L, fitted, others).accuracyCovered!).toBeGreaterThan(before + 0.02)
  expect(fitted.reason).toMatch(/100 gold records/)
})

test('a little gold of real crowd workers, drawn by chance, does not make the others worse', () => {
  const { L, gold: truth } = reference('crowd_rte')
  const alone = fit(L)
  const gains = [0, 1, 2, 3, 4, 5].map(seed => {
    const drawn = shuffle([...truth.keys()], createRandom(seed)).slice(0, 60)
    const gold = truth.map((c, i) => (drawn.includes(i) ? c : NONE))
    const others = truth.map((c, i) => (drawn.includes(i) ? NONE : c))
    return scoresOf(L, fit(L, { gold }), others).accuracyCovered! - scoresOf(L, alone, others).accuracyCovered!
  })
  expect(Math.min(...gains)).toBeGreaterThan(-0.01)
})

test('gold can turn the answer against all LFs, where they agree on what is not so', () => {
  const rows = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? '0 0 .' : i % 3 === 1 ? '1 1 1' : '0 . 1'))
  const L = votes(2, rows.join('\n'))
  const known = Int8Array.from(rows, (_, i) => (i < 90 && i % 3 !== 2 ? 1 : NONE))
  const against = againstAllVotes(L, fit(L, { gold: known }).posterior, known)
  expect([...against]).toEqual(rows.map((_, i) => (i >= 90 && i % 3 === 0 ? 1 : 0)))
})

describe('with texts', () => {
  const words = [
    ['win', 'cash', 'prize', 'free'],
    ['song', 'love', 'band', 'live'],
  ]
  const { L, truth } = plantVotes(800, lfsBetween(4, 0.55, 0.75, 0.3), [0.5, 0.5], 9)
  const textsLike = (classes: Int8Array) => {
    const random = createRandom(2)
    const word = (c: number) => words[random() < 0.75 ? c : 1 - c]![Math.floor(4 * random())]!
    return [...classes].map(c => Array.from({ length: 5 }, () => word(c)).join(' '))
  }
  const texts = textsLike(truth)
  const features = tfidf(texts)

  test('records are labeled better than by votes alone, uncovered ones as well', () => {
    const alone = scoresOf(L, fit(L), truth)
    const fitted = fit(L, { features })
    const along = scoresOf(L, fitted, truth)
    expect(along.accuracyCovered!).toBeGreaterThan(alone.accuracyCovered! + 0.05)
    expect(along.brierCovered!).toBeLessThan(alone.brierCovered!)
    const uncovered = [...truth.keys()].filter(i => [0, 1, 2, 3].every(j => L.votes[j * 800 + i]! < 0))
    const right = uncovered.filter(i => fitted.posterior[2 * i + truth[i]!]! > 0.5)
    expect(right.length / uncovered.length).toBeGreaterThan(0.75)
  })

  test('a record without a vote gets no class from how frequent the classes are, whatever gold there is', () => {
    const rows = Array.from({ length: 300 }, (_, i) => (i % 10 === 9 ? '. . .' : i % 4 === 0 ? '0 0 .' : '1 1 1'))
    const voted = votes(2, rows.join('\n'))
    const says = (i: number) =>
      rows[i]!.startsWith('.') ? ['', 'unheard'][i % 2]! : words[i % 4 === 0 ? 0 : 1]!.join(' ')
    const some = Int8Array.from(rows, (row, i) => (i < 100 && row.startsWith('1') ? 1 : NONE))
    for (const gold of [new Int8Array(300).fill(NONE), some]) {
      for (const read of [undefined, tfidf(rows.map((_, i) => says(i)))]) {
        const { posterior, classBalance } = fit(voted, { gold, ...(read ? { features: read } : {}) })
        const states = recordStates(voted, posterior, classBalance)
        expect(rows.filter((row, i) => row.startsWith('.') && STATES[states[i]!] !== 'uncovered')).toEqual([])
      }
    }
  })

  test('gold stays certain, the same seed gives the same bits, and other texts are refused', () => {
    const gold = truth.map((c, i) => (i < 20 ? 1 - c : NONE))
    const once = fit(L, { features, gold })
    expect(once.posterior[2 * 3 + (1 - truth[3]!)]).toBe(1)
    expect(fit(L, { features, gold }).posterior).toEqual(once.posterior)
    expect(() => fit(L, { features: tfidf(texts.slice(1)) })).toThrow('the features have 799 rows for 800 records')
  })

  describe('a fit that builds on the last one', () => {
    const many = plantVotes(12_000, lfsBetween(6, 0.75, 0.95, 0.6), [0.5, 0.5], 9)
    const read = tfidf(textsLike(many.truth))
    const goldUpTo = (count: number) => many.truth.map((c, i) => (i < count ? c : NONE))
    const { kept } = fit(many.L, { features: read, gold: goldUpTo(40) })

    test('gives what a fit from nothing gives, to 0.002 on average and 99.9 % of the classes', () => {
      const input = { features: read, gold: goldUpTo(43) }
      const cold = fit(many.L, input).posterior
      const warm = fit(many.L, { ...input, kept }).posterior
      const apart = cold.reduce((sum, p, x) => sum + Math.abs(p - warm[x]!), 0) / cold.length
      expect(apart).toBeGreaterThan(0)
      expect(apart).toBeLessThan(0.002)
      const others = cold.filter((p, x) => x % 2 === 0 && p > 0.5 !== warm[x]! > 0.5)
      expect(others.length).toBeLessThan(12)
      for (let i = 0; i < 43; i++) expect(warm[2 * i + many.truth[i]!]).toBe(1)
      expect(fit(many.L, { ...input, kept }).posterior).toEqual(warm)
    })

    test.each([
      ['there is much new gold', goldUpTo(80)],
      ['one is gold no more', goldUpTo(39)],
      ['one is gold of another class', goldUpTo(40).map((c, i) => (i === 3 ? 1 - c : c))],
    ])('reads the texts anew once %s', (_, gold) => {
      const warm = fit(many.L, { features: read, gold, kept })
      expect(warm.posterior).toEqual(fit(many.L, { features: read, gold }).posterior)
      expect(warm.kept!.texts!.gold).toEqual(gold)
    })

    test('with few records it is the same to the last bit', () => {
      const gold = truth.map((c, i) => (i < 40 ? c : NONE))
      const more = truth.map((c, i) => (i < 41 ? c : NONE))
      const { kept: ofFew } = fit(L, { features, gold })
      expect(fit(L, { features, gold: more, kept: ofFew }).posterior).toEqual(
        fit(L, { features, gold: more }).posterior,
      )
    })

    test('with votes alone it is the same to the last bit', () => {
      const { kept: ofVotes } = fit(many.L, { gold: goldUpTo(40) })
      const gold = goldUpTo(60)
      expect(fit(many.L, { gold, kept: ofVotes }).posterior).toEqual(fit(many.L, { gold }).posterior)
    })
  })
})

test('the temperature is that under which gold is least surprising, and 1 without gold', () => {
  const posterior = Float64Array.from({ length: 400 }, (_, x) => (x % 2 === 0 ? 0.99 : 0.01))
  const gold = Int8Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? 1 : 0))
  const temperature = temperatureOn(posterior, gold, 2)
  expect(temperature).toBeGreaterThan(1.5)
  expect(logLoss(posterior, gold, 2, temperature)).toBeLessThan(logLoss(posterior, gold, 2))
  expect(temperatureOn(posterior, new Int8Array(200).fill(NONE), 2)).toBe(1)
})
