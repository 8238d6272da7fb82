import { describe, expect, test } from 'vitest'
import { FAULT, NONE, STATES, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { accuracyCovered } from '../../testing/scores.ts'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { gold as paperGold, votes } from '../../testing/votes.ts'
import { bestClasses } from '../analysis/metrics.ts'
import { columnOf, type LabelMatrix, votesPerRecord } from '../label-matrix.ts'
import { createRandom, shuffle } from '../numeric/random.ts'
import { recordStates } from '../states.ts'
import type { FitInput, LabelModel, LabelModelFit } from './label-model.ts'
import { labelModel, labelModels, resolveOptions } from './registry.ts'

/** Every model as it comes, and with each of its switches on. */
const ways = labelModels.flatMap(model => [
  { way: model.id, model, switched: {} },
  ...model.options
    .filter(({ min, max, integer }) => integer && min === 0 && max === 1)
    .map(({ id }) => ({ way: `${model.id} with ${id}`, model, switched: { [id]: 1 } as Record<string, number> })),
])

/** What projects bring along before they are good; the gold contradicts every LF that votes. */
const badInput = [
  { name: 'one record', M: votes(2, '0 1 .'), gold: paperGold('1') },
  { name: 'one LF', M: votes(2, '0 \n 1 \n . \n 0'), gold: paperGold('1 0 . 1') },
  { name: 'one LF of one class', M: votes(2, '1 \n 1 \n . \n .'), gold: paperGold('0 0 . .') },
  { name: 'LFs that never vote', M: votes(2, '0 . . \n 1 . . \n 0 . .'), gold: paperGold('1 0 .') },
  { name: 'LFs that always vote one class', M: votes(3, '0 1 2 \n 0 1 2 \n 0 1 2'), gold: paperGold('. . 1') },
  { name: 'all records uncovered', M: votes(2, '. . \n . . \n . .'), gold: paperGold('1 . .') },
  { name: 'no LF has run', M: votes(2, '? ? \n ? ! \n ! !'), gold: paperGold('. 0 .') },
  { name: 'every record tied', M: votes(2, '0 1 \n 1 0 \n 0 1'), gold: paperGold('. . 1') },
  { name: 'all votes for one class', M: votes(2, '1 1 1 \n 1 1 1'), gold: paperGold('0 .') },
  { name: 'a class nobody votes', M: votes(4, '0 0 . \n 1 1 1 \n . 3 . \n . . .'), gold: paperGold('2 2 2 2') },
  {
    name: 'an LF that contradicts all others',
    M: votes(2, '0 0 1 \n 1 1 0 \n 0 0 1 \n 1 1 0'),
    gold: paperGold('1 0 1 .'),
  },
  {
    name: 'gold that contradicts every LF, throughout',
    M: votes(2, Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? '0 0 .' : '1 . 1')).join('\n')),
    gold: Int8Array.from({ length: 30 }, (_, i) => (i < 20 ? 1 - (i % 2) : NONE)),
  },
  { name: 'votes among UNSEEN and FAULT', M: votes(3, '0 ? ! \n ! 2 ? \n ? ! ? \n . ? .'), gold: paperGold('. 1 . .') },
]

