import { expect, test } from 'vitest'
import type { Annotation } from '../../../../src-shared/review.ts'
import { DoneToday, paceOf } from './done-today.svelte.ts'

const NOON = new Date(2026, 0, 2, 12)

const decided = (uid: string, secondsBefore: number): Annotation => ({
  uid,
  recordId: uid,
  text: '',
  textHash: '',
  annotator: 'ada',
  kind: 'label',
  label: 'SPAM',
  at: new Date(NOON.getTime() - 1_000 * secondsBefore).toISOString(),
})

test('the pace is told by the time from one decision to the next: five in forty seconds are one each ten', () => {
  const five = [0, 10, 20, 30, 40].map(seconds => decided(`d${seconds}`, seconds))
  expect(paceOf(five, NOON)).toBe(360)
  expect(paceOf(five.slice(1), NOON)).toBeUndefined()
  expect(
    paceOf(
      [1, 2, 3, 4, 5].map(at => decided(`one-step-${at}`, 7)),
      NOON,
    ),
  ).toBeUndefined()
  expect(paceOf([...five, decided('long-ago', 3_600)], NOON)).toBe(360)
})

test('those of today are all counted, however few of them are told, and none of yesterday', async () => {
  const asked: string[] = []
  const done = new DoneToday({
    fetch: async () => [decided('newest', 0), decided('older', 5), decided('yesterday', 13 * 3_600)],
    countSince: async since => (asked.push(since), { decisions: 700 }),
    isUnsent: () => false,
    onProblem: error => expect.fail(String(error)),
  })
  await done.reload(NOON)
  expect(asked).toEqual([new Date(2026, 0, 2).toISOString()])
  expect(done.list.map(({ uid }) => uid)).toEqual(['newest', 'older'])
  expect(done.count).toBe(700)
  done.add([decided('next', 0)])
  expect(done.count).toBe(701)
  done.dropStep('next')
  expect(done.count).toBe(700)
})
