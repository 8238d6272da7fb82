import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { createRandom } from '../numeric/random.ts'
import { tfidf } from '../text/tfidf.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { labelModel, labelModels, resolveOptions } from '../label-models/registry.ts'
import { contributions } from './contributions.ts'

/** Votes of five LFs, the first of them there three times. */
function copied(k: number): LabelMatrix {
  const balance = Array.from({ length: k }, (_, c) => (c + 1) / ((k * (k + 1)) / 2))
  const { L } = plantVotes(600, lfsBetween(5, 0.6, 0.85, 0.6), balance, 4)
  const n = L.recordCount
  const votes = new Int8Array(7 * n)
  votes.set(L.votes)
  for (const copy of [5, 6]) votes.set(L.votes.subarray(0, n), copy * n)
  return { ...L, lfCount: 7, votes }
}

const saidOn = (L: LabelMatrix, i: number) =>
  Array.from({ length: L.lfCount }, (_, j) => L.votes[j * L.recordCount + i]!)

const logLinear = ['dawid-skene', 'one-coin', 'mace', 'matrix-completion', 'triplet']

test.each(logLinear.flatMap(id => [2, 3].map(k => ({ id, k }))))(
  'of $id with $k classes, class balance and votes add up to the log-odds, copies sharing their weight',
  ({ id, k }) => {
    const L = copied(k)
    const model = labelModel(id)!
    const input = { gold: new Int8Array(L.recordCount).fill(NONE), options: resolveOptions(model, {}), seed: 1 }
    const fitted = model.fit(L, input)
    let shared = 0
    for (let i = 0; i < L.recordCount; i++) {
      const said = saidOn(L, i)
      if (said.every(vote => vote < 0)) continue
      for (let second = 1; second < k; second++) {
        const logOdds = Math.log(fitted.posterior[i * k]! / fitted.posterior[i * k + second]!)
        const told = contributions(fitted, { said, logOdds, first: 0, second })!
        expect(told.rest).toBeCloseTo(0, 6)
        if (said[0]! >= 0 && told.shares[0]! <= 0.4) shared++
      }
    }
    expect(shared).toBeGreaterThan(100)
  },
)

describe('where the text has its say', () => {
  const words = [
    ['win', 'cash', 'prize', 'free'],
    ['song', 'love', 'band', 'live'],
  ]
  const { L, truth } = plantVotes(800, lfsBetween(4, 0.6, 0.8, 0.4), [0.5, 0.5], 9)
  const random = createRandom(2)
  const word = (c: number) => words[random() < 0.85 ? c : 1 - c]![Math.floor(4 * random())]!
  const texts = [...truth].map(c => `${word(c)} ${word(c)}`)
  const features = tfidf(texts)
  const gold = truth.map((c, i) => (i < 40 ? c : NONE))

  test.each(['consensus', 'auto'])('of %s what is left over is what the text says, whatever the votes are', id => {
    const fitted = labelModel(id)!.fit(L, { gold, options: {}, seed: 1, features })
    const rests = new Map<string, number[]>()
    for (let i = 40; i < L.recordCount; i++) {
      const said = saidOn(L, i)
      if (said.every(vote => vote < 0)) continue
      const logOdds = Math.log(fitted.posterior[2 * i]! / fitted.posterior[2 * i + 1]!)
      const { rest } = contributions(fitted, { said, logOdds, first: 0, second: 1 })!
      rests.set(texts[i]!, [...(rests.get(texts[i]!) ?? []), rest])
    }
    for (const [text, [first, ...others]] of rests) {
      for (const other of others) expect(other).toBeCloseTo(first!, 6)
      const isOf = (c: number) => text.split(' ').every(one => words[c]!.includes(one))
      if (isOf(0)) expect(first).toBeGreaterThan(0.3)
      if (isOf(1)) expect(first).toBeLessThan(-0.3)
    }
  })
})

test('every model either tells its weights or says that it does not add up', () => {
  const L = copied(2)
  for (const model of labelModels) {
    const input = { gold: new Int8Array(L.recordCount).fill(NONE), options: resolveOptions(model, {}), seed: 1 }
    const { logWeights, logPrior, classBalance, follows } = model.fit(L, input)
    const told = contributions(
      { logWeights, logPrior, classBalance, follows },
      { said: saidOn(L, 0), logOdds: 1, first: 0, second: 1 },
    )
    expect(told === undefined).toBe(logWeights === undefined)
    if (logWeights) expect(Number.isFinite(told!.rest)).toBe(true)
  }
}, 30_000)
