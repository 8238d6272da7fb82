import { expect, test } from 'vitest'
import { gold } from '../../testing/votes.ts'
import { type Decided, judge, opinions, pace, settledByOthers } from './annotators.ts'

const says = (annotator: number, record: number, c: number, isRecheck = false): Decided => ({
  annotator,
  record,
  class: c,
  isRecheck,
})

const [ADA, BOB, CY] = [0, 1, 2]
const of = (decisions: Decided[], records: number) => opinions(decisions, { annotators: 3, records, classes: 2 })

test('the last decision of each annotator counts, a recheck does not', () => {
  const said = of([says(ADA, 0, 0), says(ADA, 0, 1), says(BOB, 0, 0), says(BOB, 0, 1, true)], 2)
  expect([...said.votes]).toEqual([1, -1, 0, -1, -1, -1])
})

test('an annotator is judged by imported gold, by two others who agree, or by a recheck of someone else', () => {
  const decisions = [
    // Against imported gold.
    says(ADA, 0, 1),
    // Two others agree; one other alone, and two who differ, settle nothing.
    says(ADA, 1, 0), says(BOB, 1, 1), says(CY, 1, 1),
    says(ADA, 2, 0), says(BOB, 2, 1),
    says(ADA, 3, 0), says(BOB, 3, 1), says(CY, 3, 0),
    // A recheck settles over all of these, but not that of one's own.
    says(ADA, 4, 0), says(BOB, 4, 1, true),
    says(ADA, 5, 0), says(ADA, 5, 1, true),
  ] // prettier-ignore
  const said = of(decisions, 6)
  const settled = settledByOthers(ADA, decisions, said, gold('0 . . . 0 .'))
  expect([...settled]).toEqual([0, 1, -1, -1, 1, -1])
  expect(judge(ADA, said, settled)).toEqual({ right: 0, n: 3 })
  expect([...settledByOthers(BOB, decisions, said, gold('0 . . . 0 .'))]).toEqual([0, -1, -1, 0, 0, 1])
})

test('the pace is the median from one decision to the next, without pauses', () => {
  const minute = 60_000
  expect(pace([0, 1000, 3000, 6000])).toBe(2000)
  expect(pace([0, 1000, 60 * minute, 60 * minute + 3000])).toBe(2000)
  expect([pace([]), pace([5]), pace([0, 60 * minute])]).toEqual([undefined, undefined, undefined])
})