describe.each(ways)('$way', ({ model, switched }) => {
  const { L, gold } = planted()
  const fit = (M: LabelMatrix, input: Partial<FitInput> = {}) =>
    fitWith(model, M, { ...input, options: { ...switched, ...input.options } })
  const options: Record<string, number> = hasOption(model, 'tolerance') ? { tolerance: 1e-12 } : {}
  const exact = { gold, options }
  const fitted = fit(L, exact)

  test('gives each record probabilities that sum up to 1, and each LF an accuracy', () => {
    expect(flawsOf(L, fitted)).toEqual([])
  })

  test('does not depend on the order of the LFs', () => {
    const order = shuffled(L.lfCount, 2)
    const again = fit(rearranged(L, order, inOrder(L.recordCount)), exact)
    expect(distance(again.posterior, fitted.posterior)).toBeLessThan(1e-6)
    const accuracies = Float64Array.from(order, j => fitted.lfAccuracy[j]!)
    expect(distance(again.lfAccuracy, accuracies)).toBeLessThan(1e-6)
  })

  test('does not depend on the order of the records', () => {
    const order = shuffled(L.recordCount, 3)
    const moved = rearranged(L, inOrder(L.lfCount), order)
    const again = fit(moved, { ...exact, gold: Int8Array.from(order, i => gold[i]!) })
    const rows = Float64Array.from([...order].flatMap(i => rowOf(fitted, i)))
    expect(distance(again.posterior, rows)).toBeLessThan(1e-6)
  })

  test('renaming the classes permutes the answer', () => {
    const newName = [2, 0, 1]
    const rename = (c: number) => (c >= 0 ? newName[c]! : c)
    const again = fit({ ...L, votes: L.votes.map(rename) }, { ...exact, gold: gold.map(rename) })
    const named = fitted.posterior.map((_, x) => again.posterior[x - (x % 3) + newName[x % 3]!]!)
    expect(distance(named, fitted.posterior)).toBeLessThan(1e-6)
  })

  test('the same seed gives the same bits', () => {
    expect(fit(L, exact)).toEqual(fitted)
  })

  test('gold is certain, also against every LF', () => {
    const M = votes(2, '0 0 0 \n 0 0 0 \n 1 1 1 \n . . .')
    const result = fit(M, { gold: Int8Array.of(1, NONE, NONE, 0) })
    expect(rowOf(result, 0)).toEqual([0, 1])
    expect(rowOf(result, 3)).toEqual([1, 0])
  })

  test('a record without any vote gets the class balance', () => {
    const M = votes(3, '0 0 \n 1 1 \n 0 . \n . . \n ? !')
    const result = fit(M)
    expect(rowOf(result, 3)).toEqual([...result.classBalance])
    expect(rowOf(result, 4)).toEqual([...result.classBalance])
  })

  test('UNSEEN and FAULT are both no more than missing', () => {
    const failed = L.votes.map(vote => (vote === UNSEEN ? FAULT : vote))
    expect(fit({ ...L, votes: failed }, exact)).toEqual(fitted)
    const hardlyRun = votes(2, '0 ! \n 1 ! \n ! ! \n ? ?')
    expect(flawsOf(hardlyRun, fit(hardlyRun))).toEqual([])
  })

  test('a class balance that is given is kept', () => {
    const classBalance = Float64Array.of(0.7, 0.2, 0.1)
    const result = fit(L, { gold, classBalance })
    expect(flawsOf(L, result)).toEqual([])
    expect(distance(result.classBalance, classBalance)).toBeLessThan(1e-9)
  })

  test('the objective never falls', () => {
    for (const smoothing of hasOption(model, 'smoothing') ? [0, 1, 5] : []) {
      const { history } = fit(L, { gold, options: { smoothing } })
      expect(history.every((value, t) => t === 0 || value - history[t - 1]! > -1e-12)).toBe(true)
    }
  })

  test.each(badInput)('$name: a sane answer, at the bounds of every option too', ({ M, gold: known }) => {
    const given = Float64Array.from({ length: M.classCount }, (_, c) => (c === 0 ? 0.9 : 0.1 / (M.classCount - 1)))
    for (const input of [{}, { gold: known }, { classBalance: given }]) {
      expect(flawsOf(M, fit(M, input))).toEqual([])
      expect(labelsWithoutVote(M, fit(M, input), input.gold)).toEqual([])
    }
    for (const { id, min, max } of model.options) {
      for (const value of [min, Math.min(max, 500)]) {
        const result = fit(M, { options: { [id]: value } })
        expect([id, value, ...flawsOf(M, result), ...labelsWithoutVote(M, result)]).toEqual([id, value])
      }
    }
  })

  test('a class that nobody votes is never proposed', () => {
    const M = votes(3, '0 0 . \n 1 1 1 \n 0 . 1 \n 0 0 0 \n 1 . . \n . . .')
    const result = fit(M)
    for (let i = 0; i < 5; i++) expect(bestClasses(result.posterior, i * 3, 3)).not.toContain(2)
  })

  test('options that are no number or out of bounds are refused by name', () => {
    for (const { id, min, max } of model.options) {
      for (const value of [NaN, Infinity, min - 1, max + 1]) {
        expect(() => fit(L, { options: { [id]: value } })).toThrow(new RegExp(`^${id} is .* it must be a `))
      }
    }
  })

  test('no record and no LF at all', () => {
    const none = { votes: new Int8Array(0), recordCount: 0, lfCount: 2, classCount: 2 }
    expect(fit(none).posterior.length).toBe(0)
    const noLfs = { votes: new Int8Array(0), recordCount: 2, lfCount: 0, classCount: 2 }
    expect(flawsOf(noLfs, fit(noLfs))).toEqual([])
  })

  test('shapes and class balances that cannot be are refused', () => {
    expect(() => fit({ ...L, recordCount: 3 })).toThrow(RangeError)
    expect(() => fit(L, { gold: new Int8Array(2) })).toThrow('gold has 2 entries for 600 records')
    for (const balance of [
      [0.5, 0.5],
      [NaN, 0.5, 0.5],
      [-1, 1, 1],
      [0, 0, 0],
      [0.6, 0.2, 0.1],
      [70, 20, 10],
    ]) {
      expect(() => fit(L, { classBalance: Float64Array.from(balance) })).toThrow(RangeError)
    }
  })

  test('reports a share done that grows and ends by 1', () => {
    const shares: number[] = []
    fit(L, { onProgress: share => shares.push(share) })
    expect(shares.every((share, t) => share > (shares[t - 1] ?? 0) && share <= 1)).toBe(true)
  })
})

