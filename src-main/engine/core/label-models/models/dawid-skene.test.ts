import { describe, expect, test } from 'vitest'
import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { CROWD_SETS, LF_SETS, reference } from '../../../testing/reference.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { votes } from '../../../testing/votes.ts'
import { evaluate } from '../../analysis/metrics.ts'
import { type LabelMatrix, votesPerRecord } from '../../label-matrix.ts'
import { softmaxInPlace } from '../../numeric/log-space.ts'
import { recordStates } from '../../states.ts'
import { balanceOfGold } from '../em/class-balance.ts'
import { type DawidSkenePrior, dawidSkenePrior } from '../em/dawid-skene-prior.ts'
import { eachClassOnItsOwn } from '../em/confusion-matrices.ts'
import type { LabelModelFit } from '../label-model.ts'
import { voteRows } from '../votes/vote-rows.ts'
import { fitByEm, fitDawidSkene } from './dawid-skene.ts'

const defaults = { smoothing: 1, iterations: 300, tolerance: 1e-7 }
const noGold = (L: LabelMatrix) => new Int8Array(L.recordCount).fill(NONE)
const fit = (L: LabelMatrix, options: Partial<typeof defaults> = {}, gold = noGold(L)) =>
  fitDawidSkene(L, { gold, options: { ...defaults, ...options }, seed: 0 })

function accuracyCovered(L: LabelMatrix, { posterior, classBalance }: LabelModelFit, truth: Int8Array): number {
  const states = recordStates(L, posterior, classBalance)
  const { accuracyCovered: accuracy } = evaluate({
    posterior,
    truth,
    states,
    votesPerRecord: votesPerRecord(L),
    classCount: L.classCount,
  })
  return accuracy!
}

describe('without smoothing', () => {
  test.each(CROWD_SETS)("%s: the posteriors are crowd-kit's", set => {
    const { L, dawidSkene } = reference(set)
    const { posterior } = fit(L, { smoothing: 0 })
    const far = dawidSkene!.filter((row, i) =>
      row.some((p, c) => Math.abs(p - posterior[i * L.classCount + c]!) > 1e-3),
    )
    expect(far.length / L.recordCount).toBeLessThan(0.01)
  })

  test('LFs of one class each move nothing: all covered records are tied', () => {
    const L = votes(2, '0 . \n 0 . \n . 1 \n 0 1 \n . .')
    const { posterior, classBalance } = fit(L, { smoothing: 0 })
    expect([...recordStates(L, posterior, classBalance)]).toEqual([2, 2, 2, 2, 3])
  })
})

describe('with the default smoothing', () => {
  test.each(LF_SETS)('%s: not worse than majority vote, although LFs vote one class only', set => {
    const { L, gold, majorityVote } = reference(set)
    expect(accuracyCovered(L, fit(L), gold)).toBeGreaterThan(majorityVote - 0.005)
  })

  test.each(CROWD_SETS)('%s: better than majority vote', set => {
    const { L, gold, majorityVote } = reference(set)
    expect(accuracyCovered(L, fit(L), gold)).toBeGreaterThan(majorityVote + 0.01)
  })

  test('the planted class balance and accuracies come back', () => {
    const lfs = lfsBetween(10, 0.6, 0.9, 0.5)
    const { L } = plantVotes(20_000, lfs, [0.5, 0.3, 0.2], 3)
    const { classBalance, lfAccuracy } = fit(L)
    expect([...classBalance]).toEqual([0.5, 0.3, 0.2].map(share => expect.closeTo(share, 1.5)))
    expect([...lfAccuracy]).toEqual(lfs.map(({ accuracy }) => expect.closeTo(accuracy, 1.5)))
  })

  test('a lone vote of an LF of one class counts for that class, but is not taken for certain', () => {
    const lfs = [0, 1].map(only => ({ accuracy: 0.9, coverage: 0.1, only }))
    const { L } = plantVotes(2000, lfs, [0.5, 0.5], 1)
    const { posterior } = fit(L)
    const alone = [...posterior.keys()].filter(x => x % 2 === 0 && L.votes[x / 2]! >= 0 && L.votes[2000 + x / 2]! < 0)
    expect(alone.length).toBeGreaterThan(50)
    expect(alone.every(x => posterior[x]! > 0.7 && posterior[x]! < 0.97)).toBe(true)
  })

  test('an LF that votes the default class on every record leaves the exceptions to others', () => {
    const lfs = [0.95, 0.9].map(accuracy => ({ accuracy, coverage: 0.4, only: 1 }))
    const { L } = plantVotes(3000, [{ accuracy: 1, coverage: 1, only: 0 }, ...lfs], [0.9, 0.1], 2)
    L.votes.fill(0, 0, 3000)
    const { posterior } = fit(L)
    for (let i = 0; i < 3000; i++) {
      const isException = L.votes[3000 + i]! >= 0 || L.votes[6000 + i]! >= 0
      expect(posterior[2 * i + 1]! > 0.5).toBe(isException)
    }
  })

  test('gold corrects an LF that is always wrong', () => {
    const { L, truth } = plantVotes(1000, lfsBetween(3, 0.7, 0.9, 0.5), [0.5, 0.5], 5)
    const worst = L.votes.subarray(0, 1000)
    for (let i = 0; i < 1000; i++) worst[i] = i % 2 === 0 && truth[i] === 0 ? 1 : -1
    const gold = truth.map((c, i) => (i < 100 ? c : NONE))
    expect(fit(L, {}, gold).lfAccuracy[0]).toBeLessThan(0.3)
    expect(fit(L).lfAccuracy[0]).toBeGreaterThan(fit(L, {}, gold).lfAccuracy[0]! + 0.2)
  })
})

