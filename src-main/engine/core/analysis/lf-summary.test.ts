import { describe, expect, test } from 'vitest'
import { LF_SETS, reference } from '../../testing/reference.ts'
import { votes } from '../../testing/votes.ts'
import { summarizeLfs } from './lf-summary.ts'

const L = votes(
  3,
  `
  0 0 .
  1 . 1
  . 2 2
  . . .
  ! 1 ?
  ? . 0`,
)
const all = new Uint8Array(6).fill(1)
const noGold = new Int8Array(6).fill(-1)

test('shares are of the records on which the LF ran without fault', () => {
  const [first, second, third] = summarizeLfs(L, noGold, all)
  expect(first).toMatchObject({
    ran: 4,
    votes: 2,
    abstains: 2,
    faults: 1,
    unseen: 1,
    coverage: 2 / 4,
    polarity: [0, 1],
  })
  expect(second).toMatchObject({
    ran: 6,
    votes: 3,
    coverage: 3 / 6,
    overlaps: 2 / 6,
    conflicts: 0,
    polarity: [0, 1, 2],
  })
  expect(third).toMatchObject({ ran: 5, unseen: 1, coverage: 3 / 5, overlaps: 2 / 5, polarity: [0, 1, 2] })
})

test('a conflict is a vote for a different class; FAULT and UNSEEN contradict nobody', () => {
  const M = votes(2, `
    0 1
    0 0
    0 !
    0 ?`) // prettier-ignore
  const [first, second] = summarizeLfs(M, new Int8Array(4).fill(-1), new Uint8Array(4).fill(1))
  expect(first).toMatchObject({ overlapCount: 2, conflictCount: 1, overlaps: 2 / 4, conflicts: 1 / 4 })
  expect(second).toMatchObject({ overlapCount: 2, conflictCount: 1, overlaps: 2 / 2, conflicts: 1 / 2 })
})

test('accuracy counts records with gold where it votes, and is absent without any', () => {
  const gold = Int8Array.of(0, 0, -1, 2, -1, -1)
  const [first, second, third] = summarizeLfs(L, gold, all)
  expect(first).toMatchObject({ correct: 1, incorrect: 1, empiricalAccuracy: 1 / 2 })
  expect(second).toMatchObject({ correct: 1, incorrect: 0, empiricalAccuracy: 1 })
  expect(third).toMatchObject({ correct: 0, incorrect: 1, empiricalAccuracy: 0 })
  expect(summarizeLfs(L, noGold, all)[0]).toMatchObject({ empiricalAccuracy: undefined, interval: undefined })
})

test('a mask restricts every number to its rows', () => {
  const [first] = summarizeLfs(L, noGold, Uint8Array.of(1, 0, 0, 1, 1, 0))
  expect(first).toMatchObject({ ran: 2, votes: 1, abstains: 1, faults: 1, unseen: 0, coverage: 1 / 2, polarity: [0] })
})

test('shapes that do not fit are refused', () => {
  expect(() => summarizeLfs(L, new Int8Array(2), all)).toThrow(RangeError)
})

describe.each(LF_SETS)('the LF table of %s', set => {
  const { L, gold, lfSummary } = reference(set)

  test("equals Snorkel's", () => {
    const table = summarizeLfs(L, gold, new Uint8Array(L.recordCount).fill(1))
    expect(table.length).toBe(lfSummary!.length)
    table.forEach((ours, j) => {
      const { polarity, correct, incorrect, ...shares } = lfSummary![j]!
      expect(ours).toMatchObject({ polarity, correct, incorrect })
      for (const [name, theirs] of Object.entries(shares) as [keyof typeof shares, number | null][]) {
        expect(Math.abs(ours[name]! - theirs!), `${name} of LF ${j}`).toBeLessThan(1e-9)
      }
    })
  })
})
