import { expect, test } from 'vitest'
import { FAULT, NONE, UNSEEN } from '../../../../../src-shared/vocabulary.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { votes } from '../../../testing/votes.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { dawidSkene } from '../models/dawid-skene.ts'
import { classAccuracy } from '../models/class-accuracy.ts'
import { oneCoin } from '../models/one-coin.ts'
import { resolveOptions } from '../registry.ts'

const family = [dawidSkene, classAccuracy, oneCoin]

const fit = (model: (typeof family)[number], L: LabelMatrix, silence: number) =>
  model.fit(L, {
    gold: new Int8Array(L.recordCount).fill(NONE),
    options: resolveOptions(model, { silence }),
    seed: 0,
  })

/** Five good LFs, and one that finds nearly all of class 0 and is right half of the time. */
function finder() {
  const { L, truth } = plantVotes(3000, lfsBetween(5, 0.65, 0.75, 0.6), [0.5, 0.5], 3)
  const n = L.recordCount
  const extra = Int8Array.from(truth, (c, i) => (c === 0 ? (i % 20 === 0 ? -1 : 0) : i % 3 === 0 ? 0 : -1))
  const all = new Int8Array(6 * n)
  all.set(L.votes)
  all.set(extra, 5 * n)
  return { L: { ...L, votes: all, lfCount: 6 }, truth }
}

const right = ({ L, truth }: ReturnType<typeof finder>, posterior: Float64Array) => {
  let count = 0
  for (let i = 0; i < L.recordCount; i++) if (posterior[2 * i + truth[i]!]! > 0.5) count++
  return count / L.recordCount
}

test.each(family)('$id: the silence of an LF that finds nearly all of a class tells', model => {
  const planted = finder()
  const without = right(planted, fit(model, planted.L, 0).posterior)
  const withIt = right(planted, fit(model, planted.L, 1).posterior)
  expect(withIt).toBeGreaterThan(without + 0.03)
})

test.each(family)('$id: what was not run or failed stays missing, and silence alone makes no label', model => {
  const L = votes(2, '0 0 . \n 1 1 1 \n 0 . ? \n . . . \n ? . !')
  const fitted = fit(model, L, 1)
  expect(fitted.lfAccuracy.length).toBe(3)
  for (const i of [3, 4]) expect([...fitted.posterior.subarray(2 * i, 2 * i + 2)]).toEqual([...fitted.classBalance])
  const failed = { ...L, votes: L.votes.map(vote => (vote === UNSEEN ? FAULT : vote)) }
  expect(fit(model, failed, 1)).toEqual(fitted)
})

test('with two classes an accuracy by class is all there is to learn', () => {
  const { L } = plantVotes(500, lfsBetween(4, 0.6, 0.9, 0.5), [0.6, 0.4], 1)
  const one = fit(dawidSkene, L, 0)
  const other = fit(classAccuracy, L, 0)
  one.posterior.forEach((p, x) => expect(other.posterior[x]!).toBeCloseTo(p, 9))
})