describe('the fast kernels', () => {
  test.each([2, 3])('give what plain loops over L give, with %i classes', k => {
    const lfs = [...lfsBetween(5, 0.5, 0.9, 0.4), { accuracy: 0.8, coverage: 0.5, only: 1 }]
    const { L, truth } = plantVotes(500, lfs, [0.5, 0.3, 0.2].slice(0, k), 7)
    const gold = truth.map((c, i) => (i % 20 === 0 ? c : NONE))
    const prior = dawidSkenePrior(L, voteRows(L, gold), gold, balanceOfGold(gold, k), 1)
    const plain = plainDawidSkene(L, gold, prior, 12)
    const options = { ...defaults, iterations: 12, tolerance: 0 }
    const { posterior, history } = fitByEm(L, { gold, options, seed: 0 }, eachClassOnItsOwn)
    const votesOf = votesPerRecord(L)
    for (let i = 0; i < 500; i++) {
      if (votesOf[i] === 0) continue
      for (let c = 0; c < k; c++) expect(posterior[i * k + c]).toBeCloseTo(plain.posterior[i * k + c]!, 9)
    }
    expect(history.at(-1)).toBeCloseTo(plain.objective, 9)
  })

  test('a start from a sample ends where a start from all records ends', () => {
    const { L } = plantVotes(80_000, lfsBetween(24, 0.55, 0.9, 0.5), [0.6, 0.4], 3)
    const fitted = fit(L, { tolerance: 1e-10 })
    const prior = dawidSkenePrior(L, voteRows(L, noGold(L)), noGold(L), balanceOfGold(noGold(L), 2), 1)
    const plain = plainDawidSkene(L, noGold(L), prior, 40)
    expect(fitted.history.length).toBeLessThan(15)
    expect(fitted.history.at(-1)).toBeCloseTo(plain.objective, 7)
  })
})

/** Dawid–Skene as in the paper, with dense loops: slow, and easy to check by eye. */
function plainDawidSkene(L: LabelMatrix, gold: Int8Array, prior: DawidSkenePrior, rounds: number) {
  const { recordCount: n, lfCount: m, classCount: k, votes: all } = L
  const voters = votesPerRecord(L)
  const learns = (i: number) => voters[i]! > 0 || gold[i]! >= 0
  const posterior = new Float64Array(n * k)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) if (all[j * n + i]! >= 0) posterior[i * k + all[j * n + i]!]! += 1 / voters[i]!
    if (gold[i]! >= 0) for (let c = 0; c < k; c++) posterior[i * k + c] = c === gold[i] ? 1 : 0
  }
  let objective = 0
  let learned = 0
  for (let i = 0; i < n; i++) if (learns(i)) learned++
  for (let round = 0; round < rounds; round++) {
    const records = prior.records.slice()
    const counts = prior.votes.slice()
    for (let i = 0; i < n; i++) {
      if (!learns(i)) continue
      for (let c = 0; c < k; c++) {
        records[c]! += posterior[i * k + c]!
        for (let j = 0; j < m; j++) {
          if (all[j * n + i]! >= 0) counts[(c * m + j) * k + all[j * n + i]!]! += posterior[i * k + c]!
        }
      }
    }
    const logBalance = records.map(count => Math.log(count / records.reduce((a, b) => a + b, 0)))
    const logConfusion = counts.map((count, x) => {
      const row = x - (x % k)
      return Math.log(count / counts.subarray(row, row + k).reduce((a, b) => a + b, 0))
    })
    let total = prior.records.reduce((sum, count, c) => sum + count * logBalance[c]!, 0)
    total += prior.votes.reduce((sum, count, x) => sum + count * logConfusion[x]!, 0)
    for (let i = 0; i < n; i++) {
      if (!learns(i)) continue
      for (let c = 0; c < k; c++) {
        posterior[i * k + c] = logBalance[c]!
        for (let j = 0; j < m; j++) {
          const vote = all[j * n + i]!
          if (vote >= 0) posterior[i * k + c]! += logConfusion[(c * m + j) * k + vote]!
        }
      }
      if (gold[i]! < 0) total += softmaxInPlace(posterior, i * k, k)
      else {
        total += posterior[i * k + gold[i]!]!
        for (let c = 0; c < k; c++) posterior[i * k + c] = c === gold[i] ? 1 : 0
      }
    }
    objective = total / learned
  }
  return { posterior, objective }
}
