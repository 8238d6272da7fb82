import { expect, test } from 'vitest'
import { type AdviceInput, rankAdvice } from './advice.ts'

const nothing: AdviceInput = {
  classCount: 2,
  records: 1000,
  pseudo: 0,
  tied: 0,
  groups: [],
  lfs: [],
  pairs: [],
  copies: [],
  slices: [],
  all: { n: 0, right: 0 },
  audit: { n: 0, right: 0 },
}
const lf = { ran: 100, votes: 50, faults: 0, correct: 9, incorrect: 1 }
const ranked = (input: Partial<AdviceInput>) =>
  rankAdvice({ ...nothing, ...input }).map(({ gain: _gain, ...rest }) => rest)

test('where nothing is wrong nothing is advised', () => {
  expect(
    ranked({ lfs: [lf], pairs: [{ a: 0, b: 1, different: 1 }], audit: { n: 1000, right: 990 }, pseudo: 900 }),
  ).toEqual([])
})

test('what touches more labels comes first', () => {
  const input = {
    groups: [{ records: 218, unlabeled: 218 }, { records: 30, unlabeled: 0 }],
    pairs: [{ a: 0, b: 1, different: 96 }, { a: 0, b: 2, different: 500 }],
    tied: 20,
  } // prettier-ignore
  expect(ranked(input)).toEqual([
    { kind: 'conflict', a: 0, b: 2 },
    { kind: 'group', at: 0 },
    { kind: 'conflict', a: 0, b: 1 },
    { kind: 'tied' },
    { kind: 'group', at: 1 },
  ])
})

test('an LF is called harmful only on enough gold, and not by its silence', () => {
  const silent = { ...lf, votes: 0, correct: 0, incorrect: 0 }
  const bad = { ...lf, correct: 1, incorrect: 4 }
  expect(ranked({ lfs: [lf, { ...bad, incorrect: 3 }, bad, silent, { ...silent, ran: 0 }, { ...lf, faults: 3 }] })).toEqual([
    { kind: 'harmful', at: 2 },
    { kind: 'faulty', at: 5 },
    { kind: 'silent', at: 3 },
  ]) // prettier-ignore
})

test('a slice is bad when its errors are no accident', () => {
  const all = { n: 1000, right: 900 }
  expect(
    ranked({
      all,
      slices: [
        { n: 10, right: 8 },
        { n: 60, right: 30 },
        { n: 60, right: 54 },
      ],
    }),
  ).toEqual([{ kind: 'slice', at: 1 }])
})

test('random checks are asked for until they tell how good the proposals are', () => {
  expect(ranked({ pseudo: 900 })).toEqual([{ kind: 'audit' }])
  expect(ranked({ pseudo: 900, audit: { n: 20, right: 18 } })).toEqual([{ kind: 'audit' }])
  expect(ranked({ pseudo: 900, audit: { n: 400, right: 380 } })).toEqual([])
})