test.each(labelModels)('$id is not worse than majority vote on planted votes, gold among them', model => {
  const gains = [4, 5, 6, 7, 8, 9, 10, 11].map(seed => {
    const { L, gold, truth } = planted(seed)
    const others = truth.map((c, i) => (gold[i] === NONE ? c : NONE))
    const voted = accuracyCovered(L, fitWith(labelModel('majority-vote')!, L, { gold }), others)
    return accuracyCovered(L, fitWith(model, L, { gold }), others) - voted
  })
  expect(gains.reduce((a, b) => a + b, 0) / gains.length).toBeGreaterThan(-0.005)
  // A single set of 600 records is off by chance.
  expect(Math.min(...gains)).toBeGreaterThan(-0.03)
})

function hasOption(model: LabelModel, id: string): boolean {
  return model.options.some(option => option.id === id)
}

function fitWith(model: LabelModel, L: LabelMatrix, input: Partial<FitInput> = {}): LabelModelFit {
  return model.fit(L, { gold: noGold(L), seed: 1, ...input, options: resolveOptions(model, input.options ?? {}) })
}

function noGold(L: LabelMatrix): Int8Array {
  return new Int8Array(L.recordCount).fill(NONE)
}

/** Mixed LFs on three unequal classes, with everything a real project has. */
function planted(seed = 4) {
  const lfs = [...lfsBetween(4, 0.55, 0.9, 0.4), ...[0, 1, 2].map(only => ({ accuracy: 0.8, coverage: 0.4, only }))]
  const { L, truth } = plantVotes(600, lfs, [0.5, 0.3, 0.2], seed)
  const random = createRandom(9)
  for (let x = 0; x < L.votes.length; x++) if (random() < 0.05) L.votes[x] = random() < 0.5 ? UNSEEN : FAULT
  const gold = noGold(L)
  for (let i = 0; i < 40; i++) gold[i] = truth[i]!
  return { L, gold, truth }
}

function rowOf({ posterior, classBalance: { length: k } }: LabelModelFit, i: number): number[] {
  return [...posterior.subarray(i * k, (i + 1) * k)]
}

/** What is wrong with a fit, in words; nothing should be. */
function flawsOf(L: LabelMatrix, result: LabelModelFit): string[] {
  const { posterior, classBalance, lfAccuracy, logWeights, history } = result
  const { recordCount: n, lfCount: m, classCount: k } = L
  const flaws: string[] = []
  const isDistribution = (row: number[]) =>
    row.every(p => p >= 0) && Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-9
  if (posterior.length !== n * k) flaws.push(`${posterior.length} probabilities`)
  for (let i = 0; i < n; i++) if (!isDistribution(rowOf(result, i))) flaws.push(`row ${i}: ${rowOf(result, i)}`)
  if (classBalance.length !== k || !isDistribution([...classBalance])) flaws.push(`class balance ${classBalance}`)
  if (lfAccuracy.length !== m) flaws.push(`${lfAccuracy.length} accuracies`)
  lfAccuracy.forEach((accuracy, j) => {
    const everVotes = columnOf(L, j).some(vote => vote >= 0)
    const isFine = everVotes ? accuracy >= 0 && accuracy <= 1 : Number.isNaN(accuracy)
    if (!isFine) flaws.push(`accuracy ${accuracy} of LF ${j}`)
  })
  if (logWeights && (logWeights.length !== m * k * k || !logWeights.every(Number.isFinite))) flaws.push('weights')
  if (!history.every(Number.isFinite)) flaws.push(`history ${history}`)
  return flaws
}

/** Records that are neither voted on nor gold, and get a label all the same, from nothing but the class balance. */
function labelsWithoutVote(L: LabelMatrix, { posterior, classBalance }: LabelModelFit, gold = noGold(L)): string[] {
  const states = recordStates(L, posterior, classBalance)
  const voters = votesPerRecord(L)
  return [...states.keys()]
    .filter(i => voters[i] === 0 && gold[i] === NONE && STATES[states[i]!] !== 'uncovered')
    .map(i => `record ${i} is ${STATES[states[i]!]}`)
}

/** The largest difference; Infinity where the lengths differ. */
function distance(ours: Float64Array, theirs: Float64Array): number {
  if (ours.length !== theirs.length) return Infinity
  return ours.reduce((most, value, x) => Math.max(most, Math.abs(value - theirs[x]!)), 0)
}

function rearranged(L: LabelMatrix, lfs: ArrayLike<number>, records: ArrayLike<number>): LabelMatrix {
  const { recordCount: n, lfCount: m } = L
  const moved = new Int8Array(m * n)
  for (let j = 0; j < m; j++) for (let i = 0; i < n; i++) moved[j * n + i] = L.votes[lfs[j]! * n + records[i]!]!
  return { ...L, votes: moved }
}

function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, x) => x)
}

function shuffled(count: number, seed: number): Uint32Array {
  return shuffle(inOrder(count), createRandom(seed))
}
