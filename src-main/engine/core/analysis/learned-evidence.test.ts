import { expect, test } from 'vitest'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { votes } from '../../testing/votes.ts'
import { columnOf } from '../label-matrix.ts'
import { labelModel, resolveOptions } from '../label-models/registry.ts'
import { wilsonInterval } from './intervals.ts'
import { learnedEvidence } from './learned-evidence.ts'

test('where the truth is known, the interval is the one of counted votes', () => {
  const L = votes(2, '0 \n 0 \n 0 \n 1 \n .')
  const known = Float64Array.of(1, 0, 1, 0, 0, 1, 0, 1, 1, 0)
  const [lf] = learnedEvidence(L, known, Float64Array.of(3 / 4))
  expect(lf!.interval).toEqual(wilsonInterval(3, 4))
  expect([...lf!.votes]).toEqual([3, 1])
})

test('where every vote is right with the same probability, nothing is known of the accuracy', () => {
  const L = votes(2, '0 \n 0 \n 0')
  const [lf] = learnedEvidence(L, Float64Array.of(0.7, 0.3, 0.7, 0.3, 0.7, 0.3), Float64Array.of(0.7))
  expect(lf!.interval).toEqual([0, 1])
})

test('propensity is coverage by class, over the records on which the LF ran', () => {
  const L = votes(2, '0 \n . \n ? \n 1 \n ! \n .')
  const posterior = Float64Array.of(1, 0, 0.5, 0.5, 1, 0, 0, 1, 0, 1, 0.5, 0.5)
  const [lf] = learnedEvidence(L, posterior, Float64Array.of(1))
  // One record of class 0 is voted on, of 1 + ½ + ½ on which it ran.
  expect([...lf!.propensity]).toEqual([0.5, 0.5])
})

test('an LF that never votes has no interval, and of a class without records there is no propensity', () => {
  const [lf] = learnedEvidence(votes(2, '. \n .'), Float64Array.of(1, 0, 1, 0), Float64Array.of(NaN))
  expect(lf!.interval).toBeUndefined()
  expect([...lf!.propensity]).toEqual([0, NaN])
})

test('on planted votes most intervals hold the accuracy that is true', () => {
  let held = 0
  let all = 0
  for (let seed = 1; seed <= 10; seed++) {
    const { L, truth } = plantVotes(1000, lfsBetween(8, 0.6, 0.9, 0.4), [0.6, 0.4], seed)
    const model = labelModel('one-coin')!
    const input = { gold: new Int8Array(1000).fill(-1), options: resolveOptions(model, {}), seed }
    const { posterior, lfAccuracy } = model.fit(L, input)
    learnedEvidence(L, posterior, lfAccuracy).forEach(({ interval }, j) => {
      const column = columnOf(L, j)
      const voted = [...column.keys()].filter(i => column[i]! >= 0)
      const right = voted.filter(i => column[i] === truth[i]).length / voted.length
      all++
      if (interval![0] <= right && right <= interval![1]) held++
      expect(interval![1] - interval![0]).toBeLessThan(0.5)
    })
  }
  expect(held / all).toBeGreaterThan(0.9)
})
