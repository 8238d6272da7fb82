import { expect, test } from 'vitest'
import { plantedSets } from '../../../testing/planted-sets.ts'
import { CROWD_SETS, reference } from '../../../testing/reference.ts'
import { lfsBetween, plantVotes } from '../../../testing/synthetic.ts'
import { votes } from '../../../testing/votes.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
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

test('independent LFs are let alone, and so are workers who were given the same records', () => {
  for (const seed of [1, 2, 3]) {
    expect(groupsOf(plantVotes(2000, lfsBetween(10, 0.5, 0.9, 0.5), [0.7, 0.3], seed).L)).toEqual(
      Array.from({ length: 10 }, () => -1),
    )
  }
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
