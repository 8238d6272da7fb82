import { describe, expect, test } from 'vitest'
import { ABSTAIN, FAULT, NONE, STATES, UNSEEN } from '../../../../../src-shared/vocabulary.ts'
import { CROWD_SETS, reference } from '../../../testing/reference.ts'
import { accuracyCovered } from '../../../testing/scores.ts'
import { lfsBetween, type Planted, plantVotes } from '../../../testing/synthetic.ts'
import { type LabelMatrix, votesPerRecord } from '../../label-matrix.ts'
import { softmaxInPlace } from '../../numeric/log-space.ts'
import { createRandom } from '../../numeric/random.ts'
import { recordStates } from '../../states.ts'
import type { LabelModelFit } from '../label-model.ts'
import { labelModel, resolveOptions } from '../registry.ts'

const fit = (id: string, L: LabelMatrix, options: Record<string, number> = {}, gold?: Int8Array): LabelModelFit => {
  const model = labelModel(id)!
  const known = gold ?? new Int8Array(L.recordCount).fill(NONE)
  return model.fit(L, { gold: known, options: resolveOptions(model, options), seed: 0 })
}

/** The largest difference of the posteriors. */
const apart = (a: LabelModelFit, b: LabelModelFit) =>
  a.posterior.reduce((most, p, x) => Math.max(most, Math.abs(p - b.posterior[x]!)), 0)

describe('accuracy per class', () => {
  test('with two classes it is Dawid-Skene', () => {
    const { L } = plantVotes(1000, lfsBetween(6, 0.55, 0.9, 0.5), [0.7, 0.3], 1)
    for (const smoothing of [0, 1]) {
      expect(apart(fit('class-accuracy', L, { smoothing }), fit('dawid-skene', L, { smoothing }))).toBeLessThan(1e-9)
    }
  })

  test.each(CROWD_SETS.filter(set => reference(set).L.classCount === 2))(
    "%s: without smoothing the posteriors are those of crowd-kit's Dawid-Skene, to 1e-3 on 99 %%",
    set => {
      const { L, dawidSkene } = reference(set)
      const { posterior } = fit('class-accuracy', L, { smoothing: 0 })
      const far = dawidSkene!.filter((row, i) => row.some((p, c) => Math.abs(p - posterior[2 * i + c]!) > 1e-3))
      expect(far.length / L.recordCount).toBeLessThan(0.01)
    },
  )

  test('an LF that knows one of three classes well is believed on that class', () => {
    const { L, truth } = plantVotes(6000, lfsBetween(6, 0.7, 0.8, 0.6), [0.4, 0.3, 0.3], 2)
    const random = createRandom(5)
    for (let i = 0; i < 6000; i++) {
      if (L.votes[i] === ABSTAIN) continue
      const knows = random() < (truth[i] === 0 ? 0.95 : 0.4)
      L.votes[i] = knows ? truth[i]! : (truth[i]! + 1 + Math.floor(2 * random())) % 3
    }
    const { logWeights } = fit('class-accuracy', L)
    const accuracyOn = (c: number) => Math.exp(logWeights![c * 3 + c]!)
    expect([0, 1, 2].map(accuracyOn)).toEqual([0.95, 0.4, 0.4].map(share => expect.closeTo(share, 1.2)))
    expect(Math.exp(fit('one-coin', L).logWeights![0]!)).toBeLessThan(0.75)
  })

  test('with many classes and few votes it is better than whole confusion matrices', () => {
    const { L, truth } = plantVotes(
      2000,
      lfsBetween(12, 0.25, 0.75, 0.5),
      Array.from({ length: 20 }, () => 1 / 20),
      3,
    )
    const gain = accuracyCovered(L, fit('class-accuracy', L), truth) - accuracyCovered(L, fit('dawid-skene', L), truth)
    expect(gain).toBeGreaterThan(0.01)
  })
})

