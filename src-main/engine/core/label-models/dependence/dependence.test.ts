import { expect, test } from 'vitest'
import { ABSTAIN } from '../../../../../src-shared/vocabulary.ts'
import { plantedSets } from '../../../testing/planted-sets.ts'
import { CROWD_SETS, reference } from '../../../testing/reference.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { votes } from '../../../testing/votes.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import { createRandom } from '../../numeric/random.ts'
import { voteRows } from '../votes/vote-rows.ts'
import { shareOut } from './dependence.ts'
import { opinionsOf } from './opinions.ts'

const groupsOf = (L: LabelMatrix) => {
  const gold = new Int8Array(L.recordCount).fill(-1)
  return [...opinionsOf(L, { gold, options: { smoothing: 1 } }).groups]
}

test('copies are found and grouped, also where they outvote the others', () => {
  const named = new Map(plantedSets(2).map(set => [set.name, set.planted.L]))
  expect(groupsOf(named.get('two copies of an LF')!)).toEqual([0, -1, -1, -1, -1, -1, 0, 0])
  expect(groupsOf(named.get('three copies of a poor LF')!)).toEqual([0, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0])
})

test('LFs of one class that vote on the same records are found', () => {
  const lfs = [0, 1, 0, 1].map(only => ({ accuracy: 0.8, coverage: 0.3, only }))
  const { L } = plantVotes(2000, lfs, [0.5, 0.5], 1)
  L.votes.copyWithin(2 * 2000, 0, 2000)
  expect(groupsOf(L)).toEqual([0, -1, 0, -1])
})

test('identical LFs are found by a few dozen votes of several classes', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { L, truth } = plantVotes(2000, lfsBetween(8, 0.6, 0.9, 0.4), [0.4, 0.3, 0.3], seed)
    const random = createRandom(seed)
    for (const j of [6, 7]) L.votes.fill(ABSTAIN, j * 2000, (j + 1) * 2000)
    for (let s = 0; s < 50; s++) {
      const i = 40 * s
      const vote = random() < 0.7 ? truth[i]! : (truth[i]! + 1) % 3
      for (const j of [6, 7]) L.votes[j * 2000 + i] = vote
    }
    expect(groupsOf(L)).toEqual([-1, -1, -1, -1, -1, -1, 0, 0])
  }
})

test.each([2, 3])('an LF that takes over six in ten votes of another, of %i classes, is found among twenty', k => {
  for (const seed of [1, 2, 3]) {
    const { L } = plantVotes(3000, lfsBetween(20, 0.55, 0.9, 0.4), [0.4, 0.35, 0.25].slice(0, k), seed)
    const random = createRandom(seed)
    for (let i = 0; i < 3000; i++) if (random() < 0.6) L.votes[7 * 3000 + i] = L.votes[3 * 3000 + i]!
    expect(groupsOf(L)).toEqual(Array.from({ length: 20 }, (_, j) => (j === 3 || j === 7 ? 0 : -1)))
  }
})

/** LFs that err independently given the class, of every kind that projects have. */
const independent: Record<string, (seed: number) => LabelMatrix> = {
  'that vote every class': seed => plantVotes(2000, lfsBetween(10, 0.5, 0.9, 0.5), [0.7, 0.3], seed).L,
  'on few records': seed => plantVotes(300, lfsBetween(6, 0.55, 0.9, 0.4), [0.5, 0.5], seed).L,
  'on four classes': seed => plantVotes(1500, lfsBetween(12, 0.4, 0.9, 0.3), [0.4, 0.3, 0.2, 0.1], seed).L,
  'that are nearly always right': seed => plantVotes(2000, lfsBetween(8, 0.9, 0.99, 0.6), [0.5, 0.5], seed).L,
  'that seldom vote': seed => plantVotes(1000, lfsBetween(30, 0.6, 0.9, 0.05), [0.5, 0.5], seed).L,
  'of one class': seed => plantVotes(2000, ofOneClass(12, 2), [0.6, 0.4], seed).L,
  'of one class, on four': seed => plantVotes(2000, ofOneClass(12, 4), [0.4, 0.3, 0.2, 0.1], seed).L,
  'of a rare class among others': seed =>
    plantVotes(3000, [...lfsBetween(5, 0.7, 0.95, 0.5), ...ofOneClass(5, 2)], [0.9, 0.1], seed).L,
}

const ofOneClass = (m: number, k: number) =>
  Array.from({ length: m }, (_, j) => ({ accuracy: 0.6 + (0.35 * j) / m, coverage: 0.35, only: j % k }))

test('independent LFs are let alone in at least 95 of 100 sets', () => {
  const kinds = Object.values(independent)
  let alarms = 0
  for (let seed = 0; seed < 100; seed++) {
    const draw = kinds[seed % kinds.length]!
    if (groupsOf(draw(seed)).some(group => group !== -1)) alarms++
  }
  expect(alarms).toBeLessThanOrEqual(5)
})

test('workers who were given the same records are let alone', () => {
  for (const set of CROWD_SETS) expect(groupsOf(reference(set).L).every(group => group === -1)).toBe(true)
})

test('the votes of copies count as one together, a lone one in full', () => {
  const L = votes(2, '0 0 1 \n 0 . 1')
  const rows = voteRows(L, Int8Array.of(-1, -1))
  const follows = Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 0)
  const shared = shareOut(rows, { follows, groups: Int32Array.of(0, 0, -1) })
  expect([...shared.shares!]).toEqual([1 / 2, 1 / 2, 1, 1, 1])
  expect([...shared.totals]).toEqual([1.5, 0, 0.5, 0, 0, 2])
})