describe.each(['dawid-skene', 'class-accuracy', 'one-coin'])('%s where silence tells', id => {
  const { L, truth } = whereSilenceTells(3000)
  const silence = 1

  test('records are labeled better than with abstains missing', () => {
    const gain = accuracyCovered(L, fit(id, L, { silence }), truth) - accuracyCovered(L, fit(id, L), truth)
    expect(gain).toBeGreaterThan(0.03)
  })

  test('where nothing is learned from silence it costs half a point at most', () => {
    const chance = plantVotes(3000, lfsBetween(8, 0.55, 0.9, 0.5), [0.6, 0.4], 4)
    const loss =
      accuracyCovered(chance.L, fit(id, chance.L), chance.truth) -
      accuracyCovered(chance.L, fit(id, chance.L, { silence }), chance.truth)
    expect(loss).toBeLessThan(0.005)
  })

  test('UNSEEN and FAULT stay missing: without a single abstain, silence changes nothing', () => {
    const random = createRandom(8)
    const missing = L.votes.map(vote => (vote === ABSTAIN ? (random() < 0.5 ? UNSEEN : FAULT) : vote))
    const M = { ...L, votes: missing }
    expect(apart(fit(id, M, { silence }), fit(id, M))).toBeLessThan(1e-9)
  })

  test('one LF that was not run is neither silent nor speaking', () => {
    const n = L.recordCount
    const M = { ...L, votes: Int8Array.of(...L.votes, ...new Int8Array(n).fill(UNSEEN)), lfCount: L.lfCount + 1 }
    expect(apart(fit(id, M, { silence }), fit(id, L, { silence }))).toBeLessThan(1e-9)
  })

  test('a record on which all are silent stays uncovered, whatever the class balance', () => {
    const fitted = fit(id, L, { silence })
    const states = recordStates(L, fitted.posterior, fitted.classBalance)
    const voters = votesPerRecord(L)
    const silent = [...voters.keys()].filter(i => voters[i] === 0)
    expect(new Set(silent.map(i => STATES[states[i]!]))).toEqual(new Set(['uncovered']))
  })

  test('the objective never falls', () => {
    for (const smoothing of [0, 1, 5]) {
      const { history } = fit(id, L, { silence, smoothing, tolerance: 0, iterations: 50 })
      expect(history.every((value, t) => t === 0 || value - history[t - 1]! > -1e-12)).toBe(true)
    }
  })

  test('the silence of copies counts once', () => {
    const n = L.recordCount
    const copy = L.votes.slice(0, n)
    const votes = Int8Array.of(...L.votes, ...copy, ...copy)
    const { groups, posterior } = fit(id, { ...L, votes, lfCount: L.lfCount + 2 }, { silence })
    expect([...groups!]).toEqual([0, -1, -1, -1, -1, -1, 0, 0])
    const alone = fit(id, L, { silence }).posterior
    const moved = alone.reduce((sum, p, x) => sum + Math.abs(p - posterior[x]!), 0) / alone.length
    expect(moved).toBeLessThan(0.02)
  })
})

test('without smoothing, silence is one more vote in the confusion matrix, as in the textbook', () => {
  const { L } = whereSilenceTells(400)
  const { posterior, history } = fit('dawid-skene', L, { silence: 1, smoothing: 0, tolerance: 0, iterations: 8 })
  const plain = plainWithSilence(L, history.length)
  const voters = votesPerRecord(L)
  const covered = [...voters.keys()].filter(i => voters[i]! > 0)
  expect(covered.map(i => posterior[2 * i]!)).toEqual(covered.map(i => expect.closeTo(plain[2 * i]!, 6)))
})

/** Six LFs of equal accuracy that speak far more often on the second class. */
function whereSilenceTells(n: number): Planted {
  const { L, truth } = plantVotes(n, lfsBetween(6, 0.65, 0.75, 0.7), [0.6, 0.4], 6)
  const random = createRandom(7)
  for (let x = 0; x < L.votes.length; x++) if (truth[x % n] === 0 && random() < 0.7) L.votes[x] = ABSTAIN
  return { L, truth }
}

/** Dawid–Skene of covered records with dense loops, in which abstaining is the vote k. */
function plainWithSilence({ recordCount: n, lfCount: m, classCount: k, votes }: LabelMatrix, rounds: number) {
  const voters = votesPerRecord({ recordCount: n, lfCount: m, classCount: k, votes })
  const said = (j: number, i: number) => (votes[j * n + i]! >= 0 ? votes[j * n + i]! : k)
  const posterior = new Float64Array(n * k)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) if (said(j, i) < k) posterior[i * k + said(j, i)]! += 1 / voters[i]!
  }
  for (let round = 0; round < rounds; round++) {
    const records = new Float64Array(k)
    const counts = new Float64Array(m * k * (k + 1)).fill(1e-12)
    for (let i = 0; i < n; i++) {
      if (voters[i] === 0) continue
      for (let c = 0; c < k; c++) {
        records[c]! += posterior[i * k + c]!
        for (let j = 0; j < m; j++) counts[(j * k + c) * (k + 1) + said(j, i)]! += posterior[i * k + c]!
      }
    }
    for (let i = 0; i < n; i++) {
      if (voters[i] === 0) continue
      for (let c = 0; c < k; c++) {
        posterior[i * k + c] = Math.log(records[c]!)
        for (let j = 0; j < m; j++) {
          posterior[i * k + c]! += Math.log(counts[(j * k + c) * (k + 1) + said(j, i)]! / records[c]!)
        }
      }
      softmaxInPlace(posterior, i * k, k)
    }
  }
  return posterior
}
